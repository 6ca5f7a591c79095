import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { z } from 'zod';
import { CorewiseError, UsageError } from '../errors.js';
import { type FileSystem, GrowingFile, makeFolder, notWritten, realFileSystem } from '../files/index.js';
import { headerSchema, type RecordHeader } from './header.js';
import { LINE_LIMIT, readToEnd, recordFile } from './read.js';
import { firstProblem, lineSchema, type RecordLine, type RunRecord } from './schema.js';

/** Appends to a record. Every line is with the system before `append` returns, so a crash loses none. */
export interface RecordWriter {
  readonly file: string;
  /** Throws `WriteError`, naming the file, where it cannot be written; the record stays valid as far as it goes. */
  append(line: RecordLine): void;
  /** Flushes it to the disk. Throws `WriteError` where that fails. Idempotent. */
  close(): void;
}

/**
 * Creates the record and its folder and writes the header. `UsageError`: a record is there already, or the
 * folder cannot be written to. `WriteError`: the header does not fit on the disk.
 */
export async function createRecord(
  file: string,
  header: RecordHeader,
  system: FileSystem = realFileSystem,
): Promise<RecordWriter> {
  const first = serialise(headerSchema, header);
  const growing = newFile(file, system);
  try {
    growing.append(first);
  } catch (error) {
    growing.discard();
    throw error;
  }
  return writerOf(growing);
}

/** A record that is there, ready for more lines. */
interface Reopened {
  record: RunRecord;
  writer: RecordWriter;
  /** When its last line was written, as the file system tells. */
  writtenAt: Date;
}

/**
 * Opens the record of a folder for more lines; a last one that a crash cut off is cut off. `UsageError`: there is none,
 * it is none, or it cannot be written to. `WriteError`: the disk is full, or fails.
 */
export async function reopenRecord(path: string, system: FileSystem = realFileSystem): Promise<Reopened> {
  const file = await recordFile(path);
  const { mtime } = await stat(file);
  const { record, wholeBytes } = await readToEnd(file);
  let growing: GrowingFile;
  try {
    growing = new GrowingFile(file, 'a', system);
  } catch (error) {
    throw notWritten(file, error);
  }
  try {
    growing.cutTo(wholeBytes);
  } catch (error) {
    growing.leave();
    throw error;
  }
  return { record: { ...record, torn: false }, writer: writerOf(growing), writtenAt: mtime };
}

function writerOf(growing: GrowingFile): RecordWriter {
  return {
    file: growing.path,
    append: (line) => growing.append(serialise(lineSchema, line)),
    close: () => growing.close(),
  };
}

function serialise(schema: z.ZodType, value: unknown): string {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new Error(`Not a valid line of a record: ${firstProblem(parsed.error)}`);
  const line = `${JSON.stringify(parsed.data)}\n`;
  if (Buffer.byteLength(line) <= LINE_LIMIT) return line;
  throw new CorewiseError(
    'A line of a record cannot be so long that nothing could read it back: over 16 MiB.',
  );
}

function newFile(file: string, system: FileSystem): GrowingFile {
  try {
    makeFolder(dirname(file), system);
  } catch (error) {
    throw notWritten(file, error, 'create');
  }
  try {
    return new GrowingFile(file, 'ax', system);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw notWritten(file, error, 'create');
    throw new UsageError(
      `${file} already exists, and a record is never overwritten; choose another folder.`,
      { cause: error },
    );
  }
}
