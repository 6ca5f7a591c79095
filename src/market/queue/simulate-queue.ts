import { formatCount, formatPercent, mean } from '../../stats/index.js';
import { type QueueInput, type QueueSettings, queueSettings } from './queue-input.js';
import { type Latency, latencyOf, type QueueResult, type StableQueue } from './queue-result.js';
import { isLongEnough, type RunLength, SECTIONS } from './run-length.js';
import { poissonRun, type Run, timestampRuns } from './runs.js';

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
