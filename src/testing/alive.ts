import { readFileSync } from 'node:fs';

/** Whether a process runs; one that has ended and waits for its parent to notice does not. Linux. */
export function isAlive(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2)[0] !== 'Z';
  } catch {
    return false;
  }
}
