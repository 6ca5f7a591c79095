import { type HostFiles, realFiles } from '../files.js';
import { cpuBetween, type ProcessTree, readProcessTree, readStat } from './process-tree.js';
import { readTreeUse } from './tree-use.js';

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
