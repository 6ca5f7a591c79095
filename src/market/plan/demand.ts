import type { Arrivals, BalancerName } from '../queue/index.js';

/** Tasks at a steady rate, as fast as they can be done. */
export interface ThroughputDemand {
  kind: 'throughput';
  perSecond: number;
}

/** So many tasks, done within the deadline. */
export interface JobDemand {
  kind: 'job';
  tasks: number;
  deadlineMs: number;
}

/** Tasks that arrive one by one and are to be answered in time. */
export interface ArrivalsDemand {
  kind: 'arrivals';
  /** Poisson arrivals at a rate in tasks a second, or the instants of recorded ones. */
  arrivals: Arrivals;
  /** 95 of 100 tasks are done so long after they arrived, ms. */
  p95Ms: number;
  /** How tasks are spread over the instances. */
  balancer: BalancerName;
  seed: number;
  /** Arrivals that a simulation counts; without it the load decides. */
  count?: number;
}

/** Whole programs at once, a task of the scenario being one: each has a worker and a physical core of its own. */
export interface ProgramsDemand {
  kind: 'programs';
  programs: number;
  /** With it a program may share its core, as long as it is done in time. */
  deadlineMs?: number;
}

export type Demand = ThroughputDemand | JobDemand | ArrivalsDemand | ProgramsDemand;

/** Recorded arrivals: the mean rate from the first to the last. */
export function ratePerSecond(arrivals: Arrivals): number {
  if ('rate' in arrivals) return arrivals.rate;
  const { timestampsMs } = arrivals;
  return (1000 * (timestampsMs.length - 1)) / (timestampsMs.at(-1)! - timestampsMs[0]!);
}
