import { type HostFiles, realFiles } from '../files.js';
import {
  cpuBetween,
  findChildren,
  type ProcessTree,
  readProcessTree,
  readStat,
  TICK_MS,
} from './process-tree.js';

/** What a process and all its descendants use now. */
export interface TreeUse {
  processes: number;
  threads: number;
  /** Σ of the peak resident sets of the processes that live, MiB; memory that they share counts in each. */
  peakMemoryMiB: number;
  /** The same of their resident sets now. */
  memoryMiB: number;
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
  const use = { processes: 0, threads: 0, peakMemoryMiB: 0, memoryMiB: 0, cpuNs: 0, waitNs: 0 };
  for (const pid of treeOf(files, rootPid)) {
    const status = files.read(`/proc/${pid}/status`);
    if (status === undefined) continue;
    use.processes++;
    use.peakMemoryMiB += mebibytes(status, 'VmHWM');
    use.memoryMiB += mebibytes(status, 'VmRSS');
    for (const thread of files.list(`/proc/${pid}/task`)) {
      const [cpu, wait] = (files.read(`/proc/${pid}/task/${thread}/schedstat`) ?? '').split(' ');
      use.threads++;
      use.cpuNs += Number(cpu || 0);
      use.waitNs += Number(wait || 0);
    }
  }
  return use.processes > 0 ? use : undefined;
}

function mebibytes(status: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s*(\\d+)`, 'm').exec(status)?.[1] ?? 0) / 1024;
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

/** Place of field 39 of /proc/PID/stat among those behind the name. */
const LAST_CPU = 36;

interface TreeCounts {
  /** Of the process and all that it started, since its start, ms. */
  cpuMs: number;
  /** Runnable but not running, of threads that live, ms. */
  waitMs: number;
  peakMemoryMiB: number;
  /** Most at once, as far as it was read. */
  threads: number;
  /** That its main thread last ran on. */
  cpu?: number;
}

/** Counts what a process that goes on uses, from its start, at each reading. */
export class TreeCounters {
  private tree: ProcessTree = new Map();
  private last: TreeCounts = { cpuMs: 0, waitMs: 0, peakMemoryMiB: 0, threads: 0 };

  constructor(
    private readonly pid: number | undefined,
    private readonly files: HostFiles = realFiles,
  ) {}

  /** As at the last reading where it has ended; undefined where the system does not tell. */
  read(): TreeCounts | undefined {
    const { pid, last, files } = this;
    if (pid === undefined || (process.platform !== 'linux' && files === realFiles)) return undefined;
    const use = readTreeUse(pid, files);
    if (!use) return last;
    const tree = readProcessTree(files, pid);
    const cpu = readStat(files, pid)?.[LAST_CPU];
    this.last = {
      cpuMs: last.cpuMs + cpuBetween(this.tree, tree),
      // Threads that ended took theirs with them.
      waitMs: Math.max(last.waitMs, use.waitNs / 1e6),
      peakMemoryMiB: Math.max(last.peakMemoryMiB, use.peakMemoryMiB),
      threads: Math.max(last.threads, use.threads),
      ...(cpu !== undefined && { cpu: Number(cpu) }),
    };
    this.tree = tree;
    return this.last;
  }
}
