import { mean } from '../../stats/index.js';
import { doubtsAboutLength, doubtsAboutOverload, doubtsAboutTail } from './doubts.js';
import { latencyOf } from './latency.js';
import { poissonRun } from './poisson-run.js';
import { type QueueInput, type QueueSettings, queueSettings } from './queue-input.js';
import type { QueueResult, StableQueue } from './queue-result.js';
import type { Run } from './run.js';
import { isLongEnough, SECTIONS } from './settling.js';
import { timestampRuns } from './timestamp-runs.js';

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
    ...{ stable: true, load: settings.load, ...times, ...usage, isSettled: isLongEnough(length) },
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
    ...{ isSettled: true, arrivals: timestampsMs.length, warmUp: 0, runs: runs.length },
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
