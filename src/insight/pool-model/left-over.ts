import type { Case } from '../../measure/cases/index.js';
import { sum } from '../../stats/index.js';
import type { PoolCosts } from './costs.js';
import type { MeasuredCase } from './measured-case.js';
import { simulatePool } from './simulate.js';

/** What it weighs that nothing is left over: as a case of a chunksize four times as large. */
const NOTHING_LEFT = 1 / 9;

type Setting = Pick<Case, 'workers' | 'chunksize'>;

/**
 * Measured wall time ÷ simulated, of the very cases that the costs are from: what the simulation leaves out, such as
 * threads that wait their turn though a core is free, or memory that is slower while messages are copied. The
 * geometric mean over cases with as many workers, in which those of similar chunksizes count most.
 */
export function leftOver(
  measured: readonly MeasuredCase[],
  costs: PoolCosts,
  taskMs: readonly number[],
  { workers, chunksize }: Setting,
): number {
  const alike = measured.filter((one) => one.case.workers === workers);
  const logs = alike.map(({ case: one, wallMs }) => {
    const run = { taskMs, workers, chunksize: one.chunksize, dispatch: one.dispatch, costs };
    return Math.log(wallMs / simulatePool(run).wallMs);
  });
  const weights = alike.map((one) => likeness(one.case.chunksize, chunksize));
  return Math.exp(sum(logs.map((log, i) => log * weights[i]!)) / (NOTHING_LEFT + sum(weights)));
}

/** 1 where they are equal, a quarter where one is twice the other, a ninth where it is four times as large. */
function likeness(a: number, b: number): number {
  return (1 + Math.abs(Math.log2(a / b))) ** -2;
}
