import { readFileSync } from 'node:fs';

/** Sends a signal to a whole process group; a group that is gone is no error. */
export function signalGroup(leader: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-leader, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Whether any process of the group lives. */
export function groupLives(leader: number): boolean {
  try {
    process.kill(-leader, 0);
    return true;
  } catch {
    return false;
  }
}

/** Ends what an earlier start left running under these leaders, where they are still processes of this repository. */
export function endLeftovers(leaders: readonly (number | null)[], root: string): void {
  for (const leader of leaders) {
    if (leader !== null && groupLives(leader) && runsFrom(leader, root)) signalGroup(leader, 'SIGKILL');
  }
}

/** A number may belong to a stranger by now; only a group whose leader is gone or runs our files is ours. */
function runsFrom(pid: number, root: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(root);
  } catch {
    return true;
  }
}
