import { realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UsageError } from '../errors.js';
import { notWritten } from './not-written.js';
import { type FileSystem, makeFolder, realFileSystem } from './system.js';

// Where process ids begin anew, as in containers, files of a process that was killed may bear the same.
let count = Math.floor(Math.random() * 2 ** 32);

/** Names of files that were being written when their process was killed. */
export const unfinishedFile = /^\.corewise-\d+-\d+\.tmp$/;

/** Where a file is written before it gets its name. */
export const pathBeside = (file: string) => join(dirname(file), `.corewise-${process.pid}-${++count}.tmp`);

/**
 * Writes a file, or writes over it: written beside, flushed to the disk and renamed, so that at every moment the old
 * content or the new one is there whole. Throws UsageError where the path cannot be, WriteError for a full disk and the
 * like; then the old file stands as it was.
 */
export function writeWhole(
  path: string,
  content: string | Uint8Array,
  system: FileSystem = realFileSystem,
): void {
  try {
    const bytes = Buffer.from(content);
    const old = system.status(path);
    if (old?.isDirectory()) throw Object.assign(new Error(path), { code: 'EISDIR' });
    // A device or a pipe, such as /dev/stdout, is not to be replaced by a file.
    if (old && !old.isFile()) writeTo(path, 'w', bytes, {}, system);
    else replace(old ? realpathSync(path) : path, bytes, old && Number(old.mode & 0o7777n), system);
  } catch (error) {
    throw notWritten(path, error);
  }
}

function replace(file: string, bytes: Uint8Array, mode: number | undefined, system: FileSystem): void {
  const beside = pathBeside(file);
  try {
    writeTo(beside, 'wx', bytes, { mode }, system);
    system.rename(beside, file);
  } catch (error) {
    removeIfPossible(beside, system);
    throw error;
  }
}

/** Writes files below a folder, which is made where it is missing, and returns their paths. Each as `writeWhole`. */
export function writeAllWhole(
  folder: string,
  files: readonly { file: string; content: string | Uint8Array }[],
  system: FileSystem = realFileSystem,
): string[] {
  return files.map(({ file, content }) => {
    const path = join(folder, file);
    try {
      makeFolder(dirname(path), system);
    } catch (error) {
      throw notWritten(path, error);
    }
    writeWhole(path, content, system);
    return path;
  });
}

/** Writes a file that is not there yet. UsageError where it is; what cannot be written whole is not left behind. */
export function writeNew(path: string, content: string, system: FileSystem = realFileSystem): void {
  let isOurs = false;
  try {
    writeTo(path, 'wx', Buffer.from(content), { opened: () => (isOurs = true) }, system);
  } catch (error) {
    if (isOurs) removeIfPossible(path, system);
    else if ((error as NodeJS.ErrnoException).code === 'EEXIST')
      throw new UsageError(`${path} already exists; it was left as it is.`, { cause: error });
    throw notWritten(path, error);
  }
}

interface Written {
  mode?: number | undefined;
  opened?: () => void;
}

function writeTo(
  path: string,
  flags: string,
  bytes: Uint8Array,
  { mode, opened }: Written,
  system: FileSystem,
): void {
  const descriptor = system.open(path, flags, mode);
  opened?.();
  try {
    // What is opened anew has lost what the user's mask takes away.
    if (mode !== undefined) system.chmod(descriptor, mode);
    writeAll(descriptor, bytes, system);
    if (flags === 'wx') system.sync(descriptor);
  } catch (error) {
    closeIfPossible(descriptor, system);
    throw error;
  }
  system.close(descriptor);
}

/** A system that took only a part (a disk that fills, a signal) is asked again for the rest. */
export function writeAll(descriptor: number, bytes: Uint8Array, system: FileSystem = realFileSystem): void {
  for (let written = 0; written < bytes.length; ) written += system.write(descriptor, bytes, written);
}

export function closeIfPossible(descriptor: number, system: FileSystem): void {
  try {
    system.close(descriptor);
  } catch {
    // What went wrong before is what is told.
  }
}

export function removeIfPossible(path: string, system: FileSystem): void {
  try {
    system.remove(path);
  } catch {
    // What went wrong before is what is told.
  }
}
