import { describe, expect, it } from 'vitest';
import type { HostFiles } from '../files.js';
import { inventFiles } from '../invented.js';
import { cpuBetween, readProcessTree, switchesBetween } from './process-tree.js';

interface InventedProcess {
  pid: number;
  parent?: number;
  /** User, system, and both of reaped children, in ticks of 10 ms. */
  ticks?: [number, number, number, number];
  /** CPU time of each thread in ms. */
  threads?: Record<number, number>;
  switches?: number;
  start?: number;
}

function processFiles(process: InventedProcess, all: readonly InventedProcess[]): Record<string, string> {
  const {
    pid,
    parent = 0,
    ticks = [0, 0, 0, 0],
    threads = { [pid]: 0 },
    switches = 0,
    start = pid,
  } = process;
  const children = all.filter((other) => other.parent === pid).map((other) => `${other.pid} `);
  const threadFiles = Object.entries(threads).flatMap(([id, ms]) => [
    [`/proc/${pid}/task/${id}/schedstat`, `${ms * 1e6} 0 7\n`],
    [`/proc/${pid}/task/${id}/children`, Number(id) === pid ? children.join('') : ''],
  ]);
  return {
    [`/proc/${pid}/stat`]: `${pid} (a) b (c) S ${parent} 0 0 0 -1 0 0 0 0 0 ${ticks.join(' ')} 20 0 1 0 ${start} 0`,
    [`/proc/${pid}/status`]: `Name:\tnode\nnonvoluntary_ctxt_switches:\t${switches}\n`,
    ...Object.fromEntries(threadFiles),
  };
}

function inventProcesses(...processes: InventedProcess[]): HostFiles {
  return inventFiles(Object.assign({}, ...processes.map((process) => processFiles(process, processes))));
}

function used(before: InventedProcess[], after: InventedProcess[]): number {
  return cpuBetween(
    readProcessTree(inventProcesses(...before), 1),
    readProcessTree(inventProcesses(...after), 1),
  );
}

describe('the process tree', () => {
  const family = [
    { pid: 1 },
    { pid: 2, parent: 1 },
    { pid: 3, parent: 2 },
    { pid: 4 },
    { pid: 5, parent: 4 },
  ];
  const pidsOf = (files: HostFiles) => [...readProcessTree(files, 1).values()].map((one) => one.pid).sort();

  it('is the root and its descendants, and no other process', () => {
    expect(pidsOf(inventProcesses(...family))).toEqual([1, 2, 3]);
  });

  it('is found by parents where the kernel does not list children', () => {
    const files = inventProcesses(...family);
    const isList = (path: string) => path.endsWith('/children');
    const without = {
      list: files.list,
      read: (path: string) => (isList(path) ? undefined : files.read(path)),
      exists: (path: string) => !isList(path) && files.exists(path),
    };
    expect(pidsOf(without)).toEqual([1, 2, 3]);
  });

  it('is empty without /proc', () => {
    expect(readProcessTree(inventFiles({}), 1).size).toBe(0);
  });
});

describe('the CPU time of a tree between two readings', () => {
  it('is that of its threads, finer than ticks', () => {
    const before = [{ pid: 1, threads: { 1: 3.5, 8: 10 } }];
    const after = [{ pid: 1, ticks: [1, 0, 0, 0] as never, threads: { 1: 4.25, 8: 17 } }];
    expect(used(before, after)).toBe(7.75);
  });

  it('counts all of a process and a thread that began in between', () => {
    const after = [
      { pid: 1, threads: { 1: 2, 9: 5 } },
      { pid: 2, parent: 1, threads: { 2: 40 } },
    ];
    expect(used([{ pid: 1, threads: { 1: 1 } }], after)).toBe(46);
  });

  it('is in ticks where a thread ended in between', () => {
    const before = [{ pid: 1, ticks: [10, 2, 0, 0] as never, threads: { 1: 60, 8: 60 } }];
    expect(used(before, [{ pid: 1, ticks: [30, 5, 0, 0], threads: { 1: 70 } }])).toBe(230);
  });

  it('is in ticks where a thread began and ended in between', () => {
    const before = [{ pid: 1, threads: { 1: 5 } }];
    expect(used(before, [{ pid: 1, ticks: [20, 0, 0, 0], threads: { 1: 10 } }])).toBe(200);
  });

  it('is in ticks where threads have no counters', () => {
    expect(used([{ pid: 1, threads: {} }], [{ pid: 1, ticks: [1, 0, 0, 0], threads: {} }])).toBe(10);
  });

  it('counts a child that began and ended in between', () => {
    expect(used([{ pid: 1 }], [{ pid: 1, ticks: [0, 0, 15, 5] }])).toBe(200);
  });

  it('counts of a child that ended only what it used since the first reading', () => {
    const child: InventedProcess = { pid: 2, parent: 1, ticks: [50, 10, 0, 0], threads: { 2: 600 } };
    expect(used([{ pid: 1 }, child], [{ pid: 1, ticks: [0, 0, 70, 15] }])).toBe(250);
  });

  it('takes a pid that is used again for another process', () => {
    const before: InventedProcess[] = [
      { pid: 1 },
      { pid: 2, parent: 1, start: 5, ticks: [3, 0, 0, 0], threads: { 2: 30 } },
    ];
    const after: InventedProcess[] = [
      { pid: 1, ticks: [0, 0, 5, 0] },
      { pid: 2, parent: 1, start: 99, threads: { 2: 7 } },
    ];
    expect(used(before, after)).toBe(27);
  });
});

describe('involuntary switches of a tree', () => {
  it('are those of main threads, but for the process left out', () => {
    const read = (own: number, child: number) =>
      readProcessTree(inventProcesses({ pid: 1, switches: own }, { pid: 2, parent: 1, switches: child }), 1);
    expect(switchesBetween(read(5, 10), read(50, 14), 1)).toBe(4);
  });
});
