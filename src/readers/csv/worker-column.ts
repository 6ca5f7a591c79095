import { UsageError } from '../../errors.js';
import type { DecimalSign } from '../notation.js';
import { isWorkers, meansWorkers } from '../worker-words.js';
import { type ColumnRoles, indicesOf, quoted } from './column-roles.js';
import { quantityIn } from './quantity.js';

/** The number of workers in a cell, `4` or `4 threads`; undefined for anything but a whole number of at least 1. */
export function workersInCell(text: string, sign: DecimalSign): number | undefined {
  const quantity = quantityIn(text, sign);
  if (quantity === undefined || !(quantity.unit === '' || meansWorkers(quantity.unit))) return undefined;
  return isWorkers(quantity.amount) ? quantity.amount : undefined;
}

/**
 * The column that holds the workers. Of several that are called so it is the one that holds counts and nothing else,
 * then one with a whole word for its name, then the only one that changes. Throws UsageError without such a column.
 */
export function workerColumn(found: ColumnRoles): number {
  const named = indicesOf(found, 'workers');
  const isChosen = [...found.chosen.values()].includes('workers');
  const numeric = isChosen
    ? named
    : named.filter((i) => countsIn(found, i).some((count) => count !== undefined));
  if (numeric.length === 0) throw new UsageError(`${found.table.header.place}: ${whyNone(found, named)}`);
  const tests = [
    (i: number) => countsIn(found, i).every((count) => count !== undefined),
    (i: number) => found.headers[i]!.words.length > 1,
    (i: number) => new Set(countsIn(found, i)).size > 1,
  ];
  const left = tests.reduce((columns, test) => {
    const passing = columns.length > 1 ? columns.filter(test) : [];
    return passing.length > 0 ? passing : columns;
  }, numeric);
  if (left.length === 1) return left[0]!;
  throw new UsageError(
    `${found.table.header.place}: the columns ${quoted(found, left)} could each be the workers. Name one with --workers.`,
  );
}

const countsIn = ({ table }: ColumnRoles, column: number): (number | undefined)[] =>
  table.rows.map(({ cells }) => workersInCell(cells[column]!, '.'));

function whyNone(found: ColumnRoles, named: readonly number[]): string {
  const { table, roles } = found;
  const all = [...table.header.cells.keys()];
  const isHeader = (i: number) => !/^\d+$/.test(table.header.cells[i]!);
  const counts = all.filter(
    (i) => isHeader(i) && roles[i] === undefined && countsIn(found, i).every((count) => count !== undefined),
  );
  const why =
    named.length === 0
      ? `expected a header with a column workers (threads, processes, cores and jobs will do); found ${quoted(found, all)}`
      : `${quoted(found, named)} holds text, not a number of workers`;
  return counts.length === 0
    ? `${why}.`
    : `${why}. Name the column with --workers: ${quoted(found, counts)} could be meant.`;
}
