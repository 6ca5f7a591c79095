import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { z } from 'zod';
import { CorewiseError, messageOf, UsageError } from '../errors.js';
import { makeFolder } from './folder.js';
import { firstProblem } from './invalid.js';
import { headerSchema, lineSchema, type RecordHeader, type RecordLine } from './schema.js';

/** Appends to a record. Every line is with the system before `append` returns, so a crash loses none. */
export interface RecordWriter {
  readonly file: string;
  /** Throws `CorewiseError`, naming the file, where it cannot be written; the record stays valid as far as it goes. */
  append(line: RecordLine): void;
  /** Idempotent. */
  close(): void;
}

/**
 * Creates the record and its folder and writes the header. `UsageError`: a record is there already, or the
 * folder cannot be written to.
 */
export async function createRecord(file: string, header: RecordHeader): Promise<RecordWriter> {
  const first = serialise(headerSchema, header);
  const record = new LineFile(file);
  record.write(first);
  return {
    file,
    append: (line) => record.write(serialise(lineSchema, line)),
    close: () => record.close(),
  };
}

function serialise(schema: z.ZodType, value: unknown): string {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new Error(`Not a valid line of a record: ${firstProblem(parsed.error)}`);
  return `${JSON.stringify(parsed.data)}\n`;
}

class LineFile {
  #descriptor: number | undefined;
  #length = 0;

  constructor(readonly file: string) {
    this.#descriptor = openNew(file);
  }

  write(line: string): void {
    const descriptor = this.#descriptor;
    if (descriptor === undefined) throw new Error(`${this.file} is closed`);
    const bytes = Buffer.from(line);
    try {
      writeWhole(descriptor, bytes);
    } catch (error) {
      // Otherwise the next line would follow half of this one.
      ftruncateSync(descriptor, this.#length);
      throw new CorewiseError(`Cannot write ${this.file}: ${messageOf(error)}`, { cause: error });
    }
    this.#length += bytes.length;
  }

  close(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }
}

/** One write a line; a system that took only a part (a full disk, a signal) is asked again for the rest. */
function writeWhole(descriptor: number, bytes: Buffer): void {
  let written = 0;
  while (written < bytes.length) written += writeSync(descriptor, bytes, written);
}

function openNew(file: string): number {
  try {
    makeFolder(dirname(file));
  } catch (error) {
    throw new UsageError(`Cannot create ${file}: ${messageOf(error)}`, { cause: error });
  }
  try {
    return openSync(file, 'ax');
  } catch (error) {
    const exists = (error as NodeJS.ErrnoException).code === 'EEXIST';
    const reason = exists
      ? `${file} exists already, and a record is never overwritten; choose another folder.`
      : `Cannot create ${file}: ${messageOf(error)}`;
    throw new UsageError(reason, { cause: error });
  }
}
