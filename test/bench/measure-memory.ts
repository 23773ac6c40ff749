import { readdirSync, readFileSync } from 'node:fs';

/** Resident megabytes of a process and everything below it, by the name of what runs. Linux only. */
export function measureMemory(supervisor: number): Map<string, number> {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    const stat = Number.isInteger(pid) ? read(`/proc/${pid}/stat`) : '';
    if (stat !== '') parents.set(pid, Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
  }
  const below = [...parents.keys()].filter((pid) => descends(pid, supervisor, parents));
  const sizes = new Map<string, number>();
  for (const pid of below) sizes.set(nameOf(pid), (sizes.get(nameOf(pid)) ?? 0) + residentMegabytes(pid));
  return sizes;
}

function descends(pid: number, ancestor: number, parents: ReadonlyMap<number, number>): boolean {
  for (let at: number | undefined = pid; at !== undefined && at > 1; at = parents.get(at))
    if (at === ancestor) return true;
  return false;
}

function nameOf(pid: number): string {
  const words = read(`/proc/${pid}/cmdline`).split('\0');
  return /workerd$/.test(words[0] ?? '')
    ? 'workerd'
    : (/([\w-]+)\.[mt]?[jt]s$/.exec(words[1] ?? '')?.[1] ?? words[0] ?? String(pid));
}

/** Resident megabytes of one process. Linux only. */
export function residentMegabytes(pid: number): number {
  return Number(/^VmRSS:\s+(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0) / 1024;
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
