import { median, quantile } from '../../stats/index.js';

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
