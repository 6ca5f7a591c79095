import type { Bound } from './bound.js';
import { listSchedule } from './list-schedule.js';
import { areEqual, perTask } from './task-times.js';

export interface Granularity {
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
  const chunks = total(chunkMs) / makespan;
  return { chunks, cores, binds: chunks < cores ? 'chunks' : 'cores' };
}

function chunkTimes(taskMs: readonly number[], chunksize: number): number[] {
  const chunks = Math.ceil(taskMs.length / chunksize);
  return Array.from({ length: chunks }, (_, i) => total(taskMs.slice(i * chunksize, (i + 1) * chunksize)));
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
