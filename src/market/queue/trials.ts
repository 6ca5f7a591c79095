import type { Interval } from '../../stats/index.js';
import type { QueueInput } from './queue-input.js';
import type { StableQueue } from './queue-result.js';
import { simulateQueue } from './simulate-queue.js';

/** What a number of instances gives. */
export interface Trial {
  instances: number;
  /** Of the total time. */
  p95Ms: Interval;
}

/** The same tasks at different numbers of instances, each simulated once. */
export class Trials {
  private readonly results = new Map<number, StableQueue>();

  constructor(private readonly input: Omit<QueueInput, 'instances'>) {}

  /** @throws RangeError where so many do not carry the load. */
  at(instances: number): StableQueue {
    const known = this.results.get(instances);
    if (known) return known;
    const result = simulateQueue({ ...this.input, instances });
    if (!result.stable) throw new RangeError(`${instances} instances do not carry the load`);
    this.results.set(instances, result);
    return result;
  }

  p95(instances: number): Interval {
    return this.at(instances).totalMs.p95;
  }

  /** In order of instances. */
  list(): Trial[] {
    const counts = [...this.results.keys()].sort((a, b) => a - b);
    return counts.map((instances) => ({ instances, p95Ms: this.p95(instances) }));
  }
}

/** Whether more instances never have a 95th percentile that is clearly longer. */
export function isMonotone(trials: readonly Trial[]): boolean {
  return trials.every(({ p95Ms }, i) => trials.slice(0, i).every((fewer) => p95Ms.low <= fewer.p95Ms.high));
}
