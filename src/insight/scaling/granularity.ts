import { median, quantile, sum } from '../../stats/index.js';

/** Upper bounds on the speedup that follow from the chunks and the cores alone. */
export interface Bound {
  /** Σ task times ÷ makespan of list-scheduling the chunks on the workers. */
  chunks: number;
  /** The cores the case may use; fractional under a quota. */
  cores: number;
  binds: 'chunks' | 'cores';
}

interface Granularity {
  /** Serial time of each task in task order, ms; or of runs of consecutive tasks of (nearly) equal length. */
  taskMs: readonly number[];
  /** Tasks of a pass, where `taskMs` holds runs of them. */
  tasks?: number;
  chunksize: number;
  workers: number;
  /** CPUs' worth of time; may be fractional. */
  cores: number;
}

/**
 * Upper bounds on the speedup before anything is measured in parallel: by chunks, Σ task times ÷ makespan of
 * list-scheduling the chunks (Graham 1969), and by cores. Equal tasks count as exactly equal, so that twelve
 * tasks in chunks of four are bound to exactly 3. Null where no task time is known.
 */
export function granularityBound(granularity: Granularity): Bound | null {
  const { taskMs, chunksize, workers, cores } = granularity;
  const tasks = taskMs.length === 0 ? 0 : (granularity.tasks ?? taskMs.length);
  const times = areEqual(taskMs) ? new Array<number>(tasks).fill(1) : perTask(taskMs, tasks);
  const chunkMs = chunkTimes(times, chunksize);
  const makespan = listSchedule(chunkMs, workers);
  if (!(makespan > 0)) return null;
  const chunks = sum(chunkMs) / makespan;
  return { chunks, cores, binds: chunks < cores ? 'chunks' : 'cores' };
}

function chunkTimes(taskMs: readonly number[], chunksize: number): number[] {
  const chunks = Math.ceil(taskMs.length / chunksize);
  return Array.from({ length: chunks }, (_, i) => sum(taskMs.slice(i * chunksize, (i + 1) * chunksize)));
}

/**
 * The makespan when each chunk, in order, goes to the worker that is free first (list scheduling; Graham, Bounds
 * on Multiprocessing Timing Anomalies, SIAM J. Appl. Math. 17, 1969). Sending costs nothing here.
 * `chunkMs` and the result are in ms; `workers` is at least 1.
 */
export function listSchedule(chunkMs: readonly number[], workers: number): number {
  // A heap of when workers are free: which worker that is makes no difference.
  const freeAt = new Float64Array(Math.min(workers, Math.max(1, chunkMs.length)));
  for (const ms of chunkMs) {
    freeAt[0] = freeAt[0]! + ms;
    siftDown(freeAt);
  }
  return freeAt.reduce((latest, end) => Math.max(latest, end), 0);
}

/** Moves the first value of a heap, which has grown, to where it belongs. */
function siftDown(heap: Float64Array): void {
  const value = heap[0]!;
  let at = 0;
  for (let child = 1; child < heap.length; child = 2 * at + 1) {
    if (child + 1 < heap.length && heap[child + 1]! < heap[child]!) child++;
    if (heap[child]! >= value) break;
    heap[at] = heap[child]!;
    at = child;
  }
  heap[at] = value;
}

/** Below this ratio of the 90th to the 10th percentile, task times differ by host noise only. */
const EQUAL_SPREAD = 1.25;
/** A task that stands out by this much against the median is long, however alike the others are. */
const OUTSTANDING = 3;

/** Whether tasks are as long as one another, but for what the host did while they were timed. */
export function areEqual(taskMs: readonly number[]): boolean {
  const low = quantile(taskMs, 0.1);
  const high = quantile(taskMs, 0.9);
  if (high === 0) return true;
  const longest = taskMs.reduce((a, b) => Math.max(a, b), 0);
  return high / low < EQUAL_SPREAD && longest < OUTSTANDING * median(taskMs);
}

/** Of each of so many tasks, where `runMs` holds runs of consecutive ones: a run's time evenly over its tasks. */
export function perTask(runMs: readonly number[], tasks: number): readonly number[] {
  if (runMs.length === tasks) return runMs;
  const share = runMs.length / tasks;
  return Array.from({ length: tasks }, (_, task) => runMs[Math.floor(task * share)]! * share);
}
