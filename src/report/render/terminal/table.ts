import type CliTable from 'cli-table3';
import { onDemand } from '../../../own-package.js';
import {
  type Cell,
  MISSING,
  plain,
  type Table,
  type TableCell,
  type TableColumn,
  tableFor,
} from '../../document/table.js';
import { type Page, widthOf } from './page.js';

const cliTable = onDemand<typeof CliTable>('cli-table3');

/** A table as lines of a terminal, none longer than it is wide: the heading and rows without figures set back. */
export function tableLines(table: Table, { width, paint }: Page): string[] {
  const { columns, rows } = tableFor('terminal', table);
  if (rows.length === 0) return [];
  const [heading = '', ...lines] = fittingLines(
    columns.flatMap((column, index) => {
      const cells = rows.map((row) => row.cells[index]!);
      return [{ column, cells }, ...barsOf(cells)];
    }),
    width,
  );
  return [
    paint('dim', heading),
    ...lines.map((line, row) => (rows[row]!.look === 'unmeasured' ? paint('dim', line) : line)),
  ];
}

const BAR_WIDTH = 8;
/** Eighths of a character. */
const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** What has a track is a bar beside its figure, the longest that of the highest one. */
function barsOf(cells: readonly TableCell[]): Column[] {
  const shares = cells.map(({ track }) => track?.at ?? 0);
  const most = Math.max(...shares);
  if (shares.filter((share) => share > 0).length < 2) return [];
  const bars = shares.map((share) => ({ text: barOf(share / most) }));
  return [{ column: { label: '', meaning: 'The same as a bar', align: 'left', yields: 2.1 }, cells: bars }];
}

function barOf(share: number): string {
  const eighths = Math.round(share * BAR_WIDTH * EIGHTHS.length);
  return '█'.repeat(Math.floor(eighths / EIGHTHS.length)) + EIGHTHS[eighths % EIGHTHS.length]!;
}

interface Column {
  column: TableColumn;
  cells: readonly Cell[];
}

/**
 * First those columns go that yield; then, as far as what differs still does, details are left out and long words are
 * cut; then columns go, the last one first.
 */
function fittingLines(columns: readonly Column[], width: number): string[] {
  const least = leastWorth(columns);
  const without = () =>
    fittingLines(
      columns.filter((column) => column !== least.column),
      width,
    );
  // Figures are not cut to keep a column that yields.
  if (least.yields >= 0) return firstDrawn(columns, width, ROOMS.slice(0, -1), [true]) ?? without();
  return firstDrawn(columns, width, ROOMS, [true, false]) ?? (columns.length === 1 ? [] : without());
}

function firstDrawn(
  columns: readonly Column[],
  width: number,
  rooms: readonly number[],
  details: readonly boolean[],
): string[] | undefined {
  for (const room of rooms) {
    for (const isDetailed of details) {
      const lines = drawn(columns, width, { room, isDetailed });
      if (lines !== undefined) return lines;
    }
  }
  return undefined;
}

/** Of a column that says nothing new. */
const FIRST = 9;
/** Of rows that other columns tell apart as well. */
const DIFFERS = 0.5;

/** The column to leave out first, the last of equal ones, and how readily it goes. */
function leastWorth(columns: readonly Column[]): { column: Column; yields: number } {
  const all = columns.map((column) => yieldOf(column, columns));
  const yields = Math.max(...all);
  return { column: columns[all.lastIndexOf(yields)]!, yields };
}

/** Below 0: it stays as long as anything else can be left out, and where it tells rows apart a little less so. */
function yieldOf(one: Column, columns: readonly Column[]): number {
  const { names = false, yields = names ? 0 : -1, usual } = one.column;
  if (usual !== undefined && one.cells.every(({ text }) => text === usual)) return FIRST;
  if (!names) return yields;
  const all = columns.filter(({ column }) => column.names);
  if (rowsApart(all.filter((other) => other !== one)) < rowsApart(all)) return -0.5;
  const told = new Set(one.cells.map(({ text }) => text).filter((text) => text !== MISSING));
  return told.size > 1 ? DIFFERS : yields;
}

/** How many rows of these columns differ. */
function rowsApart(columns: readonly Column[]): number {
  const rows = columns[0]?.cells.map((_, row) =>
    JSON.stringify(columns.map(({ cells }) => cells[row]!.text)),
  );
  return new Set(rows).size;
}

/** Columns a word may take, the widest first. */
const ROOMS = [60, 40, 30, 22, 16];

interface Shortening {
  room: number;
  isDetailed: boolean;
}

/** Undefined where it is too wide, or makes rows alike that are not. */
function drawn(
  columns: readonly Column[],
  width: number,
  { room, isDetailed }: Shortening,
): string[] | undefined {
  const texts = columns.map(({ column: { compactDetail = false }, cells }) =>
    shortened(cells, room, isDetailed && compactDetail, columns.length === 1),
  );
  if (!texts.every((of) => of !== undefined)) return undefined;
  const lines = plainTable(
    columns.map(({ column }) => column),
    columns[0]!.cells.map((_, row) => texts.map((of) => of[row]!)),
  );
  return lines.every((line) => widthOf(line) <= width) ? lines : undefined;
}

/** The texts of a column, none wider than the room; undefined where that makes different ones alike that must not be. */
function shortened(
  cells: readonly Cell[],
  room: number,
  isDetailed: boolean,
  mayBeAlike: boolean,
): string[] | undefined {
  const words = cells.map(({ text }) => plain(text));
  const short = cuts.map((cut) => words.map((word) => (widthOf(word) > room ? cut(word, room) : word)));
  const telling = short.find((of) => new Set(of).size === new Set(words).size);
  const chosen = telling ?? (mayBeAlike ? short[0] : undefined);
  return chosen?.map((word, row) => {
    const { detail } = cells[row]!;
    return isDetailed && detail !== undefined ? `${word} ${plain(detail)}` : word;
  });
}

/** Names that share their beginning differ at the end, or between both. */
const cuts: readonly ((word: string, room: number) => string)[] = [
  (word, room) => `${word.slice(0, room - 1)}…`,
  (word, room) => `…${word.slice(1 - room)}`,
  (word, room) => {
    const half = Math.floor((room - 1) / 2);
    return `${word.slice(0, room - 1 - half)}…${word.slice(-half)}`;
  },
];

export type PlainColumn = Pick<TableColumn, 'label' | 'align'>;

/** The lines of a table without lines. */
const frameless: Readonly<Record<string, string>> = Object.fromEntries(
  ['top', 'bottom', 'mid', 'left', 'right', 'middle'].flatMap((side) =>
    [side, `${side}-mid`, `${side}-left`, `${side}-right`].map((name) => [name, '']),
  ),
);

/** Lines of a table for a terminal: a heading, then the rows, each column as wide as it needs. */
export function plainTable(columns: readonly PlainColumn[], rows: readonly (readonly string[])[]): string[] {
  const table = new (cliTable())({
    head: columns.map(({ label }) => label),
    colAligns: columns.map(({ align }) => align),
    chars: frameless,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 1, compact: true },
  });
  table.push(...rows.map((row) => [...row]));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
}
