// Bundles the element into dist/widget.js and refuses to grow beyond what a bank's page should load.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const mostBytes = 30_000;
const outfile = fileURLToPath(new URL('dist/widget.js', import.meta.url));

await build({
  entryPoints: [fileURLToPath(new URL('src/index.ts', import.meta.url))],
  outfile,
  bundle: true,
  minify: true,
  format: 'iife',
  target: 'es2022',
  legalComments: 'none',
});
const bytes = gzipSync(readFileSync(outfile)).byteLength;
if (bytes > mostBytes) throw new Error(`widget.js has ${bytes} bytes gzipped; the ceiling is ${mostBytes}.`);
process.stdout.write(`widget.js: ${bytes} bytes gzipped\n`);
