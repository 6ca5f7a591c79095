import { formatCount, formatPercent, mean } from '../../stats/index.js';
import { drawServiceTimes, poissonArrivals, type Streams, streamsOf, type Tasks } from './draws.js';
import { Autoscaler } from './fleet/autoscaler.js';
import { Fleet } from './fleet/fleet.js';
import type { UsageReading } from './fleet/usage.js';
import { offeredLoad } from './formulas.js';
import { type QueueInput, type QueueSettings, queueSettings } from './queue-input.js';
import { type Latency, latencyOf, type QueueResult, type StableQueue } from './queue-result.js';
import { isLongEnough, type RunLength, runLength, SECTIONS } from './run-length.js';

/**
 * Waiting and total times of tasks that arrive at instances with workers, by discrete-event simulation: first come,
 * first served at each queue, a worker runs one task at a time. The same input gives the same answer.
 * @throws UsageError where the input cannot be.
 */
export function simulateQueue(input: QueueInput): QueueResult {
  const settings = queueSettings(input);
  const { arrivals, load } = settings;
  if ('timestampsMs' in arrivals) return ofTimestamps(settings, arrivals.timestampsMs);
  if (load < 1) return ofPoisson(settings, arrivals.rate);
  return { stable: false, load, leastInstances: Math.floor(load * settings.instances) + 1 };
}

function ofPoisson(settings: QueueSettings, rate: number): StableQueue {
  const { run, length } = poissonRun(settings, rate);
  const { warmUp, count } = length;
  const times = timesOf([run], SECTIONS);
  const usage = settings.autoscale ? run.usage : { ...run.usage, instances: fixed(settings.instances) };
  const doubts = [...doubtsAboutLength(length), ...times.doubts];
  return {
    ...{ stable: true, load: settings.load, ...times, ...usage, isLongEnough: isLongEnough(length) },
    ...{ arrivals: count, warmUp, runs: 1, doubts },
  };
}

function ofTimestamps(settings: QueueSettings, timestampsMs: readonly number[]): StableQueue {
  const runs = timestampRuns(settings, timestampsMs);
  const times = timesOf(runs, runs.length);
  const usages = runs.map(({ usage }) => usage);
  const instances = {
    mean: mean(usages.map((usage) => usage.instances.mean)),
    most: Math.max(...usages.map((usage) => usage.instances.most)),
  };
  return {
    ...{ stable: true, load: settings.load, ...times, instances },
    utilisation: mean(usages.map(({ utilisation }) => utilisation)),
    ...{ isLongEnough: true, arrivals: timestampsMs.length, warmUp: 0, runs: runs.length },
    doubts: [...doubtsAboutOverload(settings.load), ...times.doubts],
  };
}

function timesOf(runs: readonly Run[], sections: number) {
  const waitMs = latencyOf(joined(runs.map((run) => run.waitMs)), sections);
  const total = joined(runs.map((run) => run.totalMs));
  const totalMs = latencyOf(total, sections);
  return { waitMs, totalMs, doubts: doubtsAboutTail(totalMs, longest(total)) };
}

function joined(lists: readonly Float64Array[]): Float64Array {
  if (lists.length === 1) return lists[0]!;
  const all = new Float64Array(lists.reduce((length, list) => length + list.length, 0));
  lists.forEach((list, i) => {
    all.set(list, i * list.length);
  });
  return all;
}

function longest(times: Float64Array): number {
  return times.reduce((a, b) => Math.max(a, b), 0);
}

const fixed = (instances: number) => ({ mean: instances, most: instances });

function doubtsAboutLength(length: RunLength): string[] {
  if (isLongEnough(length)) return [];
  const { count, warmUp, relaxation } = length;
  return [
    `Waiting times depend on the last ${formatCount(relaxation)} arrivals or so, and the ${formatCount(count)} that were simulated after a warm-up of ${formatCount(warmUp)} are too few for that: the intervals may be too narrow.`,
  ];
}

/** Given arrivals end, and so does their queue; what they would come to if they went on is another matter. */
function doubtsAboutOverload(load: number): string[] {
  if (load < 1) return [];
  return [
    `The arrivals offer ${formatPercent(load)} of what the workers can do, so the queue grows until they end: the times hold only for arrivals that last this long.`,
  ];
}

function doubtsAboutTail({ p99 }: Latency, longestMs: number): string[] {
  if (p99.high < longestMs || p99.low === longestMs) return [];
  return ['Too few arrivals were simulated to bound the 99th percentile: it may be larger.'];
}

/** Times of the tasks that count, in order of arrival, and what was used while they arrived. */
interface Run {
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
function poissonRun(settings: QueueSettings, rate: number): { run: Run; length: RunLength } {
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
 * and its own draws of the balancer. An autoscaler begins with its fewest instances. No task is left out.
 */
function timestampRuns(settings: QueueSettings, timestampsMs: readonly number[]): Run[] {
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
