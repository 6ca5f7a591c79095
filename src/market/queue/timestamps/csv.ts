import { CsvError, type InfoRecord, parse } from 'csv-parse/sync';
import { UsageError } from '../../../errors.js';
import { listed } from '../../../stats/index.js';
import { bareMoment, namedMoment, type TimestampName, timestampNames } from './moment.js';

interface Row {
  record: string[];
  info: Pick<InfoRecord, 'lines'>;
}

/** Of a file whose first line names its columns, one of them a timestamp, or of one column without a name. */
export function csvTimestamps(text: string, path: string): number[] {
  const rows = rowsOf(text, path);
  const place = (row: Row) => `${path}:${row.info.lines}`;
  const header = rows[0]?.record ?? [];
  const name = timestampNames.find((known) => header.includes(known));
  if (name) return named(rows.slice(1), name, header.indexOf(name), place);
  if (header.length > 1) throw withoutColumn(path, header);
  return rows.map((row) => bareMoment({ value: row.record[0], place: place(row) }));
}

function named(rows: readonly Row[], name: TimestampName, at: number, place: (row: Row) => string): number[] {
  return rows.map((row) => namedMoment(name, { value: row.record[at], place: place(row) }));
}

function rowsOf(text: string, path: string): Row[] {
  try {
    return parse<Row>(text, { info: true, skip_empty_lines: true, trim: true } as Parameters<
      typeof parse<Row>
    >[1]);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new UsageError(`${path}: ${error.message}.`, { cause: error });
  }
}

function withoutColumn(path: string, header: readonly string[]): UsageError {
  const columns = listed(header.map((name) => `"${name}"`));
  return new UsageError(`${path}: expected a column ${timestampNames.join(' or ')}; found ${columns}.`);
}
