import { basename, dirname } from 'node:path';
import { catalogFrom } from './catalog/index.js';
import {
  type ComparedRecord,
  type ComparisonDocument,
  comparedRecord,
  compareMachines,
  compareVersions,
} from './compare/index.js';
import { UsageError } from './errors.js';
import { readRecord } from './record/index.js';
import { version } from './study/index.js';

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
  options: CompareOptions = {},
): Promise<ComparisonDocument> {
  check(paths, options);
  const { against, failOnRegression: margin, catalog: file } = options;
  const catalog = await catalogFrom(file);
  const how = { catalog, margin, today: new Date(), version };
  const records = await readAll(paths);
  return against === undefined
    ? compareMachines(records, how)
    : compareVersions(records, await readAll(against), how);
}

function check(paths: readonly string[], { against, failOnRegression: margin }: CompareOptions): void {
  if (paths.length === 0 || against?.length === 0)
    throw new UsageError('There is no record to compare: each side takes at least one.');
  if (margin === undefined) return;
  if (against === undefined)
    throw new UsageError('--fail-on-regression needs to know what was before: name records with --against.');
  if (!(margin > 0 && margin < 1))
    throw new UsageError(`failOnRegression is a share of throughput, such as 0.05; ${margin} is none.`);
}

function readAll(paths: readonly string[]): Promise<ComparedRecord[]> {
  return Promise.all(paths.map(async (path) => comparedRecord(nameOf(path), await readRecord(path))));
}

/** A run's folder, where the file is called as all are. */
function nameOf(path: string): string {
  const name = path.replace(/(?<=.)[/\\]+$/, '');
  return basename(name) === 'record.jsonl' && dirname(name) !== '.' ? dirname(name) : name;
}
