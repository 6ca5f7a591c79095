import type { Case } from '../../measure/cases/index.js';
import type { ChunkRow, Lane, Observation } from '../../record/index.js';
import { evenly, mean, sum } from '../../stats/index.js';
import { groupBy, type Measurements, restingOn } from '../analysis/index.js';
import { taskTimes } from '../pool-model/index.js';

/** Groups of rounds that are left out in turn. */
const MOST_GROUPS = 8;

/** Whether a round counts. */
export type InRound = (round: number) => boolean;

/**
 * All rounds of a case but one group, for each group: every eighth round is one, or each round where there are fewer.
 */
export function roundsWithoutGroups(one: Case, { samples }: Measurements): InRound[] {
  const rounds = [...(samples.get(one.id)?.keys() ?? [])];
  const groups = Math.min(rounds.length, MOST_GROUPS);
  return Array.from({ length: groups }, (_, group) => {
    const left = new Set(rounds.filter((_round, i) => i % groups === group));
    return (round) => !left.has(round);
  });
}

/**
 * The passes of which every chunk was recorded; a chunk's time is split over its tasks in the proportions of
 * `serialMs`, the serial time of each task.
 */
export function recordedPasses(
  observations: readonly Observation[],
  serialMs: readonly number[],
): RecordedPass[] {
  return observations
    .flatMap(({ chunks = [] }) => [...groupBy(chunks, ([, , , pass]) => String(pass)).values()])
    .filter((rows) => sum(rows.map(([, , tasks]) => tasks)) === serialMs.length)
    .map((rows) => passOf(rows, serialMs));
}

function passOf(rows: readonly ChunkRow[], serialMs: readonly number[]): RecordedPass {
  const taskMs = new Array<number>(serialMs.length).fill(0);
  const workers = new Array<number>(serialMs.length).fill(0);
  for (const [worker, first, tasks, , , started, finished] of rows) {
    const whole = sum(serialMs.slice(first, first + tasks));
    for (let task = first; task < first + tasks; task++) {
      const share = whole > 0 ? serialMs[task]! / whole : 1 / tasks;
      taskMs[task] = (finished - started) * share;
      workers[task] = worker;
    }
  }
  return { taskMs, workers };
}

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

/** A pass as one may meet it: what its tasks take, and in whose hands. */
export interface TimedPass {
  /** Of each task in task order, ms, in a worker that is neither slower nor faster than the others. */
  taskMs: readonly number[];
  /** How much longer tasks take in each worker than in their mean. */
  slowness: readonly number[];
}

/** A pass as it was recorded: each task's time, and its worker. */
interface RecordedPass {
  taskMs: readonly number[];
  workers: readonly number[];
}

/** With fewer passes than this serial's times say better what a task usually takes. */
const ENOUGH_PASSES = 3;

/**
 * Tells slow tasks from slow workers: what a worker took for its tasks ÷ what these usually take, against the same of
 * all workers. On machines that are shared one worker is often slower for a whole pass; where each gets one large
 * chunk all wait for it, where chunks are many it just takes fewer.
 */
export function timedPasses(
  passes: readonly RecordedPass[],
  serialMs: readonly number[],
): readonly TimedPass[] {
  const usual = passes.length < ENOUGH_PASSES ? serialMs : meanTimes(passes);
  return passes.map((pass) => timedPass(pass, usual));
}

/** Each task's mean time over passes of the same tasks; at least one pass. */
export function meanTimes(passes: readonly Pick<RecordedPass, 'taskMs'>[]): number[] {
  return passes[0]!.taskMs.map((_, task) => mean(passes.map(({ taskMs }) => taskMs[task]!)));
}

function timedPass({ taskMs, workers }: RecordedPass, usual: readonly number[]): TimedPass {
  const pace = sum(taskMs) / sum(usual);
  const slowness = Array.from({ length: Math.max(...workers) + 1 }, (_, worker) => {
    const ofWorker = (ms: readonly number[]) => sum(ms.filter((_ms, task) => workers[task] === worker));
    const ratio = ofWorker(taskMs) / ofWorker(usual) / pace;
    return ratio > 0 && Number.isFinite(ratio) ? ratio : 1;
  });
  return { taskMs: taskMs.map((ms, task) => ms / slowness[workers[task]!]!), slowness };
}
