import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as after } from 'node:timers/promises';

const LOOK_MS = 20;

/**
 * The most memory that a process held at once, MiB, its children not counted: as of the last look before its end, at
 * most 20 ms before. 0 where the system does not tell. Linux.
 */
export async function peakMemoryMiB(child: ChildProcess): Promise<number> {
  let peak = 0;
  while (child.exitCode === null && child.signalCode === null) {
    peak = Math.max(peak, highWaterMiB(child.pid));
    await after(LOOK_MS);
  }
  return peak;
}

function highWaterMiB(pid: number | undefined): number {
  try {
    const [, kib] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kib ?? 0) / 1024;
  } catch {
    return 0;
  }
}
