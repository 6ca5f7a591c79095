import { readFileSync, writeFileSync } from 'node:fs';

/** What the calling process, all its threads together, has in memory now, and the most that it had, MiB. */
export interface ResidentMemory {
  nowMiB: number;
  peakMiB: number;
}

/**
 * `VmHWM` is of this very program; `maxRSS`, where there is nothing better, is no less than what the parent held when
 * it forked.
 */
export function residentMemory(): ResidentMemory {
  const status = readStatus();
  const kib = (name: string) => new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1];
  const [now, peak] = [kib('VmRSS'), kib('VmHWM')];
  return {
    nowMiB: now === undefined ? process.memoryUsage.rss() / 2 ** 20 : Number(now) / 1024,
    peakMiB: Number(peak ?? process.resourceUsage().maxRSS) / 1024,
  };
}

/**
 * What of this program, its libraries and files lies in memory, MiB: other processes of the same program have it in the
 * same place, and each counts it. 0 where the system does not tell.
 */
export function sharedMiB(): number {
  return Number(/^RssFile:\s+(\d+) kB$/m.exec(readStatus())?.[1] ?? 0) / 1024;
}

/** What another process has in memory now, MiB; undefined where it has gone, or the system does not tell. */
export function residentMiBOf(pid: number): number | undefined {
  const kib = /^VmRSS:\s+(\d+) kB$/m.exec(readStatus(pid))?.[1];
  return kib === undefined ? undefined : Number(kib) / 1024;
}

function readStatus(of: number | 'self' = 'self'): string {
  try {
    return readFileSync(`/proc/${of}/status`, 'latin1');
  } catch {
    return '';
  }
}

/** From now on the peak is that of what follows; false where the system cannot. */
export function forgetPeak(): boolean {
  try {
    writeFileSync('/proc/self/clear_refs', '5');
    return true;
  } catch {
    return false;
  }
}
