import { basename, dirname } from 'node:path';
import { UsageError } from '../errors.js';
import type { ComparisonDocument } from '../market/compare/index.js';
import { version } from '../own-package.js';
import { checkPaths, field, namesField, optionsReader, textField } from '../read-options.js';

export interface CompareOptions {
  /** The records of before: with them versions are compared, without them machines. */
  against?: readonly string[];
  /** Needs `against`: how much slower counts as a regression, a share of throughput between 0 and 1. */
  failOnRegression?: number;
  /** File of instances and prices; default: the catalog that comes with corewise. */
  catalog?: string;
}

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
  const { catalogFrom } = await import('../market/catalog/index.js');
  const { comparedRecord, compareMachines, compareVersions } = await import('../market/compare/index.js');
  const { readRecord } = await import('../record/index.js');

  const { against, failOnRegression: margin } = options;
  const how = { catalog: await catalogFrom(options.catalog), margin, today: new Date(), version };
  const read = async (path: string) => comparedRecord(nameOf(path), await readRecord(path));
  const readAll = (all: readonly string[]) => Promise.all(all.map(read));
  const records = await readAll(paths);
  return against === undefined
    ? compareMachines(records, how)
    : compareVersions(records, await readAll(against), how);
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
    throw new UsageError(`failOnRegression is a share of throughput, such as 0.05; ${margin} is none.`);
}

/** Writes a comparison into a folder: `html`, `json` and `md` unless told otherwise. Gives the paths. */
export async function writeComparison(
  comparison: ComparisonDocument,
  folder: string,
  formats?: readonly string[],
): Promise<string[]> {
  const { writeComparison: write } = await import('../report/index.js');
  return write(comparison, folder, formats);
}

/** A run's folder, where the file is called as all are. */
function nameOf(path: string): string {
  const name = path.replace(/(?<=.)[/\\]+$/, '');
  return basename(name) === 'record.jsonl' && dirname(name) !== '.' ? dirname(name) : name;
}
