import { formatInterval, formatRatio, type Interval } from '../../stats/index.js';

const unprintable = /[\p{Cc}\p{Zl}\p{Zp}\u200E\u200F\u202A-\u202E\u2066-\u2069]+/gu;

/** One line without control characters, escape sequences' ESC and direction marks, for terminals and tables. */
export function plain(text: string): string {
  return text.replace(unprintable, ' ').trim();
}

/** `tasks 12, iterations 10,000,000`. */
export function nameParams(params: Readonly<Record<string, number | string | boolean>>): string {
  return Object.entries(params)
    .map(([name, value]) => `${name} ${typeof value === 'number' ? value.toLocaleString('en-US') : value}`)
    .join(', ');
}

/** What writes a document out. */
export type Format = 'html' | 'markdown' | 'terminal' | 'csv';

/** Something that not every format has room for. */
export interface Shown {
  /** The formats that show it; all that can, unless given. */
  only?: readonly Format[];
}

/** Where there is more room than in a terminal. */
export const written = { only: ['html', 'markdown'] } as const;
export const onPage = { only: ['html'] } as const;
export const notOnPage = { only: ['markdown', 'terminal'] } as const;
export const inTerminal = { only: ['terminal'] } as const;

export function shownIn<T extends Shown>(format: Format, all: readonly T[]): T[] {
  return all.filter(({ only }) => only === undefined || only.includes(format));
}

/** What stands where there is no figure. */
export const MISSING = '–';

/** What a cell shows; `detail` is what may be set smaller, or left out where room is short. */
export interface Cell {
  text: string;
  detail?: string;
  /** On the page: where it leads, below the page's own folder or in the page itself. */
  href?: string;
}

export type Value = number | string | boolean | null;

interface Heading extends Shown {
  label: string;
  /** What it means, in one line. */
  meaning: string;
  align: 'left' | 'right';
  /** In a terminal too the detail is shown, as long as there is room. */
  compactDetail?: boolean;
  /** Where a terminal is too narrow, the columns that have this go first, the highest before the others. */
  yields?: number;
  /** What a cell says where all is well: where all cells say so, a narrow terminal leaves the column out first. */
  usual?: string;
  /** Part of what a row is called: it does not yield as long as it alone tells two rows apart. */
  names?: boolean;
  /** Class of its cells on the page. */
  look?: string;
  /** On the page a table with tools lets readers choose one of its values. */
  isChosenBy?: boolean;
}

/** A column of a table of rows of any kind, written once: the renderers only draw it. */
export interface Column<Row> extends Heading {
  cell(row: Row): Cell;
  /** Unformatted values by their names in CSV; the first one is what the page sorts by, else what is shown. */
  data?(row: Row): Record<string, Value>;
  /** Formats that show it only where rows differ in it. */
  whenVaried?: readonly Format[];
  /** Shown even where every cell of it is missing. */
  always?: boolean;
  /** A figure to be drawn as a mark on a track beside its text. */
  track?(row: Row): Interval | null;
  /** Whether a cell is bad news. */
  isBad?(row: Row): boolean;
}

export interface TableColumn extends Heading {
  /** What its values are called in CSV, with their unit: `wallMs`. */
  name?: string | undefined;
}

export interface TableRow {
  cells: readonly TableCell[];
  /** `best`: the answer; `predicted`, `unmeasured`: set back. */
  look?: RowLook | undefined;
  /** What it is called in a command, quoted for a shell; of tables with `chosen`. */
  choice?: string;
}

export type RowLook = 'best' | 'predicted' | 'unmeasured';

export interface TableCell extends Cell {
  /** What the page's script sorts by; undefined where there is no figure. */
  sort?: Value | undefined;
  isBad?: boolean | undefined;
  /** How strongly it is coloured on the page, 0 to 1: a table of such cells is a heat map. */
  shade?: number;
  /** On a track from 0 to the table's highest figure; shares of that. */
  track?: { from: number; to: number; at: number } | undefined;
}

/** Columns and rows of any kind, with cells as they are shown. */
export interface Table {
  /** What it is of, for those who do not see it. */
  label: string;
  columns: readonly TableColumn[];
  rows: readonly TableRow[];
  /** The page's script filters its rows and copies them. */
  hasTools?: boolean;
  /**
   * Rows stand from the newest to the oldest, and two of them may be chosen on the page: how the command begins and
   * ends that compares the newer one with the older.
   */
  chosen?: { command: string; end: string };
}

