import {
  ASSUMED_RUN_DEVIATION,
  type CaseResult,
  groupBy,
  nameSetting,
  restingOn,
  takenShare,
} from '../../insight/analysis/index.js';
import { type Case, hasSerialByChunk, SERIAL, workKey } from '../../measure/cases/index.js';
import {
  type Estimate,
  estimateBehind,
  estimateOf,
  type Interval,
  KNOWN,
  mean,
  ratioOf,
  summaryOf,
} from '../../stats/index.js';
import type { JoinedWork } from './joined-work.js';
import type { ComparedRecord, Group } from './records.js';
import type { MeasuredSetting, Setting } from './schema.js';

/** What of a case a user chooses; which CPUs it got is the machine's affair. */
export function settingOf(one: Case): Setting {
  const { engine, dispatch, workers, chunksize, cpus, quota, command } = one;
  return {
    ...{ engine, dispatch, workers, chunksize, confinedTo: cpus === null ? null : cpus.length },
    ...(quota !== undefined && { quota }),
    ...(command !== undefined && { command }),
  };
}

/** Equal for equal settings. */
export function settingKey(setting: Setting): string {
  const { engine, dispatch, workers, chunksize, confinedTo, quota, command } = setting;
  const place = [confinedTo, quota];
  return JSON.stringify(
    engine === SERIAL && !hasSerialByChunk({ command })
      ? [engine, ...place]
      : [engine, dispatch, workers, chunksize, ...place],
  );
}

/** `serial`; `2 threads with imapUnordered, chunksize 1`. */
export function nameOf({ confinedTo, ...setting }: Setting): string {
  const cpus = confinedTo === null ? null : Array.from({ length: confinedTo }, (_, cpu) => cpu);
  return nameSetting({ ...setting, cpus, cores: confinedTo ?? 0 });
}

/** A case with a throughput that may be compared. */
export type Usable = CaseResult & { throughput: Interval };

/** What a record says of a setting. */
interface MeasuredOnce {
  readonly record: ComparedRecord;
  readonly result: Usable;
  /** Its figures rest on rounds that other load disturbed. */
  readonly disturbed: boolean;
}

/** One setting of one work, by the records of a group that have it. */
export interface Measured {
  readonly key: string;
  readonly results: readonly MeasuredOnce[];
}

/** Those that its figures rest on: as of rounds within a record, the undisturbed ones where there are three or more. */
export function resting({ results }: Measured): readonly MeasuredOnce[] {
  return restingOn(results).used;
}

/**
 * Everything of a work that was asked for and measured, by setting. Failed cases, those with other results than
 * serial, cold starts and replicas stay out: the first two are no figures, the others answer other questions. So does
 * what was left behind where the best setting was looked for: few rounds are no match for many.
 */
export function measuredOf({ records }: Group, work: JoinedWork): Measured[] {
  const results = records.flatMap((record) =>
    record.insight.cases
      .filter((result) => workKey(result.case) === work.key)
      .filter(isUsable)
      .map((result) => ({ record, result, disturbed: result.basis === 'all' })),
  );
  const groups = groupBy(results, ({ result }) => settingKey(settingOf(result.case)));
  return [...groups].map(([key, group]) => ({ key, results: group }));
}

function isUsable(result: CaseResult): result is Usable {
  const { case: one, status, throughput, settled } = result;
  const isPlain = one.role === 'asked' && !one.cold && one.replica === undefined;
  if (settled?.reason === 'behind') return false;
  return isPlain && status === 'ok' && throughput !== null;
}

/**
 * Log throughput: the mean of several records with what they differ by; of one record its rounds' spread, what runs
 * are assumed to differ by, and, of a disturbed one, what the other load took.
 */
export function throughputOf(measured: Measured): Estimate {
  const results = resting(measured);
  if (results.length > 1) return estimateOf(results.map(({ result }) => Math.log(result.throughput.value)));
  const [once] = results as [MeasuredOnce];
  const { throughput, wallMs } = once.result;
  const own = estimateBehind(throughput, wallMs!.samples.length);
  const assumed = [ASSUMED_RUN_DEVIATION, ...(once.disturbed ? [deviationByLoad(once)] : [])];
  const known = assumed.map((deviation) => ({ variance: deviation ** 2, degreesOfFreedom: KNOWN }));
  return { mean: own.mean, parts: [...known, ...own.parts] };
}

/** All that the load could have made, as a standard deviation: it is no chance that a second run would even out. */
function deviationByLoad({ record, result }: MeasuredOnce): number {
  return -Math.log(1 - takenShare(record.record, result.case));
}

/** A figure that is a ratio within rounds, over records: what drifts between runs is in neither side of it. */
export function ratioOver(intervals: readonly (Interval | null)[]): Interval | null {
  const known = intervals.filter((interval) => interval !== null);
  if (known.length < 2) return known[0] ?? null;
  return ratioOf(summaryOf(estimateOf(known.map(({ value }) => Math.log(value)))));
}

export function throughputInterval(measured: Measured): Interval {
  return ratioOf(summaryOf(throughputOf(measured)));
}

export function meanLog(measured: Measured): number {
  return mean(resting(measured).map(({ result }) => Math.log(result.throughput.value)));
}

/** What most records have, the fastest first. */
export function fastestFirst(all: readonly Measured[]): Measured[] {
  return [...all].sort((a, b) => b.results.length - a.results.length || meanLog(b) - meanLog(a));
}

export function describeMeasured(measured: Measured): MeasuredSetting {
  return {
    setting: settingOf(measured.results[0]!.result.case),
    records: resting(measured).length,
    throughput: throughputInterval(measured),
  };
}
