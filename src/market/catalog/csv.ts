import type * as Csv from 'csv-parse/sync';
import { UsageError } from '../../errors.js';
import { onDemand } from '../../own-package.js';

const csv = onDemand<typeof Csv>('csv-parse/sync');

/** A row of a user's file before anybody has looked whether it describes an instance. */
export interface Row {
  /** `machines.csv:3` or `machines.json instances[3]`. */
  readonly place: string;
  readonly value: unknown;
}

/** Columns that hold something else than text. */
const numbers = new Set([
  ...['vcpus', 'physicalCores', 'threadsPerCore', 'memoryGiB'],
  ...['pricePerHour', 'spotPerHour', 'reservedPerHour'],
]);
const truths = new Map([
  ['true', true],
  ['yes', true],
  ['false', false],
  ['no', false],
]);

/**
 * The rows of a CSV file whose first line names the columns; empty cells are left out, numbers and truth values read.
 * Throws UsageError where it is no CSV, or where a row has more or fewer cells than the first line.
 */
export function csvRows(text: string, file: string): Row[] {
  return parseLines(text, file).map(({ record, info }) => ({
    place: `${file}:${info.lines}`,
    value: Object.fromEntries(
      Object.entries(record)
        .filter(([, cell]) => cell !== '')
        .map(([column, cell]) => [column, cellValue(column, cell)]),
    ),
  }));
}

interface Line {
  record: Record<string, string>;
  info: { lines: number };
}

function parseLines(text: string, file: string): Line[] {
  try {
    // With `info` each record comes with its line, which the declared type does not say.
    return csv().parse(text, {
      columns: true,
      bom: true,
      trim: true,
      skip_empty_lines: true,
      info: true,
    }) as unknown as Line[];
  } catch (error) {
    if (!(error instanceof csv().CsvError)) throw error;
    throw new UsageError(`${file}: ${error.message}.`, { cause: error });
  }
}

function cellValue(column: string, cell: string): unknown {
  if (column === 'cpus') return cell.split(';').map((model) => model.trim());
  if (numbers.has(column)) return Number.isNaN(Number(cell)) ? cell : Number(cell);
  return column === 'burstable' ? (truths.get(cell.toLowerCase()) ?? cell) : cell;
}
