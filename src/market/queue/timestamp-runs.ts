import type { QueueSettings } from './queue-input.js';
import { type Run, runOf } from './run.js';
import { streamsOf } from './streams.js';
import { drawServiceTimes } from './tasks.js';

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
