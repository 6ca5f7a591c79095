import { UsageError, unknownName } from '../../errors.js';
import { groupBy } from '../../insight/analysis/index.js';
import { counted, sum } from '../../stats/index.js';
import { type MeasuredCurve, type Measurement, pointsOf } from '../curve.js';
import type { InputFile } from '../input/input-file.js';
import { firstOf, member } from '../input/json-content.js';
import { groupAlike, type NumberedName, templateOf } from '../numbered-name.js';
import type { Reader } from '../reader.js';
import { secondsIn } from '../units.js';
import { meansWorkers, workersFrom } from '../worker-words.js';
import { entriesInCsv, entriesInJson, isJmhCsv, type JmhEntry } from './entries.js';

/** An entry with its count and what its curve is called, in which the count may stand: `Sort.on4Threads`. */
interface CountedEntry extends NumberedName {
  entry: JmhEntry;
  workers: number;
  measured: Measurement[];
  /** Scores that are none. */
  missing: number;
}

/** What the Java Microbenchmark Harness writes with `-rf json` or `-rf csv` (github.com/openjdk/jmh). */
export const jmh: Reader = {
  name: 'jmh',
  description: 'JMH -rf json or -rf csv, runs with several -t',
  recognises: ({ json, text }) => {
    if (json === undefined) return isJmhCsv(text);
    const first = firstOf(json);
    return typeof member(first, 'benchmark') === 'string' && member(first, 'primaryMetric') !== undefined;
  },
  read(file, options) {
    const entries = isJmhCsv(file.text) ? entriesInCsv(file) : entriesInJson(file);
    const parameter = parameterIn(entries, options.parameter);
    const shared = sharedPackages(entries);
    const found = entries.map((entry) => countedEntry(entry, shared, parameter));
    if (found.every(({ measured }) => measured.length === 0))
      throw new UsageError(withoutScores(file, entries));
    return [...groupBy(found, ({ name }) => name).values()]
      .reduce<CountedEntry[][]>(joinNumbered, [])
      .filter((group) => group.some(({ measured }) => measured.length > 0))
      .map((group) => curveOf(group, parameter ?? 'threads'));
  },
};

/**
 * The `@Param` that holds the workers; undefined for the threads of JMH itself. Unless the user says it, it is the one
 * that is called so where all benchmarks have equally many threads.
 */
function parameterIn(entries: readonly JmhEntry[], asked: string | undefined): string | undefined {
  if (asked !== undefined) {
    const name = asked.replace(/^Param: /, '');
    const isParam = entries.some(({ params }) => Object.hasOwn(params, name));
    return !isParam && name.toLowerCase() === 'threads' ? undefined : name;
  }
  if (new Set(entries.map(({ threads }) => threads)).size > 1) return undefined;
  const names = Object.keys(entries[0]?.params ?? {}).filter(meansWorkers);
  const telling = names.filter((name) =>
    entries.every(({ params }) => workersFrom(params[name]) !== undefined),
  );
  return telling.length === 1 ? telling[0] : undefined;
}

function countedEntry(entry: JmhEntry, shared: number, parameter: string | undefined): CountedEntry {
  const { [parameter ?? '']: own, ...params } = entry.params;
  const workers = parameter === undefined ? entry.threads : workersFrom(own);
  if (workers === undefined) throw missingCount(entry, parameter!);
  const measured = measurementsOf(entry, workers);
  const name = inPlural(nameOf(entry, params, shared), workers);
  return {
    entry,
    workers,
    name,
    number: String(workers),
    measured,
    missing: entry.scores.length - measured.length,
  };
}

function missingCount({ params, place }: JmhEntry, parameter: string): UsageError {
  const value = params[parameter];
  if (value === undefined) return unknownName('parameter', parameter, Object.keys(params));
  return new UsageError(
    `${place}: parameter ${parameter} is "${value}": expected the number of workers, a whole number of at least 1.`,
  );
}

/** `on1Thread` as `on1Threads`, so that it differs from `on4Threads` in its number alone. */
function inPlural(name: string, workers: number): string {
  return name.replace(/(?<!\d)(\d+)(_?(?:thread|worker|core|cpu|proc))s?(?![a-z])/gi, (text, number, word) =>
    Number(number) === workers ? `${number}${word}s` : text,
  );
}

