import { sum } from '../../stats/index.js';
import type { HostFiles } from '../files.js';

/** USER_HZ is 100 on every architecture that Node supports. */
export const TICK_MS = 10;

interface ProcessTimes {
  readonly pid: number;
  /** CPU time of the process, ended threads included, in whole ticks. */
  readonly cpuMs: number;
  /** CPU time of ended children that it waited for, and of theirs, in whole ticks. */
  readonly reapedMs: number;
  /** CPU time of each live thread, to the nanosecond; empty where the kernel does not tell. */
  readonly threads: ReadonlyMap<string, number>;
  /** Involuntary context switches of its main thread. */
  readonly switches: number;
}

/** Live processes by pid and start time, since a pid may be used again. */
export type ProcessTree = ReadonlyMap<string, ProcessTimes>;

/** A process and all its descendants now. */
export function readProcessTree(files: HostFiles, rootPid: number): ProcessTree {
  const childrenOf = findChildren(files, rootPid);
  const tree = new Map<string, ProcessTimes>();
  const waiting = [rootPid];
  for (let pid = waiting.pop(); pid !== undefined; pid = waiting.pop()) {
    const found = readProcess(files, pid);
    if (found === undefined) continue;
    tree.set(found.key, found.times);
    waiting.push(...childrenOf(pid));
  }
  return tree;
}

/**
 * CPU time in ms of a process and all its descendants, in whole ticks, ended ones included that were waited for. A
 * tenth of the cost of a whole reading where only children of main threads are looked for.
 */
export function readTreeTicks(
  files: HostFiles,
  rootPid: number,
  children: 'of main threads' | 'of all threads',
): { processes: number; cpuMs: number } {
  const ofMain = (pid: number) => parsePids(files.read(`/proc/${pid}/task/${pid}/children`));
  const childrenOf = children === 'of main threads' ? ofMain : findChildren(files, rootPid);
  let ticks = 0;
  let processes = 0;
  const waiting = [rootPid];
  for (let pid = waiting.pop(); pid !== undefined; pid = waiting.pop()) {
    const fields = readStat(files, pid);
    if (fields === undefined) continue;
    processes++;
    ticks += [11, 12, 13, 14].reduce((total, field) => total + Number(fields[field]), 0);
    waiting.push(...childrenOf(pid));
  }
  return { processes, cpuMs: ticks * TICK_MS };
}

/**
 * CPU time in ms that the tree used between two readings. The threads' own counters where they are complete: they
 * are in nanoseconds, ticks are cut to 10 ms twice a process (user and system). Ticks where a thread ended in
 * between, and for children that ended: those are in their parent's `reapedMs`, with what they used before.
 */
export function cpuBetween(before: ProcessTree, after: ProcessTree): number {
  const live = sum([...after].map(([key, now]) => cpuOfProcess(before.get(key), now)));
  const reaped = sum([...after].map(([key, now]) => now.reapedMs - (before.get(key)?.reapedMs ?? 0)));
  const ended = [...before].filter(([key]) => !after.has(key)).map(([, was]) => was);
  return live + Math.max(0, reaped - sum(ended.map((was) => was.cpuMs + was.reapedMs)));
}

/** Involuntary context switches of the main threads between two readings; `except` is left out. */
export function switchesBetween(before: ProcessTree, after: ProcessTree, except: number): number {
  const others = [...after].filter(([, now]) => now.pid !== except);
  return sum(others.map(([key, now]) => now.switches - (before.get(key)?.switches ?? 0)));
}

function cpuOfProcess(was: ProcessTimes | undefined, now: ProcessTimes): number {
  const ticksMs = now.cpuMs - (was?.cpuMs ?? 0);
  const threadsMs = sum([...now.threads].map(([id, ms]) => ms - (was?.threads.get(id) ?? 0)));
  const threadEnded = [...(was?.threads.keys() ?? [])].some((id) => !now.threads.has(id));
  // Beyond what cutting to ticks explains, a thread began and ended unseen.
  const isIncomplete = threadEnded || now.threads.size === 0 || ticksMs - threadsMs > 2 * TICK_MS;
  return isIncomplete ? ticksMs : threadsMs;
}

function readProcess(files: HostFiles, pid: number): { key: string; times: ProcessTimes } | undefined {
  // Before the threads: reading our own process's totals also brings this thread's counter up to date.
  const fields = readStat(files, pid);
  if (fields === undefined) return undefined;
  const ticks = (first: number, second: number) => (Number(fields[first]) + Number(fields[second])) * TICK_MS;
  const times = {
    pid,
    cpuMs: ticks(11, 12),
    reapedMs: ticks(13, 14),
    threads: readThreads(files, pid),
    switches: readSwitches(files, pid),
  };
  return { key: `${pid}@${fields[19]}`, times };
}

/** Fields of /proc/PID/stat from the third on: the second is a name, which may hold blanks and brackets. */
export function readStat(files: HostFiles, pid: number | string): string[] | undefined {
  const text = files.read(`/proc/${pid}/stat`);
  return text?.slice(text.lastIndexOf(')') + 2).split(' ');
}

function readThreads(files: HostFiles, pid: number): Map<string, number> {
  const threads = new Map<string, number>();
  for (const id of files.list(`/proc/${pid}/task`)) {
    const ns = files.read(`/proc/${pid}/task/${id}/schedstat`)?.split(' ')[0];
    if (ns) threads.set(id, Number(ns) / 1e6);
  }
  return threads;
}

function readSwitches(files: HostFiles, pid: number): number {
  const status = files.read(`/proc/${pid}/status`) ?? '';
  return Number(/^nonvoluntary_ctxt_switches:\s*(\d+)/m.exec(status)?.[1] ?? 0);
}

type FindChildren = (pid: number) => number[];

/** Asks each thread for its children, or, where the kernel cannot tell, every process for its parent. */
export function findChildren(files: HostFiles, rootPid: number): FindChildren {
  if (!files.exists(`/proc/${rootPid}/task/${rootPid}/children`)) return fromParents(files);
  return (pid) =>
    files
      .list(`/proc/${pid}/task`)
      .flatMap((id) => parsePids(files.read(`/proc/${pid}/task/${id}/children`)));
}

function fromParents(files: HostFiles): FindChildren {
  const parents = files
    .list('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => ({ pid: Number(pid), parent: Number(readStat(files, pid)?.[1]) }));
  return (pid) => parents.filter((process) => process.parent === pid).map((process) => process.pid);
}

function parsePids(text = ''): number[] {
  return text
    .split(' ')
    .filter((pid) => pid.trim() !== '')
    .map(Number);
}
