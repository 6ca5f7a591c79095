import { UsageError } from '../../errors.js';
import type { ReadOptions } from '../reader.js';
import type { Table } from '../table.js';
import { type ColumnRoles, indicesOf, quoted, rolesIn } from './column-roles.js';
import type { Header, Role } from './header.js';
import { workerColumn } from './worker-column.js';

/** Which column holds what, by its place; -1 where there is none. */
export interface CsvColumns {
  workers: number;
  /** Of throughput, or of time. */
  value: number;
  isTime: boolean;
  low: number;
  high: number;
  name: number;
  /** Of each column. */
  headers: readonly Header[];
  /** Those that nothing tells of. */
  unknown: number[];
  /** These, and those that are known and needed for nothing. */
  unused: number[];
}

/** What the columns of a table are. Throws UsageError, with the place, where one is missing or could be two things. */
export function columnsOf(table: Table, options: ReadOptions): CsvColumns {
  const found = rolesIn(table, options);
  const workers = workerColumn(found);
  const { value, isTime } = valueIn(found);
  const columns = {
    workers,
    value,
    low: only(found, 'low'),
    high: only(found, 'high'),
    name: only(found, 'name'),
  };
  const used = new Set<number>(Object.values(columns));
  const { roles, headers } = found;
  const rest = headers.flatMap(({ text }, i) => (used.has(i) || text === '' ? [] : [i]));
  return {
    ...columns,
    isTime,
    headers,
    unknown: rest.filter((i) => roles[i] === undefined || roles[i] === 'workers'),
    unused: rest.filter((i) => roles[i] !== 'run'),
  };
}

function only(found: ColumnRoles, role: Role): number {
  const columns = indicesOf(found, role);
  if (columns.length <= 1) return columns[0] ?? -1;
  throw new UsageError(
    `${found.table.header.place}: the columns ${quoted(found, columns)} could each be the ${role}. Keep one of them.`,
  );
}

/** Throughput goes before time, and what the user names before both. */
function valueIn(found: ColumnRoles): { value: number; isTime: boolean } {
  for (const [i, role] of found.chosen) if (role !== 'workers') return { value: i, isTime: role === 'time' };
  const rates = indicesOf(found, 'throughput');
  const isTime = rates.length === 0;
  const columns = isTime ? indicesOf(found, 'time') : rates;
  const { place } = found.table.header;
  if (columns.length === 0) throw new UsageError(`${place}: ${whyNoValue(found)}`);
  const value = typical(columns, found.headers);
  if (value !== undefined) return { value, isTime };
  const what = isTime ? 'time' : 'throughput';
  throw new UsageError(
    `${place}: the columns ${quoted(found, columns)} could each be the ${what}. Name one with --${what}.`,
  );
}

/** Of several statistics of one measure the mean, otherwise the median; undefined where measures differ. */
function typical(columns: readonly number[], headers: readonly Header[]): number | undefined {
  const measures = new Set(columns.map((i) => headers[i]!.words));
  if (measures.size > 1) return undefined;
  const ranks = [undefined, 'mean', 'median'] as const;
  const best = ranks
    .map((rank) => columns.filter((i) => headers[i]!.statistic === rank))
    .find((same) => same.length > 0)!;
  return best.length === 1 ? best[0] : undefined;
}

/** Columns that say what they are, and are no figure. */
const notFigures = new Set<Role | undefined>(['workers', 'run', 'name', 'low', 'high']);

function whyNoValue(found: ColumnRoles): string {
  const { table, roles } = found;
  const isNumeric = (i: number) => table.rows.every(({ cells }) => /^[+-]?[.,]?\d/.test(cells[i]!));
  const all = [...table.header.cells.keys()];
  const figures = all.filter((i) => !notFigures.has(roles[i]) && isNumeric(i));
  const telling = figures.filter((i) => roles[i] === undefined);
  const possible = telling.length > 0 ? telling : figures;
  if (possible.length === 0) return `expected a column throughput, or time; found ${quoted(found, all)}.`;
  return `no column is plainly a throughput or a time: ${quoted(found, possible)} could be meant. Name one with --time or --throughput.`;
}
