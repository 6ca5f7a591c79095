import { dirname } from 'node:path';
import type { z } from 'zod';
import { CorewiseError, UsageError } from '../errors.js';
import { type FileSystem, GrowingFile, makeFolder, notWritten, realFileSystem } from '../files/index.js';
import { headerSchema, type RecordHeader } from './header.js';
import { LINE_LIMIT } from './read.js';
import { firstProblem, lineSchema, type RecordLine } from './schema.js';

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
  return {
    file,
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
      `${file} exists already, and a record is never overwritten; choose another folder.`,
      { cause: error },
    );
  }
}
