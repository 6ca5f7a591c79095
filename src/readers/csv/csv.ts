import { UsageError } from '../../errors.js';
import { groupBy } from '../../insight/analysis/index.js';
import { counted, listed } from '../../stats/index.js';
import { type Measurement, pointsOf } from '../curve.js';
import { type DecimalSign, decimalSignOf, type PlacedText } from '../notation.js';
import { groupAlike, type NumberedName, templateOf } from '../numbered-name.js';
import type { Reader } from '../reader.js';
import { checkLengths, headerIn, type Row, type Table, tableOf } from '../table.js';
import { rateUnitOf } from '../units.js';
import { type ColumnScale, scaleOfRates, scaleOfTimes } from './column-scale.js';
import { type CsvColumns, columnsOf } from './columns.js';
import { workersInCell } from './worker-column.js';

/** Comma-, semicolon- or tab-separated text with a header; several rows of a count are its samples. */
export const csv: Reader = {
  name: 'csv',
  description: 'a header with workers and throughput, or time',
  takesColumns: () => true,
  recognises: ({ text, json }) => json === undefined && !/^\s*[[{]/.test(text) && headerIn(text).length > 1,
  read(file, options) {
    if (file.json !== undefined) throw new UsageError(`${file.path} is JSON, not CSV.`);
    const table = checkLengths(tableOf(file));
    const columns = columnsOf(table, options);
    const rows = measurementsIn(table, columns);
    return groupAlike(rows.measured).map((group) => {
      checkSamples(group, columns, table.header.cells);
      return {
        name: templateOf(group, 'workers'),
        points: pointsOf(group.map(({ row: _, name: __, number: ___, ...measured }) => measured)),
        unit: rows.unit,
        basis: basisOf(columns, group),
        machine: {},
        doubts: unusedIn(columns, table.header.cells),
      };
    });
  },
};

/** The count may stand in the name too: `sort-4`. */
type Measured = Measurement & NumberedName & { row: Row };

function measurementsIn(table: Table, columns: CsvColumns): { measured: Measured[]; unit: string } {
  const figures = [columns.value, columns.low, columns.high].filter((column) => column !== -1);
  const cells = figures.flatMap((column) => table.rows.map((row) => cellOf(row, column)));
  const sign = decimalSignOf(cells, table.separator);
  const header = columns.headers[columns.value]!;
  const headerUnit = header.unit ?? (rateUnitOf(header.words) && header.text);
  const scale = (columns.isTime ? scaleOfTimes : scaleOfRates)({ cells, headerUnit, sign });
  return {
    measured: table.rows.map((row) => ({ row, ...measurementOf(row, columns, scale, sign) })),
    unit: columns.isTime ? 'runs/s' : scale.unit || 'as in the file',
  };
}

const cellOf = ({ cells, place }: Row, column: number): PlacedText => ({ text: cells[column]!, place });

/** A throughput as it stands there, or 1 ÷ a time. */
function measurementOf(row: Row, columns: CsvColumns, scale: ColumnScale, sign: DecimalSign) {
  const figure = (column: number): number | undefined => {
    if (column === -1) return undefined;
    const value = scale.figureIn(cellOf(row, column));
    return columns.isTime ? 1 / value : value;
  };
  const ends = [figure(columns.low), figure(columns.high)];
  const [low, high] = columns.isTime ? ends.reverse() : ends;
  const workers = workersOf(row, columns, sign);
  return {
    name: columns.name === -1 ? '' : row.cells[columns.name]!,
    number: String(workers),
    workers,
    throughput: figure(columns.value)!,
    ...(low !== undefined && high !== undefined && { low, high }),
  };
}

function workersOf({ cells, place }: Row, { workers }: CsvColumns, sign: DecimalSign): number {
  const text = cells[workers]!;
  const found = workersInCell(text, sign);
  if (found !== undefined) return found;
  throw new UsageError(
    `${place}: "${text}" is not a number of workers: expected a whole number of at least 1.`,
  );
}

/** Rows of the same count are samples only where nothing says that they are of different things. */
function checkSamples(rows: readonly Measured[], { unknown }: CsvColumns, header: readonly string[]): void {
  for (const same of groupBy(rows, ({ workers }) => String(workers)).values()) {
    const [first, ...others] = same.map(({ row }) => row);
    for (const row of others) {
      const column = unknown.find((each) => row.cells[each] !== first!.cells[each]);
      if (column === undefined) continue;
      throw new UsageError(
        `${row.place}: two rows of ${counted(same[0]!.workers, 'worker')} differ in "${header[column]}". Call that column name for a curve each, or leave it out where the rows are samples.`,
      );
    }
  }
}

function unusedIn({ unused }: CsvColumns, header: readonly string[]): string[] {
  const names = listed(unused.map((column) => header[column]!));
  return unused.length === 0 ? [] : [`Not used: ${unused.length === 1 ? 'column' : 'columns'} ${names}.`];
}

function basisOf({ isTime, low }: CsvColumns, rows: readonly Measured[]): string {
  const hasSamples = new Set(rows.map(({ workers }) => workers)).size < rows.length;
  return [
    isTime
      ? 'Every time is assumed to be for the same work: throughput is 1 ÷ time.'
      : 'Throughput as it stands in the file.',
    ...(hasSamples ? ['Rows of the same count are samples.'] : []),
    ...(low === -1 || hasSamples ? [] : ['Low and high are taken as 95 % intervals.']),
  ].join(' ');
}
