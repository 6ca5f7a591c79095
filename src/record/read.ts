import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '../errors.js';
import { excessIn, whyNotRead } from '../files/index.js';
import { Consistency } from './consistency.js';
import { headerSchema, RECORD_SCHEMA, type RecordHeader } from './header.js';
import { applyToPlan, firstProblem, lineSchema, type RecordLine, type RunRecord } from './schema.js';

/**
 * Reads a record, or the `record.jsonl` of a folder. A last line that a crash cut off is left out (`torn`).
 * `UsageError` with file, line and reason: anything else that is not a record of this version.
 */
export async function readRecord(path: string): Promise<RunRecord> {
  return (await readToEnd(await recordFile(path))).record;
}

/** A record, and up to where its file holds whole lines, in bytes; the last of them may have no newline. */
export interface RecordFile {
  record: RunRecord;
  wholeBytes: number;
}

/** As `readRecord`, of a file. */
export async function readToEnd(file: string): Promise<RecordFile> {
  const lines: RecordLine[] = [];
  const steps = stepsOf(file);
  for (;;) {
    const step = await steps.next();
    if (step.done) {
      const { header, torn, wholeBytes } = step.value;
      for (const line of lines) applyToPlan(header, line);
      return { record: { header, lines, torn }, wholeBytes };
    }
    if (step.value.line) lines.push(step.value.line);
  }
}

/**
 * The lines of a record after its header, one by one, in memory that does not grow with them; else as `readRecord`. What
 * lines change in the plan is not in the header yet.
 */
export async function* linesOfRecord(
  path: string,
): AsyncGenerator<{ header: RecordHeader; line: RecordLine }> {
  for await (const { header, line } of stepsOf(await recordFile(path))) if (line) yield { header, line };
}

interface End {
  header: RecordHeader;
  torn: boolean;
  wholeBytes: number;
}

/** The header first, without a line. */
async function* stepsOf(file: string): AsyncGenerator<{ header: RecordHeader; line?: RecordLine }, End> {
  let header: RecordHeader | undefined;
  let consistency: Consistency | undefined;
  let broken: UsageError | undefined;
  let number = 0;
  let wholeBytes = 0;
  for await (const bytes of linesOf(file)) {
    number++;
    if (broken) throw broken;
    const place = `${file}:${number}`;
    const json = parse(bytes, place);
    if (json === BROKEN && header === undefined) throw notARecord(file, whyBroken(bytes));
    if (json === BROKEN) {
      broken = new UsageError(`${place}: not JSON.`);
      continue;
    }
    wholeBytes += bytes.length + 1;
    if (json === BLANK) continue;
    if (header === undefined) {
      header = readHeader(json, file);
      consistency = new Consistency(header);
      check(consistency.problemOfHeader(), place);
      yield { header };
    } else {
      const line = readLine(json, place);
      check(consistency?.problemOf(line), place);
      yield { header, line };
    }
  }
  if (header === undefined) throw new UsageError(`${file} is empty.`);
  return { header, torn: broken !== undefined, wholeBytes };
}

/** The file itself, or `record.jsonl` in a folder. Throws UsageError where there is none. */
export async function recordFile(path: string): Promise<string> {
  const found = await stat(path).catch((error) => {
    throw new UsageError(`Cannot read ${path}: ${whyNotRead(error)}.`, { cause: error });
  });
  if (found.isFile()) return path;
  if (!found.isDirectory()) throw new UsageError(`${path} is not a regular file.`);
  const file = join(path, 'record.jsonl');
  const inside = await stat(file).catch(() => undefined);
  if (!inside?.isFile()) throw new UsageError(`No record.jsonl in ${path}.`);
  return file;
}

const BLANK = Symbol('blank');
const BROKEN = Symbol('broken');
const utf8 = new TextDecoder('utf-8', { fatal: true });
const UTF16 = [Buffer.from([0xff, 0xfe]), Buffer.from([0xfe, 0xff])];

/** Throws UsageError for what would fill the memory. */
function parse(bytes: Buffer, place: string): unknown {
  let text: string;
  try {
    text = utf8.decode(bytes).trim();
  } catch {
    return BROKEN;
  }
  if (text === '') return BLANK;
  const excess = excessIn(text);
  if (excess !== undefined) throw new UsageError(`${place}: ${excess}, as in no line of a record.`);
  try {
    return JSON.parse(text);
  } catch {
    return BROKEN;
  }
}

function whyBroken(bytes: Buffer): string {
  const isUtf16 = UTF16.some((mark) => bytes.subarray(0, 2).equals(mark));
  return isUtf16 ? 'it is UTF-16, and a record is UTF-8' : 'its first line is not JSON';
}

function readHeader(json: unknown, file: string): RecordHeader {
  const schema = schemaOf(json);
  if (schema === undefined) throw notARecord(file, 'its first line names no schema');
  if (schema !== RECORD_SCHEMA && schema.startsWith('corewise/record/'))
    throw new UsageError(`${file} is a ${schema}; this version of corewise reads ${RECORD_SCHEMA}.`);
  if (schema !== RECORD_SCHEMA) throw notARecord(file, `its schema is "${schema}"`);
  const header = headerSchema.safeParse(json);
  if (!header.success) throw new UsageError(`${file}:1: ${firstProblem(header.error)}`);
  return header.data;
}

function check(problem: string | undefined, place: string): void {
  if (problem !== undefined) throw new UsageError(`${place}: ${problem}.`);
}

function schemaOf(json: unknown): string | undefined {
  const schema = (json as { schema?: unknown } | null)?.schema;
  return typeof schema === 'string' ? schema : undefined;
}

function readLine(json: unknown, place: string): RecordLine {
  const line = lineSchema.safeParse(json);
  if (!line.success) throw new UsageError(`${place}: ${firstProblem(line.error)}`);
  return line.data;
}

function notARecord(file: string, reason: string): UsageError {
  return new UsageError(`${file} is not a record of corewise: ${reason}. A run writes one as record.jsonl.`);
}

/** Longer lines than any run writes are refused instead of filling the memory. */
export const LINE_LIMIT = 16 * 1024 * 1024;

const NEWLINE = 0x0a;

/** The lines of a file as bytes, without their newlines, read as they are needed. */
export async function* linesOf(file: string, limit = LINE_LIMIT): AsyncIterable<Buffer> {
  let parts: Buffer[] = [];
  let length = 0;
  let number = 1;
  const add = (part: Buffer) => {
    length += part.length;
    if (length > limit)
      throw new UsageError(
        `${file}:${number}: longer than ${limit / 1024 / 1024} MiB, as no line of a record is.`,
      );
    parts.push(part);
  };
  const take = () => {
    const line = parts.length === 1 ? parts[0]! : Buffer.concat(parts);
    parts = [];
    length = 0;
    number++;
    return line;
  };

  for await (const block of createReadStream(file, { highWaterMark: 1 << 18 }) as AsyncIterable<Buffer>) {
    let start = 0;
    for (let end = block.indexOf(NEWLINE); end >= 0; end = block.indexOf(NEWLINE, start)) {
      add(block.subarray(start, end));
      yield take();
      start = end + 1;
    }
    if (start < block.length) add(block.subarray(start));
  }
  if (length > 0) yield take();
}
