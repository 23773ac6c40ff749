import { readFileSync } from 'node:fs';

/**
 * Something that tells this process from a later one with the same number: its start time where the system shows it, else
 * whether it lives. `undefined` where no such process runs.
 */
export function processMark(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code === 'ESRCH') return undefined;
  }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch {
    return 'alive';
  }
}
