import { WriteError } from '../errors.js';
import { whyNotWritten } from './not-written.js';
import { type FileSystem, realFileSystem } from './system.js';
import { closeIfPossible, removeIfPossible, writeAll } from './whole.js';

/**
 * A file that only grows. Each `append` is with the system before it returns, whole or not at all: what did not fit is
 * cut off again.
 */
export class GrowingFile {
  private descriptor: number | undefined;
  private length: number;

  /** Throws what the system says. `ax`: it must not be there yet; `a`: what is there stays. */
  constructor(
    readonly path: string,
    flags: 'a' | 'ax',
    private readonly system: FileSystem = realFileSystem,
  ) {
    this.descriptor = system.open(path, flags);
    try {
      this.length = Number(system.statusOf(this.descriptor).size);
    } catch (error) {
      if (flags === 'ax') this.discard();
      else closeIfPossible(this.descriptor, system);
      throw error;
    }
  }

  /** Throws WriteError, with the path, where it cannot be written, or is not where it was any more. */
  append(text: string): void {
    const descriptor = this.open();
    const bytes = Buffer.from(text);
    this.checkPlace();
    try {
      writeAll(descriptor, bytes, this.system);
    } catch (error) {
      this.cutBack(descriptor);
      throw this.failure(error);
    }
    this.length += bytes.length;
  }

  /**
   * Keeps the first so many bytes, of lines that are whole; the last of them may be one byte short, its newline, which
   * is then added. Throws WriteError.
   */
  cutTo(bytes: number): void {
    const descriptor = this.open();
    const lacksNewline = bytes === this.length + 1;
    try {
      if (bytes < this.length) this.system.truncate(descriptor, bytes);
    } catch (error) {
      throw this.failure(error);
    }
    this.length = Math.min(bytes, this.length);
    if (lacksNewline) this.append('\n');
  }

  /** Others must find by its path what is written here. Throws WriteError where they would not. */
  checkPlace(): void {
    const descriptor = this.open();
    let there: boolean;
    try {
      const [own, found] = [this.system.statusOf(descriptor), this.system.status(this.path)];
      there = found !== undefined && found.ino === own.ino && found.dev === own.dev;
    } catch (error) {
      throw this.failure(error);
    }
    if (!there)
      throw new WriteError(
        `${this.path} was deleted, moved or replaced while it was being written: what was measured since cannot be kept.`,
      );
  }

  /** Flushes it to the disk first. Throws WriteError where that fails. Idempotent. */
  close(): void {
    const { descriptor, system } = this;
    this.descriptor = undefined;
    if (descriptor === undefined) return;
    try {
      system.sync(descriptor);
    } catch (error) {
      closeIfPossible(descriptor, system);
      // Pipes and some shares know no flushing.
      if ((error as NodeJS.ErrnoException).code !== 'EINVAL') throw this.failure(error);
      return;
    }
    try {
      system.close(descriptor);
    } catch (error) {
      throw this.failure(error);
    }
  }

  /** Closes it as it stands, for an error that is told. */
  leave(): void {
    if (this.descriptor !== undefined) closeIfPossible(this.descriptor, this.system);
    this.descriptor = undefined;
  }

  /** Closes and removes it: what it was made for did not come about. */
  discard(): void {
    this.leave();
    removeIfPossible(this.path, this.system);
  }

  private open(): number {
    if (this.descriptor === undefined) throw new Error(`${this.path} is closed`);
    return this.descriptor;
  }

  /** Otherwise the next line would follow half of this one. */
  private cutBack(descriptor: number): void {
    try {
      this.system.truncate(descriptor, this.length);
    } catch {
      // Half a line stays, and must stay the last one.
      this.descriptor = undefined;
      closeIfPossible(descriptor, this.system);
    }
  }

  private failure(error: unknown): WriteError {
    return new WriteError(`Cannot write ${this.path}: ${whyNotWritten(error)}.`, { cause: error });
  }
}
