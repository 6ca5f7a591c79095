import { UsageError } from '../errors.js';
import { type BenchmarkComparison, type BenchmarkFile, compareBenchmarks } from '../market/compare/index.js';
import { version } from '../own-package.js';
import { isVitestResults, readVitestResults } from '../readers/index.js';
import type { CompareOptions } from './compare.js';

/** What `compareBenchmarks` does, with options that have been checked. */
export async function compareFiles(
  paths: readonly string[],
  { against, failOnRegression: margin }: CompareOptions,
): Promise<BenchmarkComparison> {
  if (against === undefined)
    throw new UsageError(
      `${paths[0]} holds benchmark results of vitest, which do not say what machine they are of. Say what was before: corewise compare after.json --against before.json.`,
    );
  refuseTwice([...paths, ...against]);
  const readAll = (all: readonly string[]) => Promise.all(all.map(read));
  const sides = { before: await readAll(against), after: await readAll(paths) };
  return compareBenchmarks(sides, { margin, version });
}

async function read(path: string): Promise<BenchmarkFile> {
  if (!(await isVitestResults(path)))
    throw new UsageError(
      `${path} does not hold benchmark results of vitest, and another of these files does: compare records with records, and benchmark results with benchmark results.`,
    );
  return { name: path, ...(await readVitestResults(path)) };
}

/** One given twice would halve what runs seem to differ by. */
function refuseTwice(paths: readonly string[]): void {
  const twice = paths.find((path, i) => paths.indexOf(path) !== i);
  if (twice !== undefined) throw new UsageError(`${twice} is given twice. Give each file once.`);
}
