import { gunzipSync } from 'node:zlib';
import { UsageError } from '../../errors.js';

const GZIP = Buffer.from([0x1f, 0x8b]);
const UTF16_LITTLE = Buffer.from([0xff, 0xfe]);
const UTF16_BIG = Buffer.from([0xfe, 0xff]);

/** Files that may hold measurements, but no text: how they begin, what they are, and what to do instead. */
const binaries: readonly [string, string][] = [
  ['PK\u0003\u0004', 'a workbook or another zip file: save the sheet as CSV, or unpack the file'],
  ['\u00d0\u00cf\u0011\u00e0', 'a workbook: save the sheet as CSV'],
  ['PAR1', 'a Parquet file: write it as CSV'],
  ['SQLite format 3', 'an SQLite database: write its table as CSV'],
  ['BZh', 'a compressed file: unpack it, or compress it with gzip'],
  ['\u00fd7zXZ', 'a compressed file: unpack it, or compress it with gzip'],
  ['\u0028\u00b5\u002f\u00fd', 'a compressed file: unpack it, or compress it with gzip'],
];

/** More than any list of measurements has, as it is or unpacked. */
export const MOST_BYTES = 2 ** 24;

/**
 * The text of a file, which may be compressed with gzip, be UTF-8 or UTF-16 with a byte-order mark, or be
 * windows-1252 as spreadsheets write it. Throws UsageError for what is no text.
 */
export function textIn(path: string, bytes: Buffer): string {
  if (bytes.length > MOST_BYTES)
    throw new UsageError(`${path} is larger than 16 MiB: write only the figures that are to be fitted.`);
  const raw = bytes.subarray(0, 2).equals(GZIP) ? unpacked(path, bytes) : bytes;
  const text = decoded(raw);
  if (text.trim() === '') throw new UsageError(`${path} is empty.`);
  const start = raw.subarray(0, 16).toString('latin1');
  const known = binaries.find(([mark]) => start.startsWith(mark));
  if (known !== undefined) throw new UsageError(`${path} is ${known[1]}.`);
  if (text.includes('\0')) throw new UsageError(`${path} is a binary file: expected CSV or JSON.`);
  return text;
}

function unpacked(path: string, bytes: Buffer): Buffer {
  try {
    return gunzipSync(bytes, { maxOutputLength: MOST_BYTES });
  } catch (error) {
    const isLarge = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
    const why = isLarge ? 'more than 16 MiB when unpacked' : 'damaged, or cut off';
    throw new UsageError(`${path} is a gzip file that is ${why}.`, { cause: error });
  }
}

/** Every byte is a character of windows-1252, so that this never fails. */
function decoded(bytes: Buffer): string {
  const mark = bytes.subarray(0, 2);
  if (mark.equals(UTF16_LITTLE)) return new TextDecoder('utf-16le').decode(bytes);
  if (mark.equals(UTF16_BIG)) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
