import type { Lane, Observation } from '../../record/index.js';
import { sum } from '../../stats/index.js';

/** What the workers did in one observation, summed over workers and passes; ms. */
interface WorkerTimes {
  tasks: number;
  chunks: number;
  /** Inside chunks. */
  busyMs: number;
  /** Between chunks, while chunks remained. */
  idleMs: number;
  /** CPU time; null where the system does not tell. */
  cpuMs: number | null;
  /**
   * Share of the time inside chunks in which a worker neither ran nor wanted to; null where it is not known. Below 0
   * where the counters' grain says so, since a mean over rounds would else be too high.
   */
  blockedShare: number | null;
}

export function workerTimesIn({ lanes, counts }: Observation): WorkerTimes {
  const over = (of: (lane: Lane) => number) => sum(lanes.map(of));
  return {
    tasks: counts.ok,
    chunks: over(({ chunks }) => chunks),
    busyMs: over(({ busyMs }) => busyMs),
    idleMs: over(({ idleMs }) => idleMs),
    cpuMs: lanes.every(({ cpuMs }) => cpuMs !== undefined) ? over(({ cpuMs }) => cpuMs!) : null,
    blockedShare: blockedShare(lanes),
  };
}

/** Only chunks that were long enough for exact counters tell. */
function blockedShare(lanes: readonly Lane[]): number | null {
  const exact = lanes.flatMap(({ busyMs, cpuMs, waitMs, gapCpuMs, read }) => {
    if (read) return [read];
    const isExact = gapCpuMs !== undefined && cpuMs !== undefined && waitMs !== undefined;
    return isExact ? [{ busyMs, cpuMs, waitMs }] : [];
  });
  const busyMs = sum(exact.map((lane) => lane.busyMs));
  return busyMs > 0 ? 1 - sum(exact.map((lane) => lane.cpuMs + lane.waitMs)) / busyMs : null;
}

/** Of a chunk's time, what starting its program has to take to be worth a change. */
export const START_MATTERS = 0.05;
/** What spawning takes by itself; less is noise. */
export const LEAST_START_MS = 1;

export interface Chunk {
  ms: number;
  tasks: number;
}

/** The mean chunk of an observation: the last one of a pass may be smaller. */
export function meanChunk(observation: Observation): Chunk {
  const { busyMs, chunks, tasks } = workerTimesIn(observation);
  return { ms: busyMs / chunks, tasks: tasks / chunks };
}