/** Benchmarks that have their number of threads in their names, since `@Threads` is set for each, are one curve. */
function joinNumbered(groups: CountedEntry[][], next: CountedEntry[]): CountedEntry[][] {
  const alike = groups.find((group) => groupAlike([...group, ...next]).length === 1);
  if (alike === undefined) return [...groups, next];
  return groups.map((group) => (group === alike ? [...group, ...next] : group));
}

/** How many packages at the front of their names all benchmarks have in common; class and method stay. */
function sharedPackages(entries: readonly JmhEntry[]): number {
  const names = entries.map(({ benchmark }) => benchmark.split('.'));
  const [first = []] = names;
  const most = Math.min(...names.map(({ length }) => length)) - 2;
  const differs = first.findIndex((part, i) => names.some((name) => name[i] !== part));
  return Math.max(0, differs === -1 ? most : Math.min(most, differs));
}

/** `Sort.parallel, avgt (size 1000)`: the benchmark, its mode, its other parameters. */
function nameOf({ benchmark, mode }: JmhEntry, params: Record<string, string>, shared: number): string {
  const short = benchmark.split('.').slice(shared).join('.');
  const setting = Object.entries(params).map(([name, value]) => `${name} ${value}`);
  return `${short}, ${mode}${setting.length === 0 ? '' : ` (${setting.join(', ')})`}`;
}

/** Operations of all threads together per second, one an iteration that has a score. */
function measurementsOf(entry: JmhEntry, workers: number): Measurement[] {
  const { unit, scores, place, benchmark } = entry;
  const toRate = rateOf(entry);
  if (toRate === undefined)
    throw new UsageError(
      `${place}: the unit of ${benchmark} is "${unit}": expected ops/s or s/op, in any unit of time.`,
    );
  const zero = scores.find((score) => score <= 0);
  if (zero !== undefined)
    throw new UsageError(
      `${place}: the score of ${benchmark} is ${zero} ${unit}, expected one above 0. Choose a coarser unit with -tu s; -rf json has more decimals than -rf csv.`,
    );
  return scores.filter(Number.isFinite).map((score) => {
    const ends = [toRate(score - (entry.error ?? 0)), toRate(score + (entry.error ?? 0))];
    const hasEnds = entry.error !== undefined && entry.error < score;
    return {
      workers,
      throughput: toRate(score),
      ...(hasEnds && { low: Math.min(...ends), high: Math.max(...ends) }),
    };
  });
}

/** `ops/ms` is of all threads together; `ms/op` is the mean of what each thread took for one. */
function rateOf({ threads, unit }: JmhEntry): ((score: number) => number) | undefined {
  const rate = secondsIn(/^ops\/(\w+)$/.exec(unit)?.[1] ?? '');
  if (rate !== undefined) return (value) => value / rate;
  const time = secondsIn(/^(\w+)\/op$/.exec(unit)?.[1] ?? '');
  return time === undefined ? undefined : (value) => threads / (value * time);
}

function withoutScores({ path }: InputFile, [first]: readonly JmhEntry[]): string {
  const example = first === undefined ? '' : ` (${first.benchmark}: NaN)`;
  return `${path}: JMH gives no score for any benchmark${example}. Run it again with longer iterations, -r 10s, and -rf json.`;
}

function curveOf(group: readonly CountedEntry[], workers: string): MeasuredCurve {
  const missing = sum(group.map((each) => each.missing));
  return {
    name: templateOf(group, workers),
    points: pointsOf(group.flatMap(({ measured }) => measured)),
    unit: 'ops/s',
    basis: basisOf(group, workers),
    machine: {},
    doubts:
      missing === 0 ? [] : [`Left out: ${counted(missing, 'score')} that JMH gives as NaN or infinite.`],
  };
}

function basisOf(group: readonly CountedEntry[], workers: string): string {
  const { unit } = group[0]!.entry;
  const how = unit.startsWith('ops/')
    ? `${unit} counts the operations of all threads together`
    : `${unit} is the mean of what each thread takes for one, so throughput is threads ÷ score`;
  const hasErrors = group.some(({ entry }) => entry.error !== undefined);
  const errors = hasErrors ? ' 95 % intervals are computed from its errors of 99.9 %.' : '';
  return `${how}; ${workers} are the workers, and work grows with them.${errors}`;
}
