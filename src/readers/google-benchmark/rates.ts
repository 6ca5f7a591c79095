/** One run of a benchmark, as far as its speed goes; times are in one and the same unit. */
export interface BenchmarkRun {
  name: string;
  threads: number;
  real_time: number;
  cpu_time?: number | null | undefined;
  items_per_second?: number | null | undefined;
}

/**
 * What the figures of a version mean. An iteration is one turn of the benchmark's loop in one of its threads, and
 * all threads turn at the same time.
 */
export interface Meaning {
  /** Before 1.9.0, `real_time` is the time of an iteration ÷ threads; from then on, that of an iteration (#1836). */
  isTimeShared: boolean;
  /** Between the two, `items_per_second` was of one thread; from 1.9.5 on, it is of all again (#2080). */
  areRatesOfAll: boolean;
  /** No version was told; the times had to tell. */
  isGuessed: boolean;
}

const SINCE_TIME = [1, 9, 0];
const SINCE_RATES = [1, 9, 5];

/** Versions before 1.8.4 name none; a build without git may call itself v0.0.0. */
export function meaningOf(version: string | undefined, runs: readonly BenchmarkRun[]): Meaning {
  if (version === undefined) return { isTimeShared: true, areRatesOfAll: true, isGuessed: false };
  const numbers = /(\d+)\.(\d+)\.(\d+)/.exec(version)?.slice(1).map(Number) ?? [0];
  const isGuessed = numbers.every((number) => number === 0);
  const isTimeShared = isGuessed ? runs.some(takesMoreCpuThanTime) : isBefore(numbers, SINCE_TIME);
  const areRatesOfAll = isTimeShared || isGuessed || !isBefore(numbers, SINCE_RATES);
  return { isTimeShared, areRatesOfAll, isGuessed };
}

function isBefore(version: readonly number[], other: readonly number[]): boolean {
  const at = other.findIndex((number, i) => number !== version[i]);
  return at !== -1 && version[at]! < other[at]!;
}

/** No thread has more CPU time than time, unless that is shared out among the threads. */
function takesMoreCpuThanTime({ name, threads, real_time, cpu_time }: BenchmarkRun): boolean {
  return threads > 1 && !/\/process_time\b/.test(name) && real_time < 0.8 * (cpu_time ?? 0);
}

/** Whether CPU times tell what `real_time` is: those of threads that mostly wait are short in either case. */
export function tellsMeaning(runs: readonly BenchmarkRun[]): boolean {
  const several = runs.filter(({ threads }) => threads > 1);
  return several.length === 0 || several.some(({ real_time, cpu_time }) => 2 * (cpu_time ?? 0) > real_time);
}

/** Iterations of all threads together per unit of time. */
export function iterationRate({ threads, real_time }: BenchmarkRun, { isTimeShared }: Meaning): number {
  return (isTimeShared ? 1 : threads) / real_time;
}

/**
 * Items in an iteration: items_per_second × the time that it was divided by, which is CPU time unless the benchmark
 * uses real or manual time. Per unit of time ÷ second.
 */
function itemsOfIteration(run: BenchmarkRun, { areRatesOfAll, isTimeShared }: Meaning): number {
  const isWall = /\/(?:real|manual)_time\b/.test(run.name);
  const time = isWall ? run.real_time : (run.cpu_time ?? Number.NaN);
  const isOfAll = areRatesOfAll && !isTimeShared;
  return (run.items_per_second ?? Number.NaN) * (isOfAll ? time / run.threads : time);
}

/** Items of all threads together per second; NaN where the benchmark counts none. */
export function itemRate(run: BenchmarkRun, meaning: Meaning): number {
  return itemsOfIteration(run, meaning) * iterationRate(run, meaning);
}
