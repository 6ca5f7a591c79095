import { type Interval, jackknifeInterval, mean } from '../../stats/index.js';
import { type PoolCosts, simulatePool } from '../pool-model/index.js';
import { enclosing } from './expected.js';

/** Pools of one engine that may take the tasks, and what they cost. */
interface Pools {
  /** Tasks of the job. */
  tasks: number;
  dispatch: string;
  workers: readonly number[];
  costs: PoolCosts;
}

/** Nothing that anybody calls a task is shorter, ms, or longer. */
const SHORTEST_MS = 1e-6;
const LONGEST_MS = 1e6;
/** The logarithm of the result is known to this. */
const PRECISION = 0.02;
/** More of them change the answer by nothing but what the first and last chunk cost. */
const MOST_TASKS = 1_000;

/**
 * The serial time of a task, ms, at which the best pool at its best chunksize takes as long as serial does for as many
 * equal tasks; start-up does not count. Infinity where no pool is faster with tasks of any length. 0 where one is with
 * the shortest.
 */
export function smallestTaskMs(pools: Pools): number {
  if (bestSpeedup(pools, LONGEST_MS) <= 1) return Number.POSITIVE_INFINITY;
  if (bestSpeedup(pools, SHORTEST_MS) > 1) return 0;
  let [low, high] = [Math.log(SHORTEST_MS), Math.log(LONGEST_MS)];
  while (high - low > PRECISION) {
    const middle = (low + high) / 2;
    if (bestSpeedup(pools, Math.exp(middle)) > 1) high = middle;
    else low = middle;
  }
  return Math.exp((low + high) / 2);
}

/**
 * Over every reading of the costs, each as it is over all rounds and without each group of them. Null where in any of
 * them no pool is faster with tasks of any length.
 */
export function smallestTaskOver(
  readings: readonly { whole: PoolCosts; without: readonly PoolCosts[] }[],
  pools: Omit<Pools, 'costs'>,
): Interval | null {
  const of = (costs: PoolCosts) => smallestTaskMs({ ...pools, costs });
  const found = readings.map(({ whole, without }) => intervalOf(of(whole), without.map(of)));
  if (found.some(({ high }) => !Number.isFinite(high))) return null;
  return enclosing(found, mean(found.map(({ value }) => value)));
}

/** Nothing is known on a log scale of what may be 0. */
function intervalOf(value: number, without: readonly number[]): Interval {
  const all = [value, ...without];
  if (all.every((each) => each > 0 && Number.isFinite(each))) return jackknifeInterval(value, without);
  return { value, low: Math.min(...all), high: Math.max(...all) };
}

function bestSpeedup({ tasks, dispatch, workers, costs }: Pools, taskMs: number): number {
  const count = Math.min(tasks, MOST_TASKS);
  const times = new Array<number>(count).fill(taskMs);
  const speedups = workers.flatMap((each) =>
    coarsely(Math.ceil(count / each)).map((chunksize) => {
      const { wallMs } = simulatePool({ taskMs: times, workers: each, chunksize, dispatch, costs });
      return (count * taskMs) / wallMs;
    }),
  );
  return Math.max(...speedups);
}

/** 1, 4, 16 and so on, and the most. */
function coarsely(most: number): number[] {
  const sizes: number[] = [];
  for (let size = 1; size < most; size *= 4) sizes.push(size);
  return [...sizes, most];
}

/**
 * How long a job must take in serial, ms, for a pool that it starts and ends itself to pay: J with J = start-up +
 * J ÷ speedup, so J = start-up ÷ (1 − 1 ÷ speedup). Null where the pool may be no faster at all.
 */
export function smallestJobMs(startupMs: number, speedup: Interval): Interval | null {
  if (speedup.low <= 1) return null;
  const jobMs = (by: number) => startupMs / (1 - 1 / by);
  return { value: jobMs(speedup.value), low: jobMs(speedup.high), high: jobMs(speedup.low) };
}