/** Binds columns to rows; a column without any figure is left out unless it is always shown. */
export function tableOf<Row>(
  label: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  look?: (row: Row) => RowLook | undefined,
): Table {
  const wanted = columns.filter(
    (column) => column.always || rows.some((row) => column.cell(row).text !== MISSING),
  );
  const bound = wanted.map((column) => ({ column, cells: cellsOf(column, rows) }));
  return {
    label,
    columns: bound.map(({ column, cells }) => ({ ...headingOf(column, cells), name: nameOf(column, rows) })),
    rows: rows.map((row, index) => ({ cells: bound.map(({ cells }) => cells[index]!), look: look?.(row) })),
  };
}

function headingOf<Row>(column: Column<Row>, cells: readonly Cell[]): TableColumn {
  const { only = ['html', 'markdown', 'terminal'], whenVaried = [] } = column;
  const isVaried = new Set(cells.map(({ text }) => text)).size > 1;
  return { ...column, only: isVaried ? only : only.filter((format) => !whenVaried.includes(format)) };
}

function nameOf<Row>({ data }: Column<Row>, [first]: readonly Row[]): string | undefined {
  return data && first !== undefined ? Object.keys(data(first))[0] : undefined;
}

function cellsOf<Row>(column: Column<Row>, rows: readonly Row[]): TableCell[] {
  const most = Math.max(...rows.map((row) => column.track?.(row)?.high ?? 0));
  return rows.map((row) => {
    const cell = column.cell(row);
    const figure = column.track?.(row);
    return {
      ...cell,
      sort: cell.text === MISSING ? undefined : Object.values(column.data?.(row) ?? cell)[0],
      isBad: column.isBad?.(row),
      track: figure
        ? { from: figure.low / most, to: figure.high / most, at: figure.value / most }
        : undefined,
    };
  });
}

/** The same table with its columns and cells for one format. */
export function tableFor(format: Format, { label, columns, rows, ...rest }: Table): Table {
  const kept = columns.flatMap(({ only }, index) =>
    only === undefined || only.includes(format) ? [index] : [],
  );
  return {
    ...rest,
    label,
    columns: kept.map((index) => columns[index]!),
    rows: rows.map(({ cells, ...row }) => ({ ...row, cells: kept.map((index) => cells[index]!) })),
  };
}

type Look<Row> = Pick<Column<Row>, 'label' | 'meaning'> & Partial<Column<Row>>;

/** A column of words. */
export const word = <Row>(name: string, read: (row: Row) => string | null, look: Look<Row>): Column<Row> => ({
  align: 'left',
  cell: (row) => ({ text: plain(read(row) ?? '') || MISSING }),
  data: (row) => ({ [name]: read(row) }),
  ...look,
});

type Write = (value: number) => string;

/** A column of plain numbers. */
export const number = <Row>(
  name: string,
  read: (row: Row) => number | null,
  write: Write,
  look: Look<Row>,
): Column<Row> => ({
  align: 'right',
  cell: (row) => {
    const value = read(row);
    return { text: value === null ? MISSING : write(value) };
  },
  data: (row) => ({ [name]: read(row) }),
  ...look,
});

/** A column of figures with their intervals. */
export const figure = <Row>(
  name: string,
  read: (row: Row) => Interval | null | undefined,
  write: Write,
  look: Look<Row>,
): Column<Row> => ({
  align: 'right',
  cell: (row) => figureCell(read(row) ?? null, write),
  data: (row) => {
    const found = read(row) ?? null;
    return {
      [name]: found?.value ?? null,
      [`${name}Low`]: found?.low ?? null,
      [`${name}High`]: found?.high ?? null,
    };
  },
  ...look,
});

/** `1.93×` with `1.90–1.96`; without it where the interval has no width. */
export function figureCell(value: Interval | null, write: Write): Cell {
  if (value === null) return { text: MISSING };
  const text = write(value.value);
  return value.low === value.high ? { text } : { text, detail: rangeOf(value, write) };
}

/** `1.90–1.96`, `115–123 ms`: the unit once where both ends have the same. */
export function rangeOf(range: Omit<Interval, 'value'>, write: Write): string {
  if (write === formatRatio) return formatInterval({ ...range, value: 0 });
  const [low, high] = [write(range.low), write(range.high)];
  const unit = / \D+$/.exec(high)?.[0] ?? '';
  return `${low.endsWith(unit) ? low.slice(0, low.length - unit.length) : low}–${high}`;
}

/** `1.93× (1.90–1.96)`. */
export const joinCell = ({ text, detail }: Cell): string =>
  detail === undefined ? text : `${text} (${detail})`;
