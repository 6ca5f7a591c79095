import type { Case } from '../../measure/cases/index.js';
import type { Lane, Observation } from '../../record/index.js';
import { mean, sum } from '../../stats/index.js';
import { type Measurements, restingOn } from '../analysis/index.js';
import { taskTimes } from '../pool-model/index.js';
import { recordedPasses } from './recorded-passes.js';
import type { InRound } from './rounds.js';
import { type TimedPass, timedPasses } from './timed-pass.js';

/** What the tasks of one setting take, in the order in which they are handed out. */
export interface TaskTimes {
  /** At serial's speed. */
  passes: readonly TimedPass[];
  /**
   * `workers`: as they were timed there. `serial`: as serial took them. `runs`: the same, where even serial's are
   * only known for runs of consecutive tasks.
   */
  from: 'workers' | 'serial' | 'runs';
}

/** More passes, or more tasks in all of them, make the mean no better and the computing longer. */
const MOST_PASSES = 8;
const MOST_TASKS = 8_000;
/** The mean of fewer chunks says more of the chunks than of their worker. */
const ENOUGH_CHUNKS = 100;

/**
 * From a case of the setting (best: chunksize 1): every pass that was recorded chunk by chunk, the tasks of a chunk in
 * the proportions of serial's; else serial's pass, with what the workers took on average. All are brought to what
 * serial took in the rounds that count: how much slower tasks are in company stands in the pool's costs. Undefined
 * where nothing is known of them.
 */
export function taskTimesOf(one: Case, measurements: Measurements, inRound?: InRound): TaskTimes | undefined {
  const serialMs = taskTimes(one, measurements, inRound);
  if (!serialMs || serialMs.length === 0) return undefined;
  const observations = observationsOf(one, measurements, inRound);
  const wanted = Math.max(1, Math.min(MOST_PASSES, Math.floor(MOST_TASKS / serialMs.length)));
  const recorded = timedPasses(recordedPasses(observations, serialMs), serialMs);
  if (recorded.length > 0) {
    return { passes: brought(evenly(recorded, wanted), sum(serialMs)), from: 'workers' };
  }
  const isWhole = measurements.scenarioOf(one)?.taskMs.length === serialMs.length;
  const passes = evenly(observations, wanted).map(({ lanes }) => ({
    taskMs: serialMs,
    slowness: slownessOf(lanes),
  }));
  return passes.length === 0 ? undefined : { passes, from: isWhole ? 'serial' : 'runs' };
}

/** Undisturbed ones where there are enough of them. */
function observationsOf(one: Case, { samples }: Measurements, inRound?: InRound): Observation[] {
  const own = [...(samples.get(one.id)?.values() ?? [])];
  const { used } = restingOn(own.filter(({ round }) => inRound?.(round) ?? true));
  return used.flatMap(({ observation }) => (observation?.kind === 'observation' ? [observation] : []));
}

function slownessOf(lanes: readonly Lane[]): number[] {
  if (lanes.some(({ chunks }) => chunks < ENOUGH_CHUNKS)) return lanes.map(() => 1);
  const usual = sum(lanes.map(({ busyMs }) => busyMs)) / sum(lanes.map(({ chunks }) => chunks));
  return lanes.map(({ busyMs, chunks }) => (busyMs > 0 ? busyMs / chunks / usual : 1));
}

function brought(passes: readonly TimedPass[], wantedMs: number): readonly TimedPass[] {
  const factor = wantedMs / mean(passes.map(({ taskMs }) => sum(taskMs)));
  if (!Number.isFinite(factor)) return passes;
  return passes.map(({ taskMs, slowness }) => ({ taskMs: taskMs.map((ms) => ms * factor), slowness }));
}

function evenly<T>(items: readonly T[], wanted: number): readonly T[] {
  if (items.length <= wanted) return items;
  return Array.from({ length: wanted }, (_, i) => items[Math.floor((i * items.length) / wanted)]!);
}
