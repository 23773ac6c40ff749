import { mkdir, open, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { PackError } from './pack-error.ts';

const staleMs = 20_000;
const beatMs = 4_000;

/**
 * Takes a lock file that its holder touches while it lives; a lock not touched for a while is taken over. Gives back a function that
 * lets it go. Throws `locked` at once where another installer is at work.
 */
export async function takePackLock(file: string): Promise<() => Promise<void>> {
  await mkdir(dirname(file), { recursive: true });
  const age = Date.now() - ((await stat(file).catch(() => null))?.mtimeMs ?? Date.now());
  if (age > staleMs) await rm(file, { force: true });
  try {
    const handle = await open(file, 'wx');
    const timer = setInterval(() => void handle.utimes(new Date(), new Date()).catch(() => {}), beatMs);
    timer.unref();
    return async () => {
      clearInterval(timer);
      await handle.close();
      await rm(file, { force: true });
    };
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
    throw new PackError('locked', 'Another process is installing this model. Wait for it, then try again.', { cause });
  }
}
