import { Spares } from '../../workers/engines/index.js';

/**
 * What a pool spends beside the tasks, for one scenario with one set of parameters on one engine. Times are ms of
 * CPU time; those of the dispatcher are on the thread that sends and receives, which is one server for all workers.
 */
export interface PoolCosts {
  engine: string;
  /** A worker's side of a chunk that travels alone: its message, its bookkeeping. */
  perChunkMs: number;
  /** Of each further chunk in the same message; default: the same. */
  perFurtherChunkMs?: number;
  /** A worker's side of a task beyond the task's own time: reading it, writing its result. */
  perTaskMs: number;
  /** Sending a chunk that travels alone and receiving its results. */
  dispatcherPerChunkMs: number;
  /** Of each further chunk in the same message; default: the same. */
  dispatcherPerFurtherChunkMs?: number;
  dispatcherPerTaskMs: number;
  /** Part of that in which a result is handed to the caller: `map` does it at the end. Default 0. */
  handOverPerTaskMs?: number;
  /** On its way to a worker and back, occupying nobody: threads that have to wake up; default 0. */
  latencyMs?: number;
  /** From a worker's start to its being ready. */
  startupMs: number;
  /** A task's time beside so many workers ÷ its time in serial; more workers than cores are not in it. */
  slowdown(workers: number): number;
  /** Share of a task's time that needs a CPU; less than 1 where tasks wait for something else. Default 1. */
  cpuShare?: number;
  /** Chunks a worker holds at once; default: as many as the engines' rule gives for chunks so long. */
  chunksAWorker?: number;
  /** What workers and dispatcher share, CPUs' worth; may be fractional. */
  cores: number;
  /** What they were taken from, and what had to be assumed. */
  /** `otherLoad`: CPUs that other processes had meanwhile. */
  basis: { cases: string[]; rounds: number; otherLoad?: number; assumptions?: string[] };
}

/** Chunks in one message. */
interface Load {
  chunks: number;
  tasks: number;
}

/** Sending a message and receiving its answer, both on the dispatcher; without what is left to the end. */
export function dispatcherMs(costs: PoolCosts, { chunks, tasks }: Load, leftPerTaskMs = 0): number {
  const { dispatcherPerChunkMs: first, dispatcherPerTaskMs: perTask } = costs;
  const { dispatcherPerFurtherChunkMs: further = first } = costs;
  return first + (chunks - 1) * further + tasks * Math.max(0, perTask - leftPerTaskMs);
}

/** The worker's side, without the tasks' own time. */
export function workerMs(costs: PoolCosts, { chunks, tasks }: Load): number {
  const { perChunkMs: first, perFurtherChunkMs: further = first, perTaskMs: perTask } = costs;
  return first + (chunks - 1) * further + tasks * perTask;
}

/** Chunks that a worker holds at once where they all take so long. */
export function heldOf(chunkMs: number): number {
  const spares = new Spares();
  spares.add(chunkMs);
  spares.update();
  return spares.chunksAWorker;
}

/** Whether the caller gets all results when the last chunk is done. */
export function handsOverAtTheEnd(dispatch: string): boolean {
  return dispatch === 'map' || dispatch === 'starmap';
}
