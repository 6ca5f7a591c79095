import type * as Csv from 'csv-parse/sync';
import { UsageError } from '../errors.js';
import { onDemand } from '../own-package.js';
import { counted, listed } from '../stats/index.js';
import type { InputFile } from './input/input-file.js';

const csv = onDemand<typeof Csv>('csv-parse/sync');

/** Cells, and where they stand: `file.csv:3`. */
export interface Row {
  cells: string[];
  place: string;
}

/** Separated text with a header. */
export interface Table {
  header: Row;
  rows: Row[];
  /** What its cells are set apart by. */
  separator: string;
}

const separators = [';', '\t', ','];

/** A spreadsheet may name its separator in a line before the header. */
const namedSeparator = /^"?sep=(.)"?\s*$/i;

const isContent = (line: string): boolean =>
  line.trim() !== '' && !line.startsWith('#') && !namedSeparator.test(line);

const LONGEST_HEADER = 100_000;

/** The cells of the header, which is the first line that is neither blank nor a comment; none without one. */
export function headerIn(text: string): string[] {
  const separator = separatorOf(text.slice(0, LONGEST_HEADER).split(/\r\n|\n|\r/));
  const line = text.split(/\r\n|\n|\r/, 1000).find(isContent);
  if (line === undefined || line.length > LONGEST_HEADER || !line.includes(separator)) return [];
  return line.split(separator).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
}

/**
 * The table of a file from its line `from` on. Throws UsageError where there is no header, or a quote is amiss; rows
 * may be of any length, see `checkLengths`.
 */
export function tableOf({ path, text }: InputFile, from = 1): Table {
  checkLines(path, text);
  const lines = text
    .split(/\r\n|\n|\r/)
    .map((line, i) => (i + 1 < from || namedSeparator.test(line) ? '' : line));
  const separator = separatorOf(text.split(/\r\n|\n|\r/).slice(from - 1));
  const [header, ...rows] = parsed(lines, separator, path).filter(({ cells }) =>
    cells.some((cell) => cell !== ''),
  );
  if (header === undefined) throw new UsageError(`${path} has no header: expected workers,throughput.`);
  if (rows.length === 0) throw new UsageError(`${path} has a header and no rows.`);
  checkCells(header, rows);
  return { header, rows, separator };
}

/** More than any table of measurements has; what a parser makes of these takes no more than some 100 MiB. */
const MOST = { lines: 100_000, inLine: 1_000_000, columns: 500, inHeader: 500, inCell: 10_000 };

const [LINE_FEED, CARRIAGE_RETURN] = [0x0a, 0x0d];

/** Before anything is taken apart. */
function checkLines(path: string, text: string): void {
  let lines = 1;
  let start = 0;
  for (let i = 0; i <= text.length && lines <= MOST.lines; i++) {
    const at = text.charCodeAt(i);
    if (i < text.length && at !== LINE_FEED && at !== CARRIAGE_RETURN) continue;
    if (i - start > MOST.inLine)
      throw new UsageError(
        `${path}:${lines}: the line is ${(i - start).toLocaleString('en-US')} characters long.`,
      );
    start = i + 1;
    // Of the two that Windows ends a line with, one counts.
    if (at === LINE_FEED || text.charCodeAt(i + 1) !== LINE_FEED) lines++;
  }
  if (lines > MOST.lines)
    throw new UsageError(
      `${path} has more than ${MOST.lines.toLocaleString('en-US')} lines: write a row for each count, or a few samples of each.`,
    );
}

function checkCells(header: Row, rows: readonly Row[]): void {
  const long = header.cells.find((cell) => cell.length > MOST.inHeader);
  if (long !== undefined)
    throw new UsageError(
      `${header.place}: a column's name is ${long.length.toLocaleString('en-US')} characters long: expected a few words.`,
    );
  for (const { cells, place } of [header, ...rows]) {
    if (cells.length > MOST.columns)
      throw new UsageError(
        `${place}: found ${cells.length.toLocaleString('en-US')} cells: expected a few columns.`,
      );
    const length = Math.max(...cells.map((cell) => cell.length));
    if (length > MOST.inCell)
      throw new UsageError(`${place}: a cell is ${length.toLocaleString('en-US')} characters long.`);
  }
}

/** A separator is in the header as often as in the row below it; quoted ones are none. */
function separatorOf(lines: readonly string[]): string {
  const named = lines.map((line) => namedSeparator.exec(line)?.[1]).find((each) => each !== undefined);
  if (named !== undefined) return named;
  const [header = '', row = header] = lines.filter(isContent);
  const times = (line: string, separator: string) => line.replace(/"[^"]*"/g, '').split(separator).length - 1;
  const used = separators.filter((separator) => times(header, separator) > 0);
  return used.find((each) => times(header, each) === times(row, each)) ?? used[0] ?? ',';
}

interface Parsed {
  record: string[];
  info: Pick<Csv.InfoRecord, 'lines'>;
}

function parsed(lines: readonly string[], separator: string, path: string): Row[] {
  try {
    const found = csv().parse<Parsed>(lines.join('\n'), {
      delimiter: separator,
      comment: '#',
      comment_no_infix: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    } as Csv.OptionsWithColumns<Parsed>);
    return found.map(({ record, info }) => ({ cells: record, place: `${path}:${info.lines}` }));
  } catch (error) {
    if (!(error instanceof csv().CsvError)) throw error;
    const open = lines.findIndex((line) => !line.startsWith('#') && line.split('"').length % 2 === 0);
    const line = open === -1 ? (error as Csv.CsvError & { lines?: number }).lines : open + 1;
    throw new UsageError(
      `${path}:${line}: a quote (") is not closed, or stands inside a cell. Put the whole cell in quotes, and double the quotes inside it.`,
      { cause: error },
    );
  }
}

/** The table without the empty cells that spreadsheets add behind rows. Throws UsageError for another length. */
export function checkLengths({ header, rows, separator }: Table): Table {
  const width = lastFilled(header.cells);
  const trimmed = rows.map(({ cells, place }) => {
    const length = Math.max(width, lastFilled(cells));
    if (length > width || cells.length < width)
      throw new UsageError(`${place}: ${wrongLength(cells, width, separator)}`);
    return { cells: cells.slice(0, width), place };
  });
  return { header: { ...header, cells: header.cells.slice(0, width) }, rows: trimmed, separator };
}

const lastFilled = (cells: readonly string[]): number => cells.findLastIndex((cell) => cell !== '') + 1;

function wrongLength(cells: readonly string[], width: number, separator: string): string {
  const found = `${counted(cells.length, 'cell')} under ${counted(width, 'column')}`;
  const isComma = separator === ',' && cells.length > width && cells.some((cell) => /^\d+$/.test(cell));
  if (!isComma) return `found ${found} (${listed(cells.map((cell) => `"${cell}"`))}).`;
  return `a comma cannot separate cells and stand inside numbers: found ${found} (${cells.join(',')}). Save the file with semicolons or tabs between cells, or write numbers without commas.`;
}
