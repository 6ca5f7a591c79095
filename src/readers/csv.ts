import { CsvError, type InfoRecord, parse } from 'csv-parse/sync';
import { groupBy } from '../analysis/index.js';
import { messageOf, UsageError } from '../errors.js';
import { type CsvColumns, columnsOf } from './csv-columns.js';
import { type Measurement, pointsOf } from './curve.js';
import type { InputFile } from './input-file.js';
import type { Reader } from './reader.js';
import { workersFrom } from './worker-words.js';

/** A row as it was read; `lines` is where it ends. */
interface Line {
  record: string[];
  info: Pick<InfoRecord, 'lines'>;
}

/** Comma-, semicolon- or tab-separated text with a header; several rows of a count are its samples. */
export const csv: Reader = {
  name: 'csv',
  description: 'a header with workers and throughput, or time',
  recognises: ({ text, json }) => {
    const header = text.split(/\r?\n/).find((line) => line.trim() !== '' && !line.startsWith('#'));
    return json === undefined && header !== undefined && !/^\s*[[{]/.test(header) && /[,;\t]/.test(header);
  },
  read(file, { parameter }) {
    const [header, ...lines] = linesOf(file);
    if (header === undefined)
      throw new UsageError(`${file.path} has no header: expected workers,throughput.`);
    const place = (line: Line) => `${file.path}:${line.info.lines}`;
    const columns = columnsOf(header.record, parameter, place(header));
    if (lines.length === 0) throw new UsageError(`${file.path} has a header and no rows.`);
    const rows = lines.map((line) => ({ line, ...measurementOf(line, columns, place(line)) }));
    return [...groupBy(rows, ({ name }) => name)].map(([name, group]) => {
      const ignored = columns.unknown.map((column) => header.record[column]!);
      checkSamples(group, columns, header.record, place);
      return {
        name,
        points: pointsOf(group.map(({ line, name, ...measured }) => measured)),
        unit: columns.unit,
        basis: basisOf(columns, group),
        machine: {},
        doubts: ignored.length === 0 ? [] : [`Not used: column ${ignored.join(', ')}.`],
      };
    });
  },
};

function linesOf({ path, text }: InputFile): Line[] {
  try {
    return parse<Line>(text, {
      delimiter: [',', ';', '\t'],
      comment: '#',
      comment_no_infix: true,
      info: true,
      skip_empty_lines: true,
      trim: true,
    } as Parameters<typeof parse<Line>>[1]);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new UsageError(`${path} is not CSV: ${messageOf(error)}.`, { cause: error });
  }
}

type Measured = Measurement & { name: string };

function measurementOf({ record }: Line, columns: CsvColumns, place: string): Measured {
  const workers = workersFrom(record[columns.workers]);
  if (workers === undefined) {
    const text = record[columns.workers];
    throw new UsageError(`${place}: "${text}" is no number of workers: expected a whole number from 1 on.`);
  }
  const figure = (column: number) => rateOf(record[column]!, columns, place);
  const ends = [columns.low, columns.high].map((column) => (column === -1 ? undefined : figure(column)));
  const [low, high] = columns.isTime ? ends.reverse() : ends;
  return {
    name: columns.name === -1 ? '' : record[columns.name]!,
    workers,
    throughput: figure(columns.value),
    ...(low !== undefined && high !== undefined && { low, high }),
  };
}

/** A throughput as it stands there, or 1 ÷ a time. */
function rateOf(text: string, { isTime, seconds }: CsvColumns, place: string): number {
  const value = text === '' ? Number.NaN : Number(text);
  if (value > 0 && Number.isFinite(value)) return isTime ? 1 / (value * seconds) : value;
  throw new UsageError(
    `${place}: "${text}" is no ${isTime ? 'time' : 'throughput'}: expected a number above 0.`,
  );
}

/** Rows of the same count are samples only where nothing says that they are of different things. */
function checkSamples(
  rows: readonly (Measured & { line: Line })[],
  { unknown }: CsvColumns,
  header: readonly string[],
  place: (line: Line) => string,
): void {
  for (const same of groupBy(rows, ({ workers }) => String(workers)).values()) {
    const [first, ...others] = same.map(({ line }) => line);
    for (const line of others) {
      const column = unknown.find((each) => line.record[each] !== first!.record[each]);
      if (column === undefined) continue;
      throw new UsageError(
        `${place(line)}: two rows of ${same[0]!.workers} workers differ in "${header[column]}". Call that column name for a curve each, or leave it out where the rows are samples.`,
      );
    }
  }
}

function basisOf({ isTime, low }: CsvColumns, rows: readonly Measured[]): string {
  const hasSamples = new Set(rows.map(({ workers }) => workers)).size < rows.length;
  return [
    isTime
      ? 'Every time is taken for the same work: throughput is 1 ÷ time.'
      : 'Throughput as it stands in the file.',
    ...(hasSamples ? ['Rows of the same count are samples.'] : []),
    ...(low === -1 || hasSamples ? [] : ['Low and high are taken for 95 % intervals.']),
  ].join(' ');
}
