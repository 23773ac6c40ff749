import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { processMark } from './process-mark.mjs';
import { Stop } from './stop.mjs';

/**
 * Takes a lock file for this process; gives back a function that lets it go. A lock whose process is gone is taken over.
 * @param {string} file
 * @param {string} message what to say where another process holds it; `{pid}` stands for that process
 */
export function takeLock(file, message) {
  mkdirSync(dirname(file), { recursive: true });
  const mine = JSON.stringify({ pid: process.pid, mark: processMark(process.pid) });
  for (let attempt = 0; attempt < 3; attempt += 1) {
    try {
      writeFileSync(file, mine, { flag: 'wx' });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if (error.code !== 'EEXIST')
        throw new Stop(`${file} cannot be written (${error.code}). Check the folder's permissions and free space.`);
    }
    const holder = readHolder(file);
    if (holder !== undefined && processMark(holder.pid) === holder.mark)
      throw new Stop(message.replace('{pid}', String(holder.pid)));
    rmSync(file, { force: true });
  }
  throw new Stop(`${file} is taken over and over by another start. Wait for it, then try again.`);
}

function readHolder(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
