import { mean, quantile } from '../../stats/index.js';
import { waitQuantileMMc } from '../queue/index.js';
import type { ArrivalsDemand } from './demand.js';

interface Queue {
  demand: ArrivalsDemand;
  /** Tasks a second, at all instances. */
  rate: number;
  serviceMs: readonly number[];
  /** Of one instance. */
  workers: number;
  instances: number;
}

/**
 * About the 95th percentile of the total time, ms: that of the service time, and that of the wait in M/M/c times
 * (1 + scv) ÷ 2, as Allen and Cunneen do with the mean. It is where a simulation begins and what carries its
 * answer over to the ends of a range; too large, since a long wait seldom meets a long task.
 */
export function approximateP95({ demand, rate, serviceMs, workers, instances }: Queue): number {
  const isShared = demand.balancer !== 'random';
  const meanMs = mean(serviceMs);
  const scv = mean(serviceMs.map((ms) => (ms / meanMs - 1) ** 2));
  const queue = isShared
    ? { rate, meanMs, servers: workers * instances }
    : { rate: rate / instances, meanMs, servers: workers };
  return quantile(serviceMs, 0.95) + ((1 + scv) / 2) * waitQuantileMMc(queue, 0.95);
}
