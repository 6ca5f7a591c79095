import { median } from '../../stats/index.js';
import type { PoolCosts } from './costs.js';
import type { MeasuredCase } from './measured-case.js';
import { simulatePool } from './simulate.js';

/**
 * Measured wall time ÷ simulated, of the very cases that the costs are from: what the simulation leaves out, such as
 * threads that wait their turn though a core is free, or memory that is slower while messages are copied. From cases
 * with as many workers; 1 where there is none.
 */
export function leftOver(
  measured: readonly MeasuredCase[],
  costs: PoolCosts,
  taskMs: readonly number[],
  workers: number,
): number {
  const alike = measured.filter((one) => one.case.workers === workers);
  if (alike.length === 0) return 1;
  const ratios = alike.map(({ case: { chunksize, dispatch }, wallMs }) => {
    return wallMs / simulatePool({ taskMs, workers, chunksize, dispatch, costs }).wallMs;
  });
  return median(ratios);
}
