#!/usr/bin/env node
// Hands over to a Node that runs TypeScript: this one where it is new enough, else the one that the packages brought.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../src/guichet.ts', import.meta.url));
const bundled = fileURLToPath(
  new URL(`../../../node_modules/node-${process.platform}-${process.arch}/bin/node`, import.meta.url),
);
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const able = major > 22 || (major === 22 && minor >= 18);
if (!able && !existsSync(bundled)) {
  process.stderr.write(
    `guichet needs Node 22.18 or newer (this is ${process.versions.node}). Run npm install first: it brings one.\n`,
  );
  process.exit(2);
}
const child = spawn(able ? process.execPath : bundled, [program, ...process.argv.slice(2)], { stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 130)));
