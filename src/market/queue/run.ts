import { Autoscaler } from './autoscaler.js';
import { Fleet } from './fleet.js';
import type { QueueSettings } from './queue-input.js';
import type { Streams } from './streams.js';
import type { Tasks } from './tasks.js';
import type { UsageReading } from './usage.js';

/** Times of the tasks that count, in order of arrival, and what was used while they arrived. */
export interface Run {
  waitMs: Float64Array;
  totalMs: Float64Array;
  usage: UsageReading;
}

export interface Start {
  instances: number;
  /** The first task that counts. */
  from: number;
}

/** One run of `instances` with the settings' workers, balancer and autoscaler. */
export function runOf(
  settings: QueueSettings,
  tasks: Tasks,
  streams: Streams,
  { instances, from }: Start,
): Run {
  const { workersPerInstance, balancer, autoscale } = settings;
  const fleet = new Fleet(
    {
      ...{ instances, workersPerInstance, balancer },
      mostInstances: autoscale?.max ?? instances,
      autoscaler: autoscale && new Autoscaler(autoscale, workersPerInstance),
    },
    tasks,
    streams.balancer,
  );
  const usage = fleet.run(from);
  const waitMs = fleet.waitMs.subarray(from);
  return { waitMs, totalMs: waitMs.map((wait, task) => wait + tasks.serviceMs[from + task]!), usage };
}
