import { drawServiceTimes, poissonArrivals, type Streams, streamsOf, type Tasks } from './draws.js';
import { Autoscaler } from './fleet/autoscaler.js';
import { Fleet } from './fleet/fleet.js';
import type { UsageReading } from './fleet/usage.js';
import { offeredLoad } from './formulas.js';
import type { QueueSettings } from './queue-input.js';
import { type RunLength, runLength } from './run-length.js';

/** Times of the tasks that count, in order of arrival, and what was used while they arrived. */
export interface Run {
  waitMs: Float64Array;
  totalMs: Float64Array;
  usage: UsageReading;
}

interface Start {
  instances: number;
  /** The first task that counts. */
  from: number;
}

/** One run of `instances` with the settings' workers, balancer and autoscaler. */
function runOf(settings: QueueSettings, tasks: Tasks, streams: Streams, { instances, from }: Start): Run {
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

/** One long run at `rate` tasks a second, its warm-up left out. */
export function poissonRun(settings: QueueSettings, rate: number): { run: Run; length: RunLength } {
  const parts = partsOf(settings);
  const length = lengthOfPoissonRun(settings, rate);
  const arrivals = length.warmUp + length.count;
  const streams = streamsOf(settings.seed, 1)[0]!;
  const tasks = {
    arrivalMs: poissonArrivals(rate / parts, arrivals, streams.arrivals),
    serviceMs: drawServiceTimes(settings.service, arrivals, streams.service),
  };
  const start = { instances: instancesAtStart(settings, rate) / parts, from: length.warmUp };
  return { run: runOf(settings, tasks, streams, start), length };
}

/** How long that run is. */
function lengthOfPoissonRun(settings: QueueSettings, rate: number): RunLength {
  const parts = partsOf(settings);
  return runLength(settings, rate / parts, (settings.instances / parts) * settings.workersPerInstance);
}

/**
 * Equal parts of the fleet that know nothing of each other, of which one is simulated with its share of the arrivals.
 * Poisson arrivals that are sent to instances at random are independent Poisson streams (Kingman, Poisson Processes,
 * 1993, 5.1).
 */
function partsOf({ balancerName, autoscale, instances }: QueueSettings): number {
  return balancerName === 'random' && !autoscale ? instances : 1;
}

/** As many as an autoscaler aims at, so that it need not find them first. */
function instancesAtStart(
  { instances, workersPerInstance, autoscale, service }: QueueSettings,
  rate: number,
): number {
  if (!autoscale) return instances;
  const busy = offeredLoad({ rate, meanMs: service.meanMs });
  return new Autoscaler(autoscale, workersPerInstance).wantedFor(busy);
}

const MOST_RUNS = 20;
const LEAST_RUNS = 5;
const TASKS_IN_ALL = 4_000_000;

/**
 * Arrivals that are given are no sample of others: they are run several times, each with its own draw of task times
 * and its own choices of the balancer. An autoscaler begins with its fewest instances. No task is left out.
 */
export function timestampRuns(settings: QueueSettings, timestampsMs: readonly number[]): Run[] {
  const { seed, service, autoscale, instances } = settings;
  const count = timestampsMs.length;
  const first = timestampsMs[0]!;
  const arrivalMs = Float64Array.from(timestampsMs, (time) => time - first);
  const start = { instances: autoscale?.min ?? instances, from: 0 };
  const runs = Math.max(LEAST_RUNS, Math.min(MOST_RUNS, Math.floor(TASKS_IN_ALL / count)));
  return streamsOf(seed, runs).map((streams) => {
    const tasks = { arrivalMs, serviceMs: drawServiceTimes(service, count, streams.service) };
    return runOf(settings, tasks, streams, start);
  });
}
