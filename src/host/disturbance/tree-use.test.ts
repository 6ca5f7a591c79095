import { describe, expect, it } from 'vitest';
import type { HostFiles } from '../files.js';
import { inventFiles } from '../invented.js';
import {
  commandLineOf,
  groupsOf,
  processesWith,
  readReapedMs,
  readTreeUse,
  TreeCounters,
} from './tree-use.js';

/** Files of an invented /proc: 10 has started 11 from a thread of its own, and 11 has started 12 in another group. */
const texts: Record<string, string> = {
  '/proc/10': '',
  '/proc/10/status': 'VmHWM:\t  2048 kB\nVmRSS:\t  1024 kB\nThreads:\t2\n',
  '/proc/10/stat': '10 (a (b) c) S 1 10 10 0 -1 0 0 0 0 0 1 2 30 4 20 0 2 0 555',
  '/proc/10/task/10/children': '',
  '/proc/10/task/101/children': '11 ',
  '/proc/10/task/10/schedstat': '1000000 500000 3',
  '/proc/10/task/101/schedstat': '2000000 0 3',
  '/proc/10/environ': 'A=1\0MARK=x\0',
  '/proc/10/cmdline': 'sh\0-c\0true\0',
  '/proc/11/status': 'VmHWM:\t  1024 kB\n',
  '/proc/11/stat': '11 (d) S 10 10 10 0 -1 0 0 0 0 0 1 2 0 0 20 0 1 0 556',
  '/proc/11/task/11/children': '12 ',
  '/proc/11/task/11/schedstat': '4000000 250000 3',
  '/proc/11/environ': 'MARK=xy\0',
  '/proc/12/status': 'VmHWM:\t  512 kB\n',
  '/proc/12/stat': '12 (e) S 11 12 12 0 -1 0 0 0 0 0 1 2 0 0 20 0 1 0 557',
  '/proc/12/task/12/children': '',
  '/proc/self/stat': '1 (me) S 0 1 1 0 -1 0 0 0 0 0 1 2 30 4 20 0 1 0 1',
};
const lists: Record<string, string[]> = {
  '/proc': ['10', '11', '12', 'self', 'meminfo'],
  '/proc/10/task': ['10', '101'],
  '/proc/11/task': ['11'],
  '/proc/12/task': ['12'],
};
const files: HostFiles = {
  read: (path) => texts[path],
  list: (path) => lists[path] ?? [],
  exists: (path) => path in texts,
};

it('a tree uses what all of its processes and threads do', () => {
  expect(readTreeUse(10, files)).toEqual({
    processes: 3,
    threads: 4,
    peakMemoryMiB: 3.5,
    memoryMiB: 1,
    cpuNs: 7_000_000,
    waitNs: 750_000,
  });
  expect(readTreeUse(12, files)).toMatchObject({ processes: 1, threads: 1, cpuNs: 0 });
  expect(readTreeUse(99, files)).toBeUndefined();
});

it('a tree may be in several process groups', () => {
  expect(groupsOf(10, files)).toEqual([10, 12]);
  expect(groupsOf(99, files)).toEqual([]);
});

it('what was waited for is in ticks of 10 ms', () => {
  expect(readReapedMs(files)).toBe(340);
  expect(readReapedMs({ ...files, read: () => undefined })).toBeUndefined();
});

it('a process is found by a variable as a whole', () => {
  expect(processesWith('MARK=x', files)).toEqual([10]);
});

it('a command line is its words', () => {
  expect(commandLineOf(10, files)).toBe('sh -c true');
  expect(commandLineOf(99, files)).toBe('');
});

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

describe('counters of a tree', () => {
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
});
