import { statSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { z } from 'zod';
import { messageOf, UsageError } from '../../errors.js';
import { excessIn, readStart } from '../../files/index.js';
import { schemaProblem } from './json-content.js';
import { mendJson } from './loose-json.js';

/** A file that somebody hands in. */
export interface InputFile {
  readonly path: string;
  /** A run's folder, whose text is empty. */
  readonly isFolder: boolean;
  readonly text: string;
  /** Undefined where the text is no JSON. */
  readonly json: unknown;
  /** Why it is none, where it is none. */
  readonly notJson?: string;
  /** What was wrong in it and could be read all the same, as sentences. */
  readonly mends: readonly string[];
}

/**
 * Throws UsageError for what cannot be read, for an empty or binary file, and for one that is larger than measurements
 * are. Of a record its first words are enough: its own reader takes it line by line.
 */
export async function openInput(path: string): Promise<InputFile> {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isDirectory()) return { path, isFolder: true, text: '', json: undefined, mends: [] };
  if (found?.isFile() && found.size > MOST_BYTES) {
    const schema = ownSchema.exec((await readStart(path, PEEKED)).toString('latin1'))?.[1];
    if (schema !== undefined) return { path, isFolder: false, text: '', json: { schema }, mends: [] };
  }
  return fileOf(path, textIn(path, await readStart(path, MOST_BYTES + 1)));
}

const PEEKED = 256;
const ownSchema = /^\s*\{\s*"schema"\s*:\s*"(corewise\/record\/[^"]*)"/;

/** A file with that text. */
export function fileOf(path: string, content: string): InputFile {
  const text = content.replace(/^\uFEFF/, '');
  return { path, isFolder: false, text, ...parseJson(text) };
}

/** Longer texts are read as they are, or not at all. */
const MOST_MENDED = 2 ** 22;

function parseJson(text: string): Pick<InputFile, 'json' | 'notJson' | 'mends'> {
  if (!/^\s*[[{]/.test(text)) return { json: undefined, notJson: 'it does not begin with { or [', mends: [] };
  const excess = excessIn(text);
  if (excess !== undefined) return { json: undefined, notJson: excess, mends: [] };
  try {
    return { json: JSON.parse(text), mends: [] };
  } catch (error) {
    if (text.length > MOST_MENDED) return { json: undefined, notJson: messageOf(error), mends: [] };
    const mended = mendJson(text);
    if ('problem' in mended) return { json: undefined, notJson: mended.problem, mends: [] };
    return { json: JSON.parse(mended.json), mends: mended.mends };
  }
}

/** The file's content as `schema` has it. Throws UsageError with the place of the first thing that is wrong. */
export function checked<T>(file: InputFile, schema: z.ZodType<T>, format: string): T {
  if (file.json === undefined)
    throw new UsageError(`${file.path} is not ${format}: ${file.notJson ?? 'it is a folder'}.`);
  const result = schema.safeParse(file.json);
  if (!result.success)
    throw new UsageError(`${file.path} is not ${format}: ${schemaProblem(result.error, file.json)}.`);
  return result.data;
}

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
const MOST_BYTES = 2 ** 24;

/**
 * The text of a file, which may be compressed with gzip, be UTF-8 or UTF-16 with a byte-order mark, or be
 * windows-1252 as spreadsheets write it. Throws UsageError for what is no text.
 */
function textIn(path: string, bytes: Buffer): string {
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
