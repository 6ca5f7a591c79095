import { UsageError, unknownName } from '../../errors.js';
import { listed } from '../../stats/index.js';
import type { ReadOptions } from '../reader.js';
import type { Table } from '../table.js';
import { rateUnitOf, secondsIn } from '../units.js';
import { type Header, headersOf, type Role, roleOf } from './header.js';
import { quantityIn } from './quantity.js';

/** The columns of a table and what each could be; undefined where nothing tells. */
export interface ColumnRoles {
  table: Table;
  headers: readonly Header[];
  roles: readonly (Role | undefined)[];
  /** What the user said of them. */
  chosen: ReadonlyMap<number, Role>;
}

/** By what the user says, by the headers beside each other, by what the cells hold, in this order. */
export function rolesIn(table: Table, options: ReadOptions): ColumnRoles {
  const headers = headersOf(table.header.cells);
  const chosen = chosenIn(headers, options);
  const isChosen = new Set(chosen.values());
  const roles = headers.map((header, i) => {
    const role = roleOf(header, headers) ?? roleByCells(table, i);
    return chosen.get(i) ?? (role === 'workers' && isChosen.has(role) ? undefined : role);
  });
  return { table, headers, roles, chosen };
}

export const indicesOf = ({ roles }: ColumnRoles, role: Role): number[] =>
  roles.flatMap((each, i) => (each === role ? [i] : []));

/** `"a", "b" and "c"`, of columns by their place. */
export const quoted = ({ table }: ColumnRoles, columns: readonly number[]): string =>
  listed(columns.map((i) => `"${table.header.cells[i]}"`));

/** Throws UsageError for a column that is not there. */
function chosenIn(
  headers: readonly Header[],
  { parameter, time, throughput }: ReadOptions,
): Map<number, Role> {
  const named = [
    [parameter, 'workers'],
    [time, 'time'],
    [throughput, 'throughput'],
  ] as const;
  const entries = named.flatMap(([name, role]) =>
    name === undefined ? [] : [[columnNamed(headers, name), role] as [number, Role]],
  );
  const chosen = new Map(entries);
  if (chosen.size === entries.length) return chosen;
  throw new UsageError(
    `"${named.find(([name]) => name !== undefined)![0]}" is named twice: a column holds one thing.`,
  );
}

/** The column of that header, in any case, with or without its unit. */
function columnNamed(headers: readonly Header[], name: string): number {
  const plain = name.trim().toLowerCase();
  const ways = [
    ({ text }: Header) => text === name,
    ({ text }: Header) => text.toLowerCase() === plain,
    ({ text }: Header) => text.toLowerCase().replace(/\s*[([].*$/, '') === plain,
  ];
  for (const way of ways) {
    const at = headers.findIndex(way);
    if (at !== -1) return at;
  }
  throw unknownName(
    'column',
    name,
    headers.map(({ text }) => text),
  );
}

/** A column whose cells all have units of time is a time, whatever its header; so with units of throughput. */
function roleByCells({ rows }: Table, column: number): Role | undefined {
  const units = rows.map(({ cells }) => unitOf(cells[column]!));
  if (units.every((unit) => secondsIn(unit) !== undefined)) return 'time';
  return units.every((unit) => rateUnitOf(unit) !== undefined) ? 'throughput' : undefined;
}

/** Empty where there is none. */
const unitOf = (text: string): string => (quantityIn(text, '.') ?? quantityIn(text, ','))?.unit ?? '';
