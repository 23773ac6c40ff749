import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFile, cp, mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../bootstrap/paths.mjs';

const run = promisify(execFile);
// Of the package only this file is needed; installed as a dependency it would bring 290 MB.
const packageName = '@scalar/api-reference@1.72.1';
const memberName = 'package/dist/browser/standalone.js';
const sha256 = 'bf091006bdc3af6067af77c2f534812e3e633e94a94e87138069f570f33b762c';
const cached = join(root, '.cache/scalar-1.72.1.js');

/** Lays the reader of the API's description into the website's `docs`; without a network the page says where the description is. */
export async function prepareDocs(site: string): Promise<void> {
  const folder = join(site, 'docs');
  await cp(join(root, 'apps/gateway/docs'), folder, { recursive: true });
  if (!(await isReader(cached))) await fetchReader().catch(() => {});
  if (await isReader(cached)) await copyFile(cached, join(folder, 'scalar.js'));
}

async function fetchReader(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'guichet-docs-'));
  try {
    const options = { cwd: folder, timeout: 60_000 };
    const { stdout } = await run('npm', ['pack', packageName, '--silent', '--ignore-scripts'], options);
    await run('tar', ['-xzf', stdout.trim(), memberName], options);
    await mkdir(join(root, '.cache'), { recursive: true });
    const fetched = join(folder, memberName);
    if (await isReader(fetched)) {
      await copyFile(fetched, `${cached}.new`);
      await rename(`${cached}.new`, cached);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function isReader(file: string): Promise<boolean> {
  const content = await readFile(file).catch(() => null);
  return content !== null && createHash('sha256').update(content).digest('hex') === sha256;
}
