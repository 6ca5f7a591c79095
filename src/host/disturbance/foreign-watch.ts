import { monotonicMs } from '../../simulation/index.js';
import type { HostFacts } from '../facts.js';
import { type HostFiles, realFiles } from '../files.js';
import { readCpuTimes } from './counters.js';
import { readTreeTicks } from './process-tree.js';

/** What the allowed CPUs did between two looks, ms summed over them. */
export interface Looked {
  wallMs: number;
  idleMs: number;
  stealMs: number;
  /** CPU time of our own processes, in whole ticks each. */
  ownMs: number;
  /** CPU time that others took; noise of some 10 ms either way. */
  foreignMs: number;
}

export interface ForeignWatch {
  /** Since the last look; undefined at the first one, and where the system does not tell. */
  look(): Looked | undefined;
  /**
   * Whether processes of ours were taken for others': a task may start programs from its thread. From then on looks
   * find those, too, at a higher cost.
   */
  overlooked(): boolean;
}

export interface WatchSources {
  readonly files: HostFiles;
  /** ms, monotonic. */
  now(): number;
}

const realSources: WatchSources = { files: realFiles, now: monotonicMs };

/**
 * A quick look at what others do on the allowed CPUs: what these did, less the ticks of the process `rootPid` and its
 * descendants. A look takes about 0.1 ms where the disturbance meter takes one or more, so that it may be taken twenty
 * times a second beside what is measured; for that it is coarser, and decides when to wait, never what a figure rests on.
 */
export function foreignWatch(
  facts: HostFacts,
  rootPid: number,
  { files, now }: WatchSources = realSources,
): ForeignWatch | undefined {
  if (!facts.hasProc || !files.exists(`/proc/${rootPid}/task/${rootPid}/children`)) return undefined;
  let children: 'of main threads' | 'of all threads' = 'of main threads';
  const read = () => ({
    atMs: now(),
    cpu: readCpuTimes(files, facts.allowed),
    ownMs: readTreeTicks(files, rootPid, children).cpuMs,
  });
  let before: ReturnType<typeof read> | undefined;
  return {
    look() {
      const was = before;
      const is = read();
      before = is;
      if (!was?.cpu || !is.cpu) return undefined;
      const wallMs = is.atMs - was.atMs;
      const idleMs = is.cpu.idleMs - was.cpu.idleMs;
      const stealMs = is.cpu.stealMs - was.cpu.stealMs;
      const ownMs = is.ownMs - was.ownMs;
      const foreignMs = wallMs * facts.allowed.length - idleMs - stealMs - ownMs;
      return { wallMs, idleMs, stealMs, ownMs, foreignMs };
    },
    overlooked() {
      if (children === 'of all threads') return false;
      const found = readTreeTicks(files, rootPid, 'of all threads').processes;
      if (found <= readTreeTicks(files, rootPid, children).processes) return false;
      children = 'of all threads';
      before = undefined;
      return true;
    },
  };
}
