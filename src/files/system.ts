import * as fs from 'node:fs';
import { dirname } from 'node:path';

/** What is known of a file by its path or descriptor. */
export type FileStatus = Pick<fs.BigIntStats, 'dev' | 'ino' | 'mode' | 'size' | 'isFile' | 'isDirectory'>;

/** All that writing asks of the system, so that tests can let any of its calls fail. Each throws what the system says. */
export interface FileSystem {
  open(path: string, flags: string, mode?: number): number;
  /** Writes from that byte on; returns how many the system took, which may be fewer than there are. */
  write(descriptor: number, bytes: Uint8Array, from: number): number;
  sync(descriptor: number): void;
  truncate(descriptor: number, length: number): void;
  chmod(descriptor: number, mode: number): void;
  close(descriptor: number): void;
  rename(from: string, to: string): void;
  remove(path: string): void;
  makeFolder(path: string): void;
  /** Of what a path leads to, links followed; undefined where there is nothing. */
  status(path: string): FileStatus | undefined;
  statusOf(descriptor: number): FileStatus;
}

export const realFileSystem: FileSystem = {
  open: (path, flags, mode) => fs.openSync(path, flags, mode),
  write: (descriptor, bytes, from) => fs.writeSync(descriptor, bytes, from),
  sync: (descriptor) => fs.fsyncSync(descriptor),
  truncate: (descriptor, length) => fs.ftruncateSync(descriptor, length),
  chmod: (descriptor, mode) => fs.fchmodSync(descriptor, mode),
  close: (descriptor) => fs.closeSync(descriptor),
  rename: (from, to) => fs.renameSync(from, to),
  remove: (path) => fs.rmSync(path, { force: true }),
  makeFolder: (path) => fs.mkdirSync(path),
  status: (path) => fs.statSync(path, { bigint: true, throwIfNoEntry: false }),
  statusOf: (descriptor) => fs.fstatSync(descriptor, { bigint: true }),
};

/**
 * Creates a folder and its missing parents; returns the topmost one created, undefined where all were there.
 * Throws what the system says. Node's own recursive form never returns where a system refuses with ENOENT,
 * as Linux does below /proc.
 */
export function makeFolder(path: string, system: FileSystem = realFileSystem): string | undefined {
  try {
    system.makeFolder(path);
    return path;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' && system.status(path)?.isDirectory()) return undefined;
    if (code !== 'ENOENT' || dirname(path) === path) throw error;
    const created = makeFolder(dirname(path), system);
    system.makeFolder(path);
    return created ?? path;
  }
}
