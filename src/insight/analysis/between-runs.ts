import { deviationBehind } from '../../stats/index.js';

/**
 * What two runs of the same thing differ by, at 95 %: identical pools were seen to differ by about 6 % for as long as
 * they live. It stands in where a side has one record, which says nothing of the next run. `npm run
 * bench:run-to-run` measures it on a machine; docs/method.md has what came out.
 */
export const ASSUMED_BETWEEN_RUNS = 0.06;

/** The standard deviation of a run's log throughput behind it. */
export const ASSUMED_RUN_DEVIATION = deviationBehind(Math.log(1 + ASSUMED_BETWEEN_RUNS));
