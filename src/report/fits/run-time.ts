import { formatMs } from '../../stats/index.js';
import type { DescribedFit } from './schema.js';

/** The unit of a throughput that was made from times of runs. */
export const RUNS = 'runs/s';

/** What was measured was the time of a run; its throughput is 1 ÷ that. */
export function isOfTimes({ unit }: Pick<DescribedFit, 'unit'>): boolean {
  return unit === RUNS;
}

/** The time of a run at so many runs a second. */
export function timeOf(throughput: number): string {
  return formatMs(1000 / throughput);
}

/** `26.7 s to 96.6 s`: the highest throughput takes the shortest time. */
export function timeRange({ low, high }: { low: number; high: number }): string {
  return `${timeOf(high)} to ${timeOf(low)}`;
}
