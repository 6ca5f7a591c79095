import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Chunk } from '../session/index.js';
import type { ChunkReader } from './chunking.js';

/** Stands for a chunk that is still to come. */
const MORE = {};

const ENDED: IteratorReturnResult<undefined> = { done: true, value: undefined };

/** A consumer that asked for a chunk and has none yet. */
interface Waiter {
  resolve(next: IteratorResult<Chunk, undefined>): void;
  reject(thrown: unknown): void;
}

/**
 * One reader for several consumers: each gets the next chunk when it asks, in the order they ask. What a consumer
 * was sent and did not take goes to those that are still there.
 */
export class SharedSource {
  private readonly returned: Chunk[] = [];
  private waiting: Waiter[] = [];
  /** A source has one place: the next read begins when this one is over. */
  private isReading = false;
  private hasEnded = false;
  /** What the source threw. */
  failure: { readonly thrown: unknown } | undefined;

  constructor(private readonly reader: ChunkReader) {}

  /**
   * For one consumer, whose calls of `next` follow one another. `return` ends its part alone, also while it waits
   * for a chunk. A source that throws rejects the `next` of who waits longest, and ends the others' parts.
   */
  part(): AsyncIterable<Chunk> {
    let waiter: Waiter | undefined;
    return {
      [Symbol.asyncIterator]: () => ({
        next: () =>
          new Promise<IteratorResult<Chunk, undefined>>((resolve, reject) => {
            waiter = { resolve, reject };
            this.waiting.push(waiter);
            this.feed();
          }),
        return: () => {
          this.waiting = this.waiting.filter((one) => one !== waiter);
          waiter?.resolve(ENDED);
          return Promise.resolve(ENDED);
        },
      }),
    };
  }

  giveBack(chunks: readonly Chunk[]): void {
    this.returned.push(...chunks);
    this.feed();
  }

  /**
   * Whether all tasks went to consumers that kept them. Reads on where that is not known; a source that does not
   * answer within a turn of the event loop counts as one that has more.
   */
  async isExhausted(): Promise<boolean> {
    if (this.isReading) await nextTurn();
    if (this.returned.length > 0 || this.isReading) return false;
    if (this.hasEnded) return true;
    const next = await Promise.race([this.reader.next(), nextTurn(MORE)]);
    return next === undefined;
  }

  async close(): Promise<void> {
    this.hasEnded = true;
    this.feed();
    await this.reader.close();
  }

  private feed(): void {
    while (this.waiting.length > 0) {
      const again = this.returned.shift();
      if (again) this.waiting.shift()!.resolve({ done: false, value: again });
      else if (this.hasEnded) this.waiting.shift()!.resolve(ENDED);
      else if (this.isReading) return;
      else this.read();
    }
  }

  private read(): void {
    let chunk: ReturnType<ChunkReader['next']>;
    try {
      chunk = this.reader.next();
    } catch (thrown) {
      this.failed(thrown);
      return;
    }
    if (!(chunk instanceof Promise)) {
      this.arrived(chunk);
      return;
    }
    this.isReading = true;
    chunk.then(this.arrived, this.failed).finally(() => {
      this.isReading = false;
      this.feed();
    });
  }

  /** What arrives for nobody waits for whoever asks next. */
  private readonly arrived = (chunk: Chunk | undefined): void => {
    if (!chunk) this.hasEnded = true;
    else if (this.waiting.length === 0) this.returned.push(chunk);
    else this.waiting.shift()!.resolve({ done: false, value: chunk });
  };

  private readonly failed = (thrown: unknown): void => {
    this.hasEnded = true;
    this.failure = { thrown };
    this.waiting.shift()?.reject(thrown);
  };
}
