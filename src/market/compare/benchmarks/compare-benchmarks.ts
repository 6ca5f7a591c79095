import { UsageError } from '../../../errors.js';
import { ASSUMED_BETWEEN_RUNS, ASSUMED_RUN_DEVIATION } from '../../../insight/analysis/index.js';
import type { VitestBenchmark } from '../../../readers/index.js';
import {
  differenceOf,
  differenceVerdicts,
  type Estimate,
  estimateBehind,
  estimateOf,
  KNOWN,
  ratioOf,
  summaryOf,
  surelyBelow,
} from '../../../stats/index.js';
import { type BenchmarkFile, type BenchmarkSides, doubtsOf } from './doubts.js';
import { BENCHMARKS_SCHEMA, type BenchmarkComparison, type ComparedBenchmark } from './schema.js';
import { answerOf } from './wording.js';

export interface BenchmarkOptions {
  /** How much slower counts as a regression, as a share of throughput: 0.05. */
  readonly margin?: number | undefined;
  /** Of corewise. */
  readonly version: string;
}

/**
 * What changed from before to after, benchmark by benchmark, joined by name: one family of comparisons, corrected for
 * their number (Holm). Several files of a side are one figure, with what they differ by; of a single one, what two runs
 * of the same code are assumed to differ by is added to the spread of its iterations, since that says nothing of the
 * next run. Throws UsageError where the sides have no benchmark in common.
 */
export function compareBenchmarks(
  { before, after }: BenchmarkSides,
  { margin, version }: BenchmarkOptions,
): BenchmarkComparison {
  const joined = join(before, after);
  if (joined.length === 0) throw nothingInCommon(before, after);
  const differences = joined.map((each) => differenceOf(each.after, each.before));
  const verdicts = differenceVerdicts(differences);
  const beyond = margin === undefined ? undefined : surelyBelow(differences, Math.log(1 - margin));
  const benchmarks = joined.map((each, i): ComparedBenchmark => {
    const { verdict, ratio, timesAsMany } = verdicts[i]!;
    const fewest = Math.min(each.files.before, each.files.after);
    return {
      name: each.name,
      before: ratioOf(summaryOf(each.before)),
      after: ratioOf(summaryOf(each.after)),
      ratio,
      verdict,
      files: each.files,
      ...(timesAsMany !== null && {
        moreFiles: Math.max(1, Math.ceil(fewest * timesAsMany) - fewest),
      }),
      ...(beyond && { isRegression: beyond[i]! && verdict === 'slower' }),
    };
  });
  const describe = (side: 'before' | 'after') => (file: BenchmarkFile) => ({
    name: file.name,
    side,
    benchmarks: file.benchmarks.length,
  });
  return {
    schema: BENCHMARKS_SCHEMA,
    format: 'vitest',
    files: [...before.map(describe('before')), ...after.map(describe('after'))],
    benchmarks,
    ...answerOf(benchmarks),
    findings: doubtsOf({ before, after }, benchmarks),
    assumedBetweenRuns: ASSUMED_BETWEEN_RUNS,
    ...(margin !== undefined && {
      regression: { margin, isFound: benchmarks.some(({ isRegression }) => isRegression) },
    }),
    version,
  };
}

interface Joined {
  name: string;
  /** Log iterations per second. */
  before: Estimate;
  after: Estimate;
  files: ComparedBenchmark['files'];
}

function join(before: readonly BenchmarkFile[], after: readonly BenchmarkFile[]): Joined[] {
  const [older, newer] = [byName(before), byName(after)];
  return [...older].flatMap(([name, was]) => {
    const is = newer.get(name);
    if (is === undefined) return [];
    const files = { before: was.length, after: is.length };
    return [{ name, before: throughputOf(was), after: throughputOf(is), files }];
  });
}

function byName(files: readonly BenchmarkFile[]): Map<string, VitestBenchmark[]> {
  const found = new Map<string, VitestBenchmark[]>();
  for (const one of files.flatMap(({ benchmarks }) => benchmarks))
    found.set(one.name, [...(found.get(one.name) ?? []), one]);
  return found;
}

function throughputOf(measured: readonly VitestBenchmark[]): Estimate {
  if (measured.length > 1) return estimateOf(measured.map(({ throughput }) => Math.log(throughput)));
  const [{ throughput, interval, iterations }] = measured as [VitestBenchmark];
  const assumed = { variance: ASSUMED_RUN_DEVIATION ** 2, degreesOfFreedom: KNOWN };
  const own = interval === null ? [] : estimateBehind(interval, iterations).parts;
  return { mean: Math.log(throughput), parts: [assumed, ...own] };
}

function nothingInCommon(before: readonly BenchmarkFile[], after: readonly BenchmarkFile[]): UsageError {
  const first = (files: readonly BenchmarkFile[]) => {
    const name = files.flatMap(({ benchmarks }) => benchmarks)[0]?.name;
    return name === undefined ? 'has none with a time' : `begins with "${name}"`;
  };
  return new UsageError(
    `The two sides have no benchmark in common: before ${first(before)}, after ${first(after)}. Benchmarks are joined by the path of their file within the project, their describes and their name.`,
  );
}
