import { SERIAL } from '../measure/cases/index.js';
import { formatInterval, formatRatio } from '../stats/index.js';
import { plain } from './plain.js';
import type { Interval, ReportCase } from './schema.js';

/** The formats that draw the table of cases. */
export type TableFormat = 'console' | 'markdown' | 'html' | 'csv';

/** What stands where there is no figure. */
export const MISSING = '–';

/** What a cell shows; `detail` is what may be set smaller, or left out where room is short. */
export interface Cell {
  text: string;
  detail?: string;
}

/** One column of the table of cases, written once: the formats only draw it. */
export interface Column {
  /** Heading. */
  label: string;
  /** What it means, in one line. */
  meaning: string;
  align: 'left' | 'right';
  cell(c: ReportCase): Cell;
  /** Unformatted values by CSV name; the first one is what the table is sorted by. */
  data(c: ReportCase): Record<string, number | string | boolean | null>;
  /** Which formats show it unless told otherwise. */
  shows: readonly TableFormat[];
  /** Characters it gets in a terminal. */
  width?: number;
  /** Where a terminal is too narrow, the column that yields most goes first; 0 unless given. */
  yields?: number;
  /** Part of what a case is called: it does not yield as long as it alone tells two cases apart. */
  names?: boolean;
  /** Formats that show it only where cases differ in it. */
  whenVaried?: readonly TableFormat[];
  /** In a terminal too the detail is shown. */
  compactDetail?: boolean;
  /** Left out of a table in which every cell of it is missing. */
  optional?: boolean;
}

type Look = Pick<Column, 'label' | 'meaning' | 'shows'> & Partial<Column>;

/** A column of words. */
export const word = (name: string, value: (c: ReportCase) => string, look: Look): Column => ({
  align: 'left',
  cell: (c) => ({ text: plain(value(c)) || MISSING }),
  data: (c) => ({ [name]: value(c) }),
  ...look,
});

type Format = (value: number) => string;

/** A column of plain numbers. */
export const number = (
  name: string,
  value: (c: ReportCase) => number | null,
  format: Format,
  look: Look,
): Column => ({
  align: 'right',
  cell: (c) => ({ text: shown(value(c), format) }),
  data: (c) => ({ [name]: value(c) }),
  ...look,
});

const shown = (value: number | null, format: Format): string => (value === null ? MISSING : format(value));

export const isSerial = (c: ReportCase): boolean => c.engine === SERIAL;

type IntervalKey = 'throughput' | 'speedup' | 'scaling' | 'efficiency' | 'ceiling';

/** What is said of serial too; the others are ratios to itself or to one worker, 1 by definition. */
const saidOfSerial = new Set<IntervalKey>(['throughput']);

const figureOf = (name: IntervalKey, c: ReportCase): Interval | null =>
  isSerial(c) && !saidOfSerial.has(name) ? null : c[name];

/** A column of figures with their intervals. */
export const interval = (name: IntervalKey, format: Format, look: Look): Column => ({
  align: 'right',
  cell: (c) => {
    const figure = figureOf(name, c);
    if (figure === null) return { text: MISSING };
    const text = format(figure.value);
    return figure.low === figure.high ? { text } : { text, detail: rangeOf(figure, format) };
  },
  data: (c) => ({
    [name]: figureOf(name, c)?.value ?? null,
    [`${name}Low`]: figureOf(name, c)?.low ?? null,
    [`${name}High`]: figureOf(name, c)?.high ?? null,
  }),
  ...look,
});

/** `1.90–1.96`, `115–123 ms`: the unit once where both ends have the same. */
export function rangeOf(range: Omit<Interval, 'value'>, format: Format): string {
  if (format === formatRatio) return formatInterval({ ...range, value: 0 });
  const [low, high] = [format(range.low), format(range.high)];
  const unit = / \D+$/.exec(high)?.[0] ?? '';
  return `${low.endsWith(unit) ? low.slice(0, low.length - unit.length) : low}–${high}`;
}

/** `1.93× (1.90–1.96)`. */
export const joinCell = ({ text, detail }: Cell): string =>
  detail === undefined ? text : `${text} (${detail})`;
