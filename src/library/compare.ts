import { basename, dirname } from 'node:path';
import { catalogFrom } from '../market/catalog/index.js';
import {
  type ComparisonDocument,
  comparedRecord,
  compareMachines,
  compareVersions,
} from '../market/compare/index.js';
import { version } from '../own-package.js';
import { readRecord } from '../record/index.js';

export { writeComparison } from '../report/index.js';

export interface CompareOptions {
  /** The records of before: with them versions are compared, without them machines. */
  against?: readonly string[];
  /** Needs `against`: how much slower counts as a regression, a share of throughput between 0 and 1. */
  failOnRegression?: number;
  /** File of instances and prices; default: the catalog that comes with corewise. */
  catalog?: string;
}

/** What `compareRecords` does, with options that have been checked. */
export async function compare(
  paths: readonly string[],
  options: CompareOptions,
): Promise<ComparisonDocument> {
  const { against, failOnRegression: margin } = options;
  const how = { catalog: await catalogFrom(options.catalog), margin, today: new Date(), version };
  const read = async (path: string) => comparedRecord(nameOf(path), await readRecord(path));
  const readAll = (all: readonly string[]) => Promise.all(all.map(read));
  const records = await readAll(paths);
  return against === undefined
    ? compareMachines(records, how)
    : compareVersions(records, await readAll(against), how);
}

/** A run's folder, where the file is called as all are. */
function nameOf(path: string): string {
  const name = path.replace(/(?<=.)[/\\]+$/, '');
  return basename(name) === 'record.jsonl' && dirname(name) !== '.' ? dirname(name) : name;
}
