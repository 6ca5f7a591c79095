import { UsageError } from '../../errors.js';
import { groupBy } from '../../insight/analysis/index.js';
import { counted } from '../../stats/index.js';
import { type MeasuredCurve, pointsOf } from '../curve.js';
import type { InputFile } from '../input/input-file.js';
import { firstOf, member } from '../input/json-content.js';
import type { Reader } from '../reader.js';
import { secondsIn } from '../units.js';
import {
  type BenchmarkRun,
  itemRate,
  iterationRate,
  type Meaning,
  meaningOf,
  tellsMeaning,
} from './rates.js';
import { type BenchmarkRow, isBenchmarkCsv, rowsInCsv, rowsInJson } from './rows.js';

/** A run with the number of workers taken out of its name. */
interface CountedRun extends BenchmarkRun {
  workers: number;
  /** Its name without that number. */
  family: string;
  failed: boolean;
  /** Whether its time is a number above 0. */
  hasTime: boolean;
}

/** What Google Benchmark writes of benchmarks with `->ThreadRange(1, 8)` (github.com/google/benchmark). */
export const googleBenchmark: Reader = {
  name: 'google-benchmark',
  description: 'Google Benchmark --benchmark_out, benchmarks with /threads:N',
  recognises: ({ json, text }) => {
    if (json === undefined) return isBenchmarkCsv(text);
    const first = firstOf(member(json, 'benchmarks'));
    const isAnotherTool = member(first, 'runs') !== undefined || member(first, 'stats') !== undefined;
    return typeof member(first, 'name') === 'string' && !isAnotherTool;
  },
  read(file, options) {
    const isCsv = file.json === undefined && isBenchmarkCsv(file.text);
    const { version, cpus, rows } = isCsv ? rowsInCsv(file) : rowsInJson(file);
    const label = options.parameter ?? 'threads';
    const runs = rows.filter((row) => !isAggregate(row)).flatMap((row) => countedRun(row, label));
    if (!runs.some(isGood)) throw new UsageError(whyNone(file, rows, label));
    if (isCsv && !tellsMeaning(runs)) throw new UsageError(withoutVersion(file));
    const meaning = meaningOf(version, runs);
    const machine = cpus === undefined ? {} : { logicalCores: cpus };
    return [...groupBy(runs, ({ family }) => family)].flatMap(([family, group]) =>
      curveOf(family, group, meaning, label).map((curve) => ({ ...curve, machine })),
    );
  },
};

/** Means, deviations and orders of growth; early versions tell them by name alone. */
function isAggregate({ name, run_type }: BenchmarkRow): boolean {
  return run_type === undefined
    ? /_(?:mean|median|stddev|cv|BigO|RMS)$/.test(name)
    : run_type === 'aggregate';
}

/** Nothing for a benchmark that does not name a number of workers. */
function countedRun(row: BenchmarkRow, label: string): CountedRun[] {
  const name = row.run_name ?? row.name;
  const workers = numberAfter(label, name);
  if (workers === undefined) return [];
  const unit = secondsIn(row.time_unit)!;
  const time = (row.real_time ?? 0) * unit;
  return [
    {
      name,
      family: name.replace(`/${label}:${workers}`, ''),
      workers,
      threads: numberAfter('threads', name) ?? 1,
      real_time: time,
      cpu_time: (row.cpu_time ?? 0) * unit,
      items_per_second: row.items_per_second,
      failed: row.error_occurred === true || row.skipped === true,
      hasTime: time > 0,
    },
  ];
}

const isGood = ({ failed, hasTime }: CountedRun): boolean => !failed && hasTime;

/** The number in `/threads:4` of a benchmark's name. */
function numberAfter(label: string, name: string): number | undefined {
  const part = name.split('/').find((text) => text.startsWith(`${label}:`));
  const number = Number(part?.slice(label.length + 1));
  return Number.isSafeInteger(number) && number >= 1 ? number : undefined;
}

function whyNone({ path }: InputFile, rows: readonly BenchmarkRow[], label: string): string {
  const named = rows.filter(({ name, run_name }) => numberAfter(label, run_name ?? name) !== undefined);
  if (named.length === 0) {
    return `${path}: no benchmark of Google Benchmark is named …/${label}:N: register one with ->ThreadRange(1, 8), or name its argument with ->ArgName("workers") and give --workers workers.`;
  }
  return named.every(isAggregate)
    ? `${path} has only aggregates of Google Benchmark: run it without --benchmark_report_aggregates_only.`
    : `${path}: every benchmark with /${label}:N failed, or has no real_time that is a number.`;
}

const withoutVersion = ({ path }: InputFile): string =>
  `${path}: the CSV of Google Benchmark names no version, and threads that mostly wait do not show whether real_time was divided among them. Write JSON with --benchmark_out_format=json.`;

/** Nothing where every run failed. */
function curveOf(
  family: string,
  runs: readonly CountedRun[],
  meaning: Meaning,
  label: string,
): Omit<MeasuredCurve, 'machine'>[] {
  const good = runs.filter(isGood);
  if (good.length === 0) return [];
  const hasItems = good.every((run) => itemRate(run, meaning) > 0);
  const rate = hasItems ? itemRate : iterationRate;
  return [
    {
      name: family,
      points: pointsOf(good.map((run) => ({ workers: run.workers, throughput: rate(run, meaning) }))),
      unit: hasItems ? 'items/s' : 'iterations/s',
      basis: basisOf(hasItems, meaning, label),
      doubts: doubtsOf(runs, meaning),
    },
  ];
}

function basisOf(hasItems: boolean, { isTimeShared }: Meaning, label: string): string {
  const time = isTimeShared
    ? 'real_time, which this version divides by the threads'
    : 'real_time, the time of one iteration in one thread';
  const what = hasItems ? 'Items' : 'Iterations';
  return `${what} of all threads together per second, from ${time}; ${label} are the workers, and work grows with them.`;
}

function doubtsOf(runs: readonly CountedRun[], { isGuessed, isTimeShared }: Meaning): string[] {
  const failed = runs.filter((run) => run.failed).length;
  const timeless = runs.filter((run) => !run.failed && !run.hasTime).length;
  const guess = `The file does not say which version wrote it; by its CPU times, real_time is taken ${isTimeShared ? 'as divided by the threads (before 1.9.0)' : 'as that of one thread (1.9.0 and later)'}.`;
  return [
    ...(isGuessed ? [guess] : []),
    ...(failed === 0 ? [] : [`Left out: ${counted(failed, 'run')} that failed.`]),
    ...(timeless === 0
      ? []
      : [`Left out: ${counted(timeless, 'run')} whose real_time is not a number above 0.`]),
  ];
}
