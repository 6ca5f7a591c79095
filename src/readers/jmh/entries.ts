import { z } from 'zod';
import { UsageError } from '../../errors.js';
import { halfWidth, listed, sum } from '../../stats/index.js';
import { checked, type InputFile } from '../input/input-file.js';
import { decimalSignOf, numberIn, splitNumber } from '../notation.js';
import { checkLengths, headerIn, type Row, type Table, tableOf } from '../table.js';
import { workersFrom } from '../worker-words.js';

/** One benchmark, run in one mode with one number of threads. */
export interface JmhEntry {
  /** `jmh.json: [2]`, `jmh.csv:4`. */
  place: string;
  benchmark: string;
  mode: string;
  threads: number;
  params: Record<string, string>;
  /** `ops/ms`, `us/op`. */
  unit: string;
  /** One an iteration; the score where there is no more. NaN where JMH has none. */
  scores: number[];
  /** Half of the 95 % interval of the only score, where there are no samples to take it from. */
  error?: number;
}

/** JMH writes "NaN" and "+INF" as text. */
const score = z.union([z.string(), z.number()]);

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

type Metric = z.infer<typeof entrySchema>['primaryMetric'];

/** The entries of what `-rf json` writes. Throws UsageError for anything else, with its place. */
export function entriesInJson(file: InputFile): JmhEntry[] {
  return checked(file, z.array(entrySchema).min(1), 'JSON of JMH').map((entry, i) => {
    const { benchmark, mode, threads, params, primaryMetric } = entry;
    const scores = scoresIn(primaryMetric);
    const place = `${file.path}: [${i}]`;
    return { place, benchmark, mode, threads, params, unit: primaryMetric.scoreUnit, scores };
  });
}

function scoresIn({ score, rawData, rawDataHistogram }: Metric): number[] {
  const scores = rawDataHistogram?.flat().map(meanOf) ?? rawData?.flat().map(Number) ?? [];
  return scores.length === 0 ? [Number(score)] : scores;
}

function meanOf(bins: readonly (readonly [number, number])[]): number {
  return sum(bins.map(([value, count]) => value * count)) / sum(bins.map(([, count]) => count));
}

const COLUMNS = ['Benchmark', 'Mode', 'Threads', 'Score', 'Unit'] as const;
type Column = (typeof COLUMNS)[number];

/** Whether a text begins as the CSV of JMH does. */
export function isJmhCsv(text: string): boolean {
  const header = headerIn(text);
  return header[0] === 'Benchmark' && ['Mode', 'Score', 'Unit'].every((column) => header.includes(column));
}

/**
 * The entries of what `-rf csv` and `-rf scsv` write, with the decimal sign of the machine that wrote it. Rows behind
 * a colon, `Sort.parallel:gc.alloc.rate`, are of a profiler or a part of the benchmark.
 */
export function entriesInCsv(file: InputFile): JmhEntry[] {
  const table = checkLengths(tableOf(file));
  const at = columnsIn(table);
  const rows = table.rows.filter(({ cells }) => !cells[at.Benchmark]!.includes(':'));
  const sign = decimalSignOf(
    rows.map(({ cells, place }) => ({ text: cells[at.Score]!, place })),
    table.separator,
  );
  const figure = (text: string): number => numberIn(splitNumber(text)?.number ?? '', sign);
  return rows.map((row) => {
    const { cells, place } = row;
    const score = cells[at.Score]!;
    return {
      place,
      benchmark: cells[at.Benchmark]!,
      mode: cells[at.Mode]!,
      threads: threadsIn(row, at.Threads),
      params: paramsIn(table, row),
      unit: cells[at.Unit]!,
      scores: [figure(score)],
      ...errorIn(table, row, figure),
    };
  });
}

/** From half of the 99.9 % interval that JMH writes, by the t distribution; nothing of a single sample. */
function errorIn({ header }: Table, { cells }: Row, figure: (text: string) => number): { error?: number } {
  const at = header.cells.findIndex((name) => name.startsWith('Score Error'));
  const samples = Number(cells[header.cells.indexOf('Samples')]);
  const half = figure(cells[at] ?? '');
  if (!(half > 0) || !(samples > 1)) return {};
  const one = { mean: 0, standardError: 1, degreesOfFreedom: samples - 1 };
  return { error: (half * halfWidth(one, 0.95)) / halfWidth(one, 0.999) };
}

function columnsIn({ header: { cells, place } }: Table): Record<Column, number> {
  const missing = COLUMNS.filter((column) => !cells.includes(column));
  if (missing.length > 0)
    throw new UsageError(
      `${place}: the CSV of JMH has no column ${listed(missing)}: write it with -rf csv, which has ${listed(COLUMNS)}.`,
    );
  return Object.fromEntries(COLUMNS.map((column) => [column, cells.indexOf(column)])) as Record<
    Column,
    number
  >;
}

function threadsIn({ cells, place }: Row, column: number): number {
  const threads = workersFrom(cells[column]);
  if (threads !== undefined) return threads;
  throw new UsageError(`${place}: Threads is "${cells[column]}": expected a whole number of at least 1.`);
}

/** From `Param: size`; empty ones are not of this benchmark. */
function paramsIn({ header }: Table, { cells }: Row): Record<string, string> {
  return Object.fromEntries(
    header.cells.flatMap((name, i) => {
      const param = /^Param: (.+)$/.exec(name)?.[1];
      return param === undefined || cells[i] === '' ? [] : [[param, cells[i]!]];
    }),
  );
}
