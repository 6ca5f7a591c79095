import { readFile } from 'node:fs/promises';
import { messageOf, UsageError } from '../../../errors.js';
import { csvTimestamps } from './csv.js';
import { jsonLinesTimestamps } from './json-lines.js';

/**
 * When tasks arrived, ms, ascending, from a file with an arrival a line: CSV with a column `timestampMs`,
 * `timestampSeconds` or `timestamp` (a date and time), or with one column without a name; or JSON lines with such
 * fields or bare values. Bare numbers are ms. Lines may be in any order.
 * @throws UsageError with file and line for what is none, and for fewer than two arrivals.
 */
export async function readTimestamps(path: string): Promise<number[]> {
  const text = await textOf(path);
  const isJson = /^\s*["{[]/.test(text) && !/^\s*"[^"\n]*"\s*,/.test(text);
  const timestamps = isJson ? jsonLinesTimestamps(text, path) : csvTimestamps(text, path);
  if (timestamps.length < 2) throw new UsageError(`${path}: expected two arrivals or more, a line each.`);
  return [...Float64Array.from(timestamps).sort()];
}

async function textOf(path: string): Promise<string> {
  try {
    return (await readFile(path, 'utf8')).replace(/^\uFEFF/, '');
  } catch (error) {
    throw new UsageError(`Cannot read ${path}: ${messageOf(error)}`, { cause: error });
  }
}
