import { mean } from '../../../stats/index.js';
import type { PlannedWork } from '../evidence/evidence.js';
import type { Constraints } from '../request.js';

/** An instance as a demand sees it. */
export interface Server {
  workers: number;
  chunksize: number | 'auto';
  /** Tasks a second of all its workers together. */
  perSecond: number;
}

/** Why no number of instances would do. */
export interface Shortfall {
  constraint: 'deadline' | 'p95';
  /** The least time that would be possible, ms. */
  nearestMs: number;
}

/** What one kind of demand asks of instances. */
export interface Sizing {
  /** The least number that meets the demand, headroom included. */
  least(server: Server): number | Shortfall;
  /** No fewer can do, told without simulation. */
  atLeast(server: Server): number;
  /** About as many as `least`, told without simulation: for the ends of ranges. */
  roughly(server: Server): number | Shortfall;
  isEnough(server: Server, instances: number): boolean;
  /** Share of the capacity of `instances` that the demand takes; above 1 it does not fit. */
  utilisation(server: Server, instances: number): number;
  /** Of a job, of a program, the 95th percentile of arrivals; null where the demand has no end. Ms. */
  timeMs(server: Server, instances: number): number | null;
  /** About the same, told without simulation; infinite where there is no end. */
  roughTimeMs(server: Server, instances: number): number;
  tasksPerHour(server: Server, instances: number): number;
}

export type SizingOf<D> = (demand: D, constraints: Constraints, work: PlannedWork) => Sizing;

export const MS_PER_HOUR = 3_600_000;

/** How long a worker takes for a task in company, ms. */
export function taskMsOn({ workers, perSecond }: Server): number {
  return (1000 * workers) / perSecond;
}

/** Upwards, but not for what rounding added. */
export function wholeInstances(needed: number): number {
  return Math.max(1, Math.ceil(needed * (1 - 1e-12)));
}

/** The longest task ÷ the mean; 1 where single tasks were not timed. */
export function longestShare({ taskMs, isPerTask }: PlannedWork): number {
  if (taskMs.length === 0 || !isPerTask) return 1;
  const centre = mean(taskMs);
  return centre > 0 ? taskMs.reduce((a, b) => Math.max(a, b)) / centre : 1;
}
