import { readFileSync } from 'node:fs';

const mostTicks = 20;
const pauseMs = 2_000;

/** Waits until a process has used less than a tenth of a core for two seconds. */
export async function idle(pid: number): Promise<void> {
  for (let before = ticks(pid), now = Number.POSITIVE_INFINITY; now - before > mostTicks; ) {
    before = ticks(pid);
    await new Promise((done) => setTimeout(done, pauseMs));
    now = ticks(pid);
  }
}

function ticks(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return Number(stat[11]) + Number(stat[12]);
}
