import { type Case, isPool, startsPrograms, workKey } from '../../measure/cases/index.js';
import type { RunRecord } from '../../record/index.js';
import type { Interval } from '../../stats/index.js';
import { isDispatch } from '../../workers/dispatch/index.js';
import { type Analysis, type CaseResult, groupBy, serialOf } from '../analysis/index.js';
import { areEqual } from '../scaling/index.js';
import { type ChunkAdvice, settingKey } from './advice.js';
import { chooseChunksize, chunksizesToTry, isAsGood } from './advised-chunksize.js';
import { adviceInAnyOrder } from './any-order.js';
import { smallestJobMs, smallestTaskOver } from './break-even.js';
import { checkAdvice, type ExpectedPass } from './check.js';
import { type Expected, expectedOver, type Reading } from './expected.js';
import { type KnownOverRounds, knownOf, overReadings } from './known.js';
import { meanTimes, type TaskTimes } from './task-times.js';

/**
 * How many tasks to send at once, for every setting of a record that is a pool of several workers, warm, with a core
 * for each. A pure function of the record. None where a debugger held the workers, or where there are too few rounds
 * to say how sure it is.
 */
export function chunkAdviceOf(record: RunRecord, analysis: Analysis): readonly ChunkAdvice[] {
  if (record.header.plan.inspected) return [];
  const settings = chunkSettings(analysis.cases);
  return settings.flatMap((cases) => {
    const known = knownOf(cases[0]!.case, analysis);
    return known ? [advise(cases, known, analysis, workersBeside(cases[0]!.case, settings))] : [];
  });
}

/** `cases` differ in their chunksize alone. */
function advise(
  cases: readonly CaseResult[],
  known: KnownOverRounds,
  analysis: Analysis,
  workersOfEngine: readonly number[],
): ChunkAdvice {
  const one = cases[0]!.case;
  const { times, costs } = known.whole;
  const tasks = times.passes[0]!.taskMs.length;
  const chunksizes = cases.map(({ case: { chunksize } }) => chunksize);
  const tried = chunksizesToTry(tasks, one.workers, chunksizes);
  const readings = readingsFor(one, known);
  const expected = expectedOver(tried, readings);
  const chosen = chooseChunksize(expected);
  const speedup = speedupAt(chosen.advised, expected, serialResult(one, analysis));
  const passes = expected.map(passOf);
  return {
    ...settingOf(one),
    tasks,
    ...chosen,
    expected: passes,
    measured: cases.map(measuredOf),
    speedup,
    anyOrder: isOrdered(times) ? adviceInAnyOrder(readings[0]!.whole, tried, chosen.advised) : null,
    check: checkAdvice(analysis.measurements, cases, passes),
    smallestTaskMs: smallestTaskOver(
      overReadings(known, (_, each) => each),
      { tasks, dispatch: one.dispatch, workers: workersOfEngine },
    ),
    smallestJobMs: speedup && smallestJobMs(costs.startupMs, speedup),
    basis: basisOf(one, known),
  };
}

/** Of equal tasks only noise would be shuffled, of runs of tasks what stands in none of them. */
function isOrdered({ passes, from }: TaskTimes): boolean {
  return from !== 'runs' && !areEqual(meanTimes(passes));
}

function readingsFor({ workers, dispatch }: Case, known: KnownOverRounds): Reading[] {
  return overReadings(known, ({ passes }, costs) => ({ passes, workers, dispatch, costs }));
}

function settingOf({ scenario, params, engine, dispatch, workers, cores, cpus }: Case) {
  return { scenario, params, engine, dispatch, workers, cores, cpus };
}

function passOf({ chunksize, wallMs, ratio }: Expected): ExpectedPass {
  const { value, low, high } = wallMs;
  return { chunksize, wallMs: value, low, high, asGood: isAsGood({ ratio }) };
}

function measuredOf({ case: { id, chunksize }, wallMs }: CaseResult): ChunkAdvice['measured'][number] {
  const { median, low, high } = wallMs!;
  return { chunksize, case: id, wallMs: median, low, high };
}

function basisOf({ id }: Case, { whole, costChunksizes }: KnownOverRounds): ChunkAdvice['basis'] {
  const { times, costs } = whole;
  const { cases: costCases, rounds } = costs.basis;
  const separated = new Set(costChunksizes).size > 1;
  return { times: times.from, timesCase: id, costCases, rounds, separated };
}

function serialResult(one: Case, { cases }: Analysis): CaseResult | undefined {
  const all = cases.map((result) => result.case);
  const serial = serialOf(one, all);
  return cases.find((result) => result.case === serial);
}

/** The worker counts of all settings that differ from this case's in nothing else but the chunksize. */
function workersBeside(one: Case, settings: readonly CaseResult[][]): number[] {
  const keyOf = (each: Case) => JSON.stringify([workKey(each), each.engine, each.dispatch, each.cpus]);
  const firsts = settings.map(([first]) => first!.case);
  return firsts.filter((first) => keyOf(first) === keyOf(one)).map(({ workers }) => workers);
}

/** Both intervals at their far ends: serial and the advice need not err alike. */
function speedupAt(
  chunksize: number,
  expected: readonly Expected[],
  serial: CaseResult | undefined,
): Interval | null {
  const { wallMs } = expected.find((each) => each.chunksize === chunksize)!;
  if (!serial?.wallMs) return null;
  const { median, low, high } = serial.wallMs;
  return { value: median / wallMs.value, low: low / wallMs.high, high: high / wallMs.low };
}

/** `apply` has no chunks, and what a consumer takes is not simulated. */
const WITHOUT = ['apply', 'consume'];
const isSimulated = (dispatch: string) => isDispatch(dispatch) && !WITHOUT.includes(dispatch);

/**
 * The settings that chunks can be advised for: pools of several workers, with a core for each, that were measured
 * warm.
 */
function chunkSettings(cases: readonly CaseResult[]): CaseResult[][] {
  const groups = groupBy(cases.filter(isAdvisable), ({ case: one }) => settingKey(one));
  return [...groups.values()].map((same) => same.sort((a, b) => a.case.chunksize - b.case.chunksize));
}

function isAdvisable({ case: one, status, wallMs }: CaseResult): boolean {
  // What a chunk of programs costs is their start, which the model of messages knows nothing of.
  const isChunked =
    isPool(one.engine) && !startsPrograms(one) && isSimulated(one.dispatch) && one.workers > 1;
  const isWarm = !one.cold && one.replica === undefined;
  // The model knows no throttling.
  const isOrdinary = isWarm && one.quota === undefined && one.workers <= one.cores;
  return isChunked && isOrdinary && status === 'ok' && wallMs !== null;
}
