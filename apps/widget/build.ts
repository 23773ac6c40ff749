// Bundles the element into dist/ and refuses to grow beyond what a bank's page should load: widget.js with every page,
// widget-interactions.js when the chat is opened.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const parts = [
  { name: 'widget.js', source: 'src/index.ts', mostBytes: 14_000 },
  { name: 'widget-interactions.js', source: 'src/interactions.ts', mostBytes: 8_000 },
];

for (const { name, source, mostBytes } of parts) {
  const outfile = fileURLToPath(new URL(`dist/${name}`, import.meta.url));
  await build({
    entryPoints: [fileURLToPath(new URL(source, import.meta.url))],
    outfile,
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    legalComments: 'none',
  });
  const bytes = gzipSync(readFileSync(outfile)).byteLength;
  if (bytes > mostBytes) throw new Error(`${name} has ${bytes} bytes gzipped; the ceiling is ${mostBytes}.`);
  process.stdout.write(`${name}: ${bytes} bytes gzipped\n`);
}
