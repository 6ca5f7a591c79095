import { UsageError } from '../errors.js';
import type { BenchmarkComparison, ComparisonDocument } from '../market/compare/index.js';
import { checkPaths, field, namesField, optionsReader, textField } from '../read-options.js';
import type { CompareOptions } from './compare.js';

export type { CompareOptions } from './compare.js';

/**
 * Compares records, given as paths of `record.jsonl` or of the folders of runs. Several of one machine, or of one side,
 * are one figure. With `failOnRegression`, `regression.isFound` says whether something is surely slower by more.
 * Rejects with UsageError where the records cannot be compared or the options cannot be.
 */
export async function compareRecords(
  paths: readonly string[],
  given: CompareOptions = {},
): Promise<ComparisonDocument> {
  const options = readOptions(given, 'compareRecords');
  checkPaths(paths, 'compareRecords');
  check(paths, options);
  const { compare } = await import('./compare.js');
  return compare(paths, options);
}

/** `against` has the files of before, and has to be given: they do not say what machine they are of. */
export type BenchmarkCompareOptions = Omit<CompareOptions, 'catalog'>;

/**
 * Compares what `vitest bench --outputJson` wrote after a change with what it wrote before, benchmark by benchmark;
 * options as of `compareRecords`. Rejects with UsageError where a file is another, or nothing is in common.
 */
export async function compareBenchmarks(
  paths: readonly string[],
  given: BenchmarkCompareOptions,
): Promise<BenchmarkComparison> {
  const options = readOptions(given, 'compareBenchmarks');
  checkPaths(paths, 'compareBenchmarks');
  check(paths, options);
  if (options.catalog !== undefined)
    throw new UsageError(
      'Benchmark results of vitest do not say what machine they are of: leave out --catalog.',
    );
  const { compareFiles } = await import('./compare-files.js');
  return compareFiles(paths, options);
}

/** Whether any of these is a file of benchmark results, so that all have to be. */
export async function areBenchmarks(paths: readonly string[]): Promise<boolean> {
  const { isVitestResults } = await import('../readers/index.js');
  return (await Promise.all(paths.map(isVitestResults))).includes(true);
}

const readOptions = optionsReader<CompareOptions>({
  against: namesField("['before/record.jsonl']"),
  // Its range is told below, with what it needs.
  failOnRegression: field<number>(
    'must be a share of throughput, such as 0.05',
    (value) => typeof value === 'number',
  ),
  catalog: textField,
});

function check(paths: readonly string[], { against, failOnRegression: margin }: CompareOptions): void {
  if (paths.length === 0 || against?.length === 0)
    throw new UsageError('There is no record to compare: each side takes at least one.');
  if (margin === undefined) return;
  if (against === undefined)
    throw new UsageError('--fail-on-regression needs to know what was before: name records with --against.');
  if (!(margin > 0 && margin < 1))
    throw new UsageError(`failOnRegression is a share of throughput, such as 0.05; ${margin} is not.`);
}

/** Writes a comparison into a folder: `html`, `json` and `md` unless told otherwise. Gives the paths. */
export async function writeComparison(
  comparison: ComparisonDocument,
  folder: string,
  formats?: readonly string[],
): Promise<string[]> {
  const { writeComparison: write } = await import('./compare.js');
  return write(comparison, folder, formats);
}
