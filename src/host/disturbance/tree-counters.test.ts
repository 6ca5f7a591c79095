import { expect, it } from 'vitest';
import { inventFiles } from '../invented.js';
import { TreeCounters } from './tree-use.js';

interface Now {
  cpuMs: number;
  waitMs: number;
  memoryMiB: number;
  cpu?: number;
  /** CPU time of children that it waited for, in ticks of 10 ms. */
  reaped?: number;
}

/** A process of one thread, 7, as it stands at this moment. */
function filesOf({ cpuMs, waitMs, memoryMiB, cpu = 0, reaped = 0 }: Now): Record<string, string> {
  const ticks = [Math.floor(cpuMs / 10), 0, reaped, 0];
  const others = [20, 0, 1, 0, 7, ...new Array<number>(16).fill(0), cpu];
  return {
    '/proc/7/stat': `7 (python3) S 1 0 0 0 -1 0 0 0 0 0 ${[...ticks, ...others].join(' ')} 0`,
    '/proc/7/status': `VmHWM:\t${memoryMiB * 1024} kB\n`,
    '/proc/7/task/7/schedstat': `${cpuMs * 1e6} ${waitMs * 1e6} 1\n`,
    '/proc/7/task/7/children': '',
  };
}

it('counts from the start of a process, and keeps what it saw', () => {
  const now: Record<string, string> = {};
  const become = (next: Record<string, string>) => {
    for (const file of Object.keys(now)) delete now[file];
    Object.assign(now, next);
  };
  become(filesOf({ cpuMs: 40, waitMs: 3, memoryMiB: 9, cpu: 1 }));
  const files = inventFiles(now);
  const counters = new TreeCounters(7, files);
  expect(counters.read()).toEqual({ cpuMs: 40, waitMs: 3, peakMemoryMiB: 9, threads: 1, cpu: 1 });
  become(filesOf({ cpuMs: 100, waitMs: 4, memoryMiB: 8, reaped: 5 }));
  const after = { cpuMs: 150, waitMs: 4, peakMemoryMiB: 9, threads: 1, cpu: 0 };
  expect(counters.read()).toEqual(after);
  become({});
  expect(counters.read()).toEqual(after);
});

it('tells nothing of a process that was never started', () => {
  expect(new TreeCounters(undefined, inventFiles({})).read()).toBeUndefined();
});
