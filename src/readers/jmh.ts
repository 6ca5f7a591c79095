import { z } from 'zod';
import { groupBy } from '../analysis/index.js';
import { UsageError, unknownName } from '../errors.js';
import { sum } from '../stats/index.js';
import { type Measurement, pointsOf } from './curve.js';
import { checked, firstOf, type InputFile, member } from './input-file.js';
import type { Reader } from './reader.js';
import { workersFrom } from './worker-words.js';

/** JMH writes "NaN" and "+INF" as text. */
const score = z.union([z.number(), z.string()]);

/** How often each time was sampled: `[value, count]`. */
const histogram = z.array(z.tuple([z.number(), z.number()]));

const entrySchema = z.object({
  benchmark: z.string(),
  mode: z.string(),
  threads: z.int().positive().default(1),
  params: z.record(z.string(), z.string()).default({}),
  primaryMetric: z.object({
    score,
    scoreUnit: z.string(),
    /** One list a fork, one figure an iteration. */
    rawData: z.array(z.array(score)).optional(),
    rawDataHistogram: z.array(z.array(histogram)).optional(),
  }),
});
const fileSchema = z.array(entrySchema).min(1);

type Entry = z.infer<typeof entrySchema>;

/** The JSON of the Java Microbenchmark Harness, `-rf json` (github.com/openjdk/jmh). */
export const jmh: Reader = {
  name: 'jmh',
  description: 'JMH -rf json, runs with several -t',
  recognises: ({ json }) => {
    const first = firstOf(json);
    return typeof member(first, 'benchmark') === 'string' && member(first, 'primaryMetric') !== undefined;
  },
  read(file, { parameter }) {
    const entries = checked(file, fileSchema, 'JSON of JMH');
    const shared = sharedPackages(entries);
    const found = entries.map((entry, index) => {
      const { [parameter ?? '']: own, ...params } = entry.params;
      const workers = parameter === undefined ? entry.threads : workersFrom(own);
      if (workers === undefined) throw missing(file, index, parameter!, entry);
      return {
        entry,
        name: nameOf(entry, params, shared),
        measured: measurementsOf(entry, workers, file, index),
      };
    });
    return [...groupBy(found, ({ name }) => name)].map(([name, group]) => ({
      name,
      points: pointsOf(group.flatMap(({ measured }) => measured)),
      unit: 'ops/s',
      basis: basisOf(group[0]!.entry, parameter ?? 'threads'),
      machine: {},
      doubts: [],
    }));
  },
};

function missing({ path }: InputFile, index: number, parameter: string, { params }: Entry): UsageError {
  const value = params[parameter];
  if (value === undefined) return unknownName('parameter', parameter, Object.keys(params));
  return new UsageError(
    `${path}: [${index}].params.${parameter} is "${value}": expected the number of workers, a whole number from 1 on.`,
  );
}

/** How many packages at the front of their names all benchmarks have in common; class and method stay. */
function sharedPackages(entries: readonly Entry[]): number {
  const names = entries.map(({ benchmark }) => benchmark.split('.'));
  const [first = []] = names;
  const most = Math.min(...names.map(({ length }) => length)) - 2;
  const differs = first.findIndex((part, i) => names.some((name) => name[i] !== part));
  return Math.max(0, differs === -1 ? most : Math.min(most, differs));
}

/** `Sort.parallel, avgt (size 1000)`: the benchmark, its mode, its other parameters. */
function nameOf({ benchmark, mode }: Entry, params: Record<string, string>, shared: number): string {
  const short = benchmark.split('.').slice(shared).join('.');
  const setting = Object.entries(params).map(([name, value]) => `${name} ${value}`);
  return `${short}, ${mode}${setting.length === 0 ? '' : ` (${setting.join(', ')})`}`;
}

const secondsIn: Record<string, number> = {
  ns: 1e-9,
  us: 1e-6,
  ms: 1e-3,
  s: 1,
  min: 60,
  hr: 3600,
  day: 86_400,
};

/** Operations of all threads together per second, one an iteration; the score where there is no more. */
function measurementsOf(entry: Entry, workers: number, file: InputFile, index: number): Measurement[] {
  const { primaryMetric: metric } = entry;
  const scores = rawScores(metric) ?? [Number(metric.score)];
  const toRate = rateOf(entry);
  const place = `${file.path}: [${index}].primaryMetric`;
  if (toRate === undefined) {
    throw new UsageError(
      `${place}.scoreUnit is "${metric.scoreUnit}": expected ops/s or s/op, in any unit of time.`,
    );
  }
  const rates = scores.map(toRate);
  if (!rates.every((rate) => Number.isFinite(rate) && rate > 0)) {
    throw new UsageError(
      `${place} of ${entry.benchmark}: expected scores above 0, found ${scores.join(', ')}.`,
    );
  }
  return rates.map((throughput) => ({ workers, throughput }));
}

function rawScores({ rawData, rawDataHistogram }: Entry['primaryMetric']): number[] | undefined {
  const scores = rawDataHistogram?.flat().map(meanOf) ?? rawData?.flat().map(Number) ?? [];
  return scores.length === 0 ? undefined : scores;
}

function meanOf(bins: readonly (readonly [number, number])[]): number {
  return sum(bins.map(([value, count]) => value * count)) / sum(bins.map(([, count]) => count));
}

/** `ops/ms` is of all threads together; `ms/op` is the mean of what each thread took for one. */
function rateOf({ threads, primaryMetric: { scoreUnit } }: Entry): ((score: number) => number) | undefined {
  const rate = secondsIn[/^ops\/(\w+)$/.exec(scoreUnit)?.[1] ?? ''];
  if (rate !== undefined) return (value) => value / rate;
  const time = secondsIn[/^(\w+)\/op$/.exec(scoreUnit)?.[1] ?? ''];
  return time === undefined ? undefined : (value) => threads / (value * time);
}

function basisOf({ primaryMetric: { scoreUnit } }: Entry, workers: string): string {
  const how = scoreUnit.startsWith('ops/')
    ? `${scoreUnit} counts the operations of all threads together`
    : `${scoreUnit} is the mean of what each thread takes for one, so throughput is threads ÷ score`;
  return `${how}; ${workers} are the workers, and work grows with them.`;
}
