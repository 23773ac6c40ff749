import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';
import { Stop } from './stop.mjs';

// What node_modules took when measured (1.0 GB), and room for npm's own cache.
const neededBytes = 1.6e9;
const stamp = join(root, 'node_modules/.guichet-install');

/** Installs the packages of package-lock.json, unless the last installation was of this very lock. */
export async function install() {
  const wanted = lockHash();
  if (read(stamp) === wanted) return;
  const free = freeBytes(root);
  if (free < neededBytes) {
    throw new Stop(
      `Only ${gigabytes(free)} free in ${root}, and the packages need ${gigabytes(neededBytes)}. Free some space and try again.`,
    );
  }
  const begun = Date.now();
  process.stdout.write('  packages     installing (about 1 GB on disk, usually under 2 minutes)\n');
  const tick = setInterval(() => process.stdout.write(`  packages     still installing, ${seconds(begun)}\n`), 15_000);
  await runNpm().finally(() => clearInterval(tick));
  writeFileSync(stamp, lockHash());
  process.stdout.write(`  packages     installed in ${seconds(begun)}\n`);
}

/** Free bytes on the disk of a folder. */
export function freeBytes(folder) {
  const disk = statfsSync(folder);
  return disk.bavail * disk.bsize;
}

function runNpm() {
  // onnxruntime-node's script fetches CUDA libraries that a laptop does not need and may not be able to reach.
  const env = { ...process.env, ONNXRUNTIME_NODE_INSTALL: 'skip' };
  const npm = spawn(
    'npm',
    ['install', '--no-audit', '--no-fund', '--loglevel=error', '--include=dev', '--include=optional'],
    {
      cwd: root,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let output = '';
  for (const stream of [npm.stdout, npm.stderr])
    stream.on('data', (chunk) => (output = (output + chunk).slice(-4_000)));
  return new Promise((done, fail) => {
    npm.on('error', (cause) =>
      fail(
        cause.code === 'ENOENT' ? new Stop('npm was not found. Install Node.js 20 or newer together with npm.') : cause,
      ),
    );
    npm.on('exit', (code) =>
      code === 0
        ? done()
        : fail(
            new Stop(
              `The packages could not be installed: npm says\n${output.trim()}\nCheck the network and the npm registry settings, then try again.`,
            ),
          ),
    );
  });
}

function lockHash() {
  return createHash('sha256')
    .update(read(join(root, 'package-lock.json')) ?? '')
    .digest('hex');
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function seconds(begun) {
  return `${Math.round((Date.now() - begun) / 1000)} s`;
}

function gigabytes(bytes) {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}
