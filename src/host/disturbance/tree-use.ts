import { type HostFiles, realFiles } from '../files.js';
import { findChildren, readStat, TICK_MS } from './process-tree.js';

/** What a process and all its descendants use now. */
export interface TreeUse {
  processes: number;
  threads: number;
  /** Σ of the peak resident sets of the processes that live, MiB; memory that they share counts in each. */
  peakMemoryMiB: number;
  /** Of the threads that live, ns: on a CPU, and runnable but not running. */
  cpuNs: number;
  waitNs: number;
}

/**
 * Walks the tree below a process, in about 50 µs a process. Undefined where it has gone, and on systems without /proc.
 * What ended before is not in it.
 */
export function readTreeUse(rootPid: number, files: HostFiles = realFiles): TreeUse | undefined {
  if (process.platform !== 'linux' && files === realFiles) return undefined;
  const use = { processes: 0, threads: 0, peakMemoryMiB: 0, cpuNs: 0, waitNs: 0 };
  for (const pid of treeOf(files, rootPid)) {
    const status = files.read(`/proc/${pid}/status`);
    if (status === undefined) continue;
    use.processes++;
    use.peakMemoryMiB += Number(/^VmHWM:\s*(\d+)/m.exec(status)?.[1] ?? 0) / 1024;
    for (const thread of files.list(`/proc/${pid}/task`)) {
      const [cpu, wait] = (files.read(`/proc/${pid}/task/${thread}/schedstat`) ?? '').split(' ');
      use.threads++;
      use.cpuNs += Number(cpu || 0);
      use.waitNs += Number(wait || 0);
    }
  }
  return use.processes > 0 ? use : undefined;
}

function treeOf(files: HostFiles, rootPid: number): number[] {
  const childrenOf = findChildren(files, rootPid);
  const tree: number[] = [];
  const waiting = [rootPid];
  for (let pid = waiting.pop(); pid !== undefined; pid = waiting.pop()) {
    tree.push(pid);
    waiting.push(...childrenOf(pid));
  }
  return tree;
}

/** CPU time of the children that this process has waited for, and of theirs, ms; undefined where it is not told. */
export function readReapedMs(files: HostFiles = realFiles): number | undefined {
  const fields = readStat(files, 'self');
  return fields && (Number(fields[13]) + Number(fields[14])) * TICK_MS;
}

/** The process groups of a process and its descendants, its own included; none on systems without /proc. */
export function groupsOf(rootPid: number, files: HostFiles = realFiles): number[] {
  if (!files.exists(`/proc/${rootPid}`)) return [];
  const groups = treeOf(files, rootPid).flatMap((pid) => readStat(files, pid)?.[2] ?? []);
  return [...new Set(groups.map(Number))];
}

/** Its program and arguments, with blanks between; empty where it has gone, and on systems without /proc. */
export function commandLineOf(pid: number, files: HostFiles = realFiles): string {
  return (files.read(`/proc/${pid}/cmdline`) ?? '').replaceAll('\0', ' ').trim();
}

/** Processes that have this in their environment, as far as it may be read; none on systems without /proc. */
export function processesWith(variable: string, files: HostFiles = realFiles): number[] {
  return files
    .list('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => files.read(`/proc/${pid}/environ`)?.split('\0').includes(variable))
    .map(Number);
}
