import { z } from 'zod';
import { groupBy } from '../analysis/index.js';
import { UsageError } from '../errors.js';
import { counted } from '../stats/index.js';
import { type MeasuredCurve, pointsOf } from './curve.js';
import {
  type BenchmarkRun,
  itemRate,
  iterationRate,
  type Meaning,
  meaningOf,
} from './google-benchmark-rates.js';
import { checked, firstOf, type InputFile, member } from './input-file.js';
import type { Reader } from './reader.js';

/** Null where it was not a number. */
const figure = z.number().nullish();

const rowSchema = z.object({
  name: z.string(),
  run_name: z.string().optional(),
  run_type: z.string().optional(),
  real_time: figure,
  cpu_time: figure,
  time_unit: z.enum(['ns', 'us', 'ms', 's']).default('ns'),
  items_per_second: figure,
  error_occurred: z.boolean().optional(),
  skipped: z.boolean().optional(),
});
const contextSchema = z.object({
  num_cpus: z.int().positive().optional(),
  library_version: z.string().optional(),
});
const fileSchema = z.object({
  context: contextSchema.default({}),
  benchmarks: z.array(rowSchema).min(1),
});

type Row = z.infer<typeof rowSchema>;

/** A run with the number of workers taken out of its name. */
interface CountedRun extends BenchmarkRun {
  workers: number;
  /** Its name without that number. */
  family: string;
  failed: boolean;
}

/** The JSON of Google Benchmark, for benchmarks with `->ThreadRange(1, 8)` (github.com/google/benchmark). */
export const googleBenchmark: Reader = {
  name: 'google-benchmark',
  description: 'Google Benchmark --benchmark_out, benchmarks with /threads:N',
  recognises: ({ json }) => {
    const first = firstOf(member(json, 'benchmarks'));
    return typeof member(first, 'name') === 'string' && member(first, 'runs') === undefined;
  },
  read(file, choices) {
    const { context, benchmarks } = checked(file, fileSchema, 'JSON of Google Benchmark');
    const label = choices.parameter ?? 'threads';
    const runs = benchmarks.filter((row) => !isAggregate(row)).flatMap((row) => countedRun(row, label));
    if (runs.every(({ failed }) => failed)) throw new UsageError(whyNone(file, benchmarks, label));
    const meaning = meaningOf(context.library_version, runs);
    const machine = context.num_cpus === undefined ? {} : { logicalCores: context.num_cpus };
    return [...groupBy(runs, ({ family }) => family)].flatMap(([family, group]) =>
      curveOf(family, group, meaning, label).map((curve) => ({ ...curve, machine })),
    );
  },
};

/** Means, deviations and orders of growth; early versions tell them by name alone. */
function isAggregate({ name, run_type }: Row): boolean {
  return run_type === undefined
    ? /_(?:mean|median|stddev|cv|BigO|RMS)$/.test(name)
    : run_type === 'aggregate';
}

const seconds = { ns: 1e-9, us: 1e-6, ms: 1e-3, s: 1 };

/** Nothing for a benchmark that does not name a number of workers. */
function countedRun(row: Row, label: string): CountedRun[] {
  const name = row.run_name ?? row.name;
  const workers = numberAfter(label, name);
  if (workers === undefined) return [];
  const unit = seconds[row.time_unit];
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
      failed: row.error_occurred === true || row.skipped === true || !(time > 0),
    },
  ];
}

/** The number in `/threads:4` of a benchmark's name. */
function numberAfter(label: string, name: string): number | undefined {
  const part = name.split('/').find((text) => text.startsWith(`${label}:`));
  const number = Number(part?.slice(label.length + 1));
  return Number.isSafeInteger(number) && number >= 1 ? number : undefined;
}

function whyNone({ path }: InputFile, rows: readonly Row[], label: string): string {
  const named = rows.filter(({ name, run_name }) => numberAfter(label, run_name ?? name) !== undefined);
  if (named.length === 0) {
    return `${path}: no benchmark is named …/${label}:N: expected one that was registered with ->ThreadRange(1, 8).`;
  }
  return named.every(isAggregate)
    ? `${path} has aggregates alone: expected single runs, without --benchmark_report_aggregates_only.`
    : `${path}: every benchmark with /${label}:N failed.`;
}

/** Nothing where every run failed. */
function curveOf(
  family: string,
  runs: readonly CountedRun[],
  meaning: Meaning,
  label: string,
): Omit<MeasuredCurve, 'machine'>[] {
  const good = runs.filter(({ failed }) => !failed);
  if (good.length === 0) return [];
  const hasItems = good.every((run) => itemRate(run, meaning) > 0);
  const rate = hasItems ? itemRate : iterationRate;
  return [
    {
      name: family,
      points: pointsOf(good.map((run) => ({ workers: run.workers, throughput: rate(run, meaning) }))),
      unit: hasItems ? 'items/s' : 'iterations/s',
      basis: basisOf(hasItems, meaning, label),
      doubts: doubtsOf(runs.length - good.length, meaning),
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

function doubtsOf(failed: number, { isGuessed, isTimeShared }: Meaning): string[] {
  const guess = `The file does not say which version wrote it; by its CPU times, real_time is taken ${isTimeShared ? 'as divided by the threads (before 1.9.0)' : 'as that of one thread (1.9.0 and later)'}.`;
  return [
    ...(isGuessed ? [guess] : []),
    ...(failed === 0 ? [] : [`Left out: ${counted(failed, 'run')} that failed.`]),
  ];
}
