import { UsageError } from '../../errors.js';
import { sum } from '../../stats/index.js';
import { listSchedule } from './list-schedule.js';
import { checkPositive } from './points.js';

/** Independent tasks seen as work and span: what granularity alone allows, before any law. */
export interface WorkAndSpan {
  /** All tasks one after another, ms. */
  workMs: number;
  /** The longest chunk, ms: no number of workers is faster. */
  spanMs: number;
  /** work ÷ span: more workers than that cannot all be used. */
  parallelism: number;
  /** The speedup of list scheduling on so many workers, and the range that any greedy scheduler stays in. */
  speedup(workers: number): { scheduled: number; least: number; most: number };
}

/**
 * Work and span (Blumofe and Leiserson, J. ACM 46, 1999) of tasks that are sent in chunks of `chunksize`: a greedy
 * schedule takes at least max(work ÷ p, span) and at most work ÷ p + span · (1 − 1/p) (Graham 1969; Brent 1974).
 * Null where there is no task time above 0.
 * @throws UsageError for a chunksize that is no positive integer.
 */
export function workAndSpan(taskMs: readonly number[], chunksize = 1): WorkAndSpan | null {
  if (!Number.isInteger(chunksize) || chunksize < 1) {
    throw new UsageError(`Expected chunksize to be a positive integer, got ${chunksize}.`);
  }
  const chunks = Array.from({ length: Math.ceil(taskMs.length / chunksize) }, (_, i) =>
    sum(taskMs.slice(i * chunksize, (i + 1) * chunksize)),
  );
  const workMs = sum(chunks);
  const spanMs = chunks.reduce((longest, ms) => Math.max(longest, ms), 0);
  if (!(spanMs > 0)) return null;
  return {
    workMs,
    spanMs,
    parallelism: workMs / spanMs,
    speedup(workers) {
      checkPositive(workers, 'workers');
      return {
        scheduled: workMs / listSchedule(chunks, Math.max(1, Math.floor(workers))),
        least: workMs / (workMs / workers + spanMs * Math.max(0, 1 - 1 / workers)),
        most: Math.min(workers, workMs / spanMs),
      };
    },
  };
}
