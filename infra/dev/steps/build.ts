import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { binFolder, root } from '../bootstrap/paths.mjs';
import { Stop } from '../bootstrap/stop.mjs';
import type { Step } from '../progress.ts';
import { prepareDocs } from './prepare-docs.ts';

const run = promisify(execFile);
const inputs = [
  'apps/gateway/src',
  'apps/gateway/wrangler.jsonc',
  'apps/gateway/docs',
  'apps/widget/src',
  'apps/widget/build.ts',
  'packages',
  'models/edge-router',
  'content/demo-bank/site',
  'package-lock.json',
];
const stampFile = join(root, 'apps/gateway/dist/built');

/** What the build leaves behind. */
export const built = {
  worker: join(root, 'apps/gateway/dist/worker'),
  site: join(root, 'apps/gateway/dist/public'),
};

/** Bundles the Worker and the widget and lays the demo website beside them, unless nothing changed since the last time. */
export async function build(step: Step): Promise<void> {
  const wanted = await fingerprint();
  if ((await readFile(stampFile, 'utf8').catch(() => '')) === wanted) return step.done('up to date');
  step.update('bundling the widget and the gateway');
  await rm(join(root, 'apps/gateway/dist'), { recursive: true, force: true });
  await mkdir(built.site, { recursive: true });
  await tool(process.execPath, ['apps/widget/build.ts'], root);
  await cp(join(root, 'content/demo-bank/site'), built.site, { recursive: true });
  await cp(join(root, 'apps/widget/dist'), built.site, { recursive: true });
  await prepareDocs(built.site);
  await tool(
    process.execPath,
    [join(binFolder, 'wrangler'), 'deploy', '--dry-run', '--outdir', 'dist/worker'],
    join(root, 'apps/gateway'),
  );
  await writeFile(stampFile, wanted);
  step.done('widget and gateway bundled');
}

async function tool(file: string, words: string[], folder: string): Promise<void> {
  const env = {
    ...process.env,
    WRANGLER_HIDE_BANNER: 'true',
    WRANGLER_SEND_METRICS: 'false',
    WRANGLER_LOG: 'error',
    CI: 'true',
  };
  await run(file, words, { cwd: folder, env }).catch((error: { stderr?: string; stdout?: string; message: string }) => {
    throw new Stop(
      `The build failed in ${words.slice(0, 2).join(' ')}:\n${(error.stderr || error.stdout || error.message).slice(-3_000)}`,
    );
  });
}

/** Changes whenever a file that goes into the build does: names, sizes and times, which is exact enough and quick. */
async function fingerprint(): Promise<string> {
  const hash = createHash('sha256');
  for (const input of inputs) for (const file of await filesOf(join(root, input))) hash.update(file);
  return hash.digest('hex');
}

async function filesOf(path: string): Promise<string[]> {
  const entry = await stat(path).catch(() => null);
  if (entry === null) return [];
  if (entry.isFile()) return [`${path} ${entry.size} ${entry.mtimeMs}`];
  const names = (await readdir(path)).filter((name) => name !== 'node_modules' && name !== 'dist').sort();
  const nested = await Promise.all(names.map((name) => filesOf(join(path, name))));
  return nested.flat();
}
