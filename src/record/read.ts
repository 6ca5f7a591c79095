import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf, UsageError } from '../errors.js';
import { headerSchema, RECORD_SCHEMA, type RecordHeader } from './header.js';
import { firstProblem, lineSchema, type RecordLine, type RunRecord } from './schema.js';

/**
 * Reads a record, or the `record.jsonl` of a folder. A last line that a crash cut off is left out (`torn`).
 * `UsageError` with file, line and reason: anything else that is not a record of this version.
 */
export async function readRecord(path: string): Promise<RunRecord> {
  const file = await recordFile(path);
  const lines: RecordLine[] = [];
  let header: RecordHeader | undefined;
  let broken: UsageError | undefined;
  let number = 0;
  for await (const bytes of linesOf(file)) {
    number++;
    if (broken) throw broken;
    const place = `${file}:${number}`;
    const json = parse(bytes);
    if (json === BLANK) continue;
    if (json === BROKEN && header === undefined) throw notARecord(file, 'its first line is not JSON');
    else if (json === BROKEN) broken = new UsageError(`${place}: not JSON.`);
    else if (header === undefined) header = readHeader(json, file);
    else lines.push(readLine(json, place));
  }
  if (header === undefined) throw new UsageError(`${file} is empty.`);
  for (const line of lines) if (line.kind === 'added') header.plan.cases.push(line.added);
  return { header, lines, torn: broken !== undefined };
}

async function recordFile(path: string): Promise<string> {
  const found = await stat(path).catch((error) => {
    throw new UsageError(`Cannot read ${path}: ${messageOf(error)}`, { cause: error });
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

function parse(bytes: Buffer): unknown {
  try {
    const text = utf8.decode(bytes).trim();
    return text === '' ? BLANK : JSON.parse(text);
  } catch {
    return BROKEN;
  }
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
const LINE_LIMIT = 64 * 1024 * 1024;

const NEWLINE = 0x0a;

/** The lines of a file as bytes, without their newlines, read as they are needed. */
export async function* linesOf(file: string, limit = LINE_LIMIT): AsyncIterable<Buffer> {
  let parts: Buffer[] = [];
  let length = 0;
  let number = 1;
  const add = (part: Buffer) => {
    length += part.length;
    if (length > limit) throw new UsageError(`${file}:${number}: longer than ${limit / 1024 / 1024} MiB.`);
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
