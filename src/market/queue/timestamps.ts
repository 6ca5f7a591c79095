import type * as Csv from 'csv-parse/sync';
import { z } from 'zod';
import { messageOf, UsageError } from '../../errors.js';
import { readText } from '../../files/index.js';
import { onDemand } from '../../own-package.js';
import { listed } from '../../stats/index.js';

const csv = onDemand<typeof Csv>('csv-parse/sync');

/** What a file says of an arrival, and where it says so. */
interface Said {
  value: unknown;
  /** `FILE:LINE`. */
  place: string;
}

const dateTime = z.iso.datetime({ offset: true });

/** How each name of a column or field is read, to ms. */
const readings = {
  timestampMs: (value: unknown) => asNumber(value),
  timestampSeconds: (value: unknown) => 1000 * asNumber(value),
  timestamp: (value: unknown) => asDateTime(value),
};

type TimestampName = keyof typeof readings;
const timestampNames = Object.keys(readings) as TimestampName[];

const wanted = {
  timestampMs: 'a number of milliseconds',
  timestampSeconds: 'a number of seconds',
  timestamp: 'a date and time with its zone such as 2026-03-01T12:00:00.250Z',
};

/** @throws UsageError where the value is not what its name says. */
function namedMoment(name: TimestampName, { value, place }: Said): number {
  const ms = readings[name](value);
  if (Number.isFinite(ms)) return ms;
  throw new UsageError(`${place}: ${name} is ${JSON.stringify(value)}; expected ${wanted[name]}.`);
}

/** Of a value without a name: a number is ms. @throws UsageError */
function bareMoment({ value, place }: Said): number {
  const ms = [asNumber(value), asDateTime(value)].find(Number.isFinite);
  if (ms !== undefined) return ms;
  throw new UsageError(
    `${place}: ${JSON.stringify(value)} is not an arrival; expected ${wanted.timestampMs}, or ${wanted.timestamp}.`,
  );
}

function asNumber(value: unknown): number {
  const isText = typeof value === 'string' && value.trim() !== '';
  return typeof value === 'number' || isText ? Number(value) : Number.NaN;
}

function asDateTime(value: unknown): number {
  const parsed = dateTime.safeParse(value);
  return parsed.success ? Date.parse(parsed.data) : Number.NaN;
}

interface Row {
  record: string[];
  info: Pick<Csv.InfoRecord, 'lines'>;
}

/** Of a file whose first line names its columns, one of them a timestamp, or of one column without a name. */
function csvTimestamps(text: string, path: string): number[] {
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
    const options = { info: true, skip_empty_lines: true, trim: true };
    return csv().parse<Row>(text, options as Csv.OptionsWithColumns<Row>);
  } catch (error) {
    if (!(error instanceof csv().CsvError)) throw error;
    throw new UsageError(`${path}: ${error.message}.`, { cause: error });
  }
}

function withoutColumn(path: string, header: readonly string[]): UsageError {
  const columns = listed(header.map((name) => `"${name}"`));
  return new UsageError(`${path}: expected a column ${timestampNames.join(' or ')}; found ${columns}.`);
}

/** Of a file with a JSON value a line: a number, a date-time, or an object with one of the names. */
function jsonLinesTimestamps(text: string, path: string): number[] {
  return text.split('\n').flatMap((line, i) => {
    const place = `${path}:${i + 1}`;
    return line.trim() === '' ? [] : [momentOf({ value: parsed(line, place), place })];
  });
}

function parsed(line: string, place: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    throw new UsageError(`${place}: not JSON: ${messageOf(error)}.`, { cause: error });
  }
}

function momentOf(said: Said): number {
  const { value, place } = said;
  if (typeof value !== 'object' || value === null) return bareMoment(said);
  const name = timestampNames.find((known) => Object.hasOwn(value, known));
  if (name) return namedMoment(name, { value: (value as Record<string, unknown>)[name], place });
  throw new UsageError(`${place}: expected a field ${timestampNames.join(' or ')}.`);
}

/** Some ten million arrivals. */
const MOST_MIB = 256;

/**
 * When tasks arrived, ms, ascending, from a file with an arrival a line: CSV with a column `timestampMs`,
 * `timestampSeconds` or `timestamp` (a date and time), or with one column without a name; or JSON lines with such
 * fields or bare values. Bare numbers are ms. Lines may be in any order.
 * @throws UsageError with file and line for what is none, and for fewer than two arrivals.
 */
export async function readTimestamps(path: string): Promise<number[]> {
  const text = await readText(path, MOST_MIB);
  const isJson = /^\s*["{[]/.test(text) && !/^\s*"[^"\n]*"\s*,/.test(text);
  const timestamps = isJson ? jsonLinesTimestamps(text, path) : csvTimestamps(text, path);
  if (timestamps.length < 2) throw new UsageError(`${path}: expected at least two arrivals, one per line.`);
  return [...Float64Array.from(timestamps).sort()];
}
