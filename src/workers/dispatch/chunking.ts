import { UsageError } from '../../errors.js';
import type { Chunk } from '../session/index.js';
import type { TaskSource } from './dispatch.js';

/** Cuts a source into chunks, each when it is asked for. Nothing is read before the first. */
export interface ChunkReader {
  /**
   * The next chunk; undefined at the end. Throws or rejects with what the source does; the tasks that it
   * gave for the unfinished chunk are dropped. Not to be called again before its promise settled.
   */
  next(): Chunk | undefined | Promise<Chunk | undefined>;
  /** Tells a source that was not read to its end that no more will be read. */
  close(): void | Promise<void>;
}

/** @throws UsageError for a chunksize that is no whole number from 1 on, and for tasks that cannot be iterated. */
export function readChunks(tasks: TaskSource, chunksize: number): ChunkReader {
  checkChunksize(chunksize);
  if (isAsync(tasks)) return new AsyncChunkReader(tasks, chunksize);
  checkIterable(tasks);
  return new SyncChunkReader(tasks, chunksize);
}

/** @throws UsageError for tasks that cannot be iterated; whatever the source throws. */
export async function readAll(tasks: TaskSource): Promise<unknown[]> {
  if (!isAsync(tasks)) return [...tasks];
  const all: unknown[] = [];
  for await (const task of tasks) all.push(task);
  return all;
}

export function checkChunksize(chunksize: number): void {
  if (Number.isInteger(chunksize) && chunksize >= 1) return;
  const given = typeof chunksize === 'string' ? `"${chunksize}"` : String(chunksize);
  throw new UsageError(`The chunksize is ${given}; it must be a whole number, 1 or more.`);
}

export function checkIterable(tasks: TaskSource): void {
  if (isAsync(tasks) || typeof (tasks as Iterable<unknown> | null)?.[Symbol.iterator] === 'function') return;
  throw new UsageError(`The tasks are ${describe(tasks)}; they must be an iterable or an async iterable.`);
}

function describe(tasks: unknown): string {
  return tasks === null || tasks === undefined
    ? String(tasks)
    : `of type ${typeof tasks} and cannot be iterated`;
}

function isAsync(tasks: TaskSource): tasks is AsyncIterable<unknown> {
  return typeof (tasks as AsyncIterable<unknown> | null)?.[Symbol.asyncIterator] === 'function';
}

class SyncChunkReader implements ChunkReader {
  private iterator: Iterator<unknown> | undefined;
  private hasEnded = false;
  private read = 0;

  constructor(
    private readonly source: Iterable<unknown>,
    private readonly chunksize: number,
  ) {}

  next(): Chunk | undefined {
    if (this.hasEnded) return undefined;
    try {
      return this.readOne();
    } catch (error) {
      this.hasEnded = true;
      throw error;
    }
  }

  close(): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    this.iterator?.return?.();
  }

  private readOne(): Chunk | undefined {
    this.iterator ??= this.source[Symbol.iterator]();
    const tasks: unknown[] = [];
    while (tasks.length < this.chunksize && !this.hasEnded) {
      const { done, value } = this.iterator.next();
      if (done) this.hasEnded = true;
      else tasks.push(value);
    }
    const first = this.read;
    this.read += tasks.length;
    return tasks.length === 0 ? undefined : { first, tasks };
  }
}

class AsyncChunkReader implements ChunkReader {
  private iterator: AsyncIterator<unknown> | undefined;
  private hasEnded = false;
  private isReading = false;
  private read = 0;

  constructor(
    private readonly source: AsyncIterable<unknown>,
    private readonly chunksize: number,
  ) {}

  async next(): Promise<Chunk | undefined> {
    if (this.hasEnded) return undefined;
    this.isReading = true;
    try {
      return await this.readOne();
    } catch (error) {
      this.hasEnded = true;
      throw error;
    } finally {
      this.isReading = false;
    }
  }

  async close(): Promise<void> {
    if (this.hasEnded) return;
    this.hasEnded = true;
    const closed = this.iterator?.return?.();
    // A source that is waiting for its next item may never answer.
    if (this.isReading) closed?.then(undefined, () => {});
    else await closed;
  }

  private async readOne(): Promise<Chunk | undefined> {
    this.iterator ??= this.source[Symbol.asyncIterator]();
    const tasks: unknown[] = [];
    while (tasks.length < this.chunksize && !this.hasEnded) {
      const { done, value } = await this.iterator.next();
      if (done) this.hasEnded = true;
      else tasks.push(value);
    }
    const first = this.read;
    this.read += tasks.length;
    return tasks.length === 0 ? undefined : { first, tasks };
  }
}
