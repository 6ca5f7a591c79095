import type { Chunk } from '../work/index.js';
import type { ChunkReader } from './chunking.js';

/**
 * One reader for several consumers: each gets the next chunk when it asks. What a consumer was sent and did not
 * take goes to those that are still there.
 */
export class SharedSource {
  private readonly returned: Chunk[] = [];
  /** Reads follow one another: a source has one place. */
  private last: Promise<unknown> = Promise.resolve();
  private hasEnded = false;

  constructor(private readonly reader: ChunkReader) {}

  /** For one consumer. `return` ends its part alone, also while it waits for the next chunk. */
  part(): AsyncIterable<Chunk> {
    let leave: () => void = () => undefined;
    let hasLeft = false;
    const left = new Promise<void>((resolve) => {
      leave = resolve;
    });
    const done = { done: true as const, value: undefined };
    return {
      [Symbol.asyncIterator]: () => ({
        next: async () => {
          const read = this.next();
          const chunk = await Promise.race([read, left]);
          if (chunk) return { done: false as const, value: chunk };
          // What arrives for nobody goes to the others.
          if (hasLeft)
            void read.then(
              (late) => late && this.giveBack([late]),
              () => undefined,
            );
          return done;
        },
        return: async () => {
          hasLeft = true;
          leave();
          return done;
        },
      }),
    };
  }

  giveBack(chunks: readonly Chunk[]): void {
    this.returned.push(...chunks);
  }

  /** Tasks that no consumer took. */
  get untaken(): number {
    return this.returned.reduce((sum, { tasks }) => sum + tasks.length, 0);
  }

  async close(): Promise<void> {
    this.hasEnded = true;
    await this.reader.close();
  }

  private next(): Promise<Chunk | undefined> {
    const read = this.last.then(async () => {
      const again = this.returned.shift();
      if (again || this.hasEnded) return again;
      const chunk = await this.reader.next();
      if (!chunk) this.hasEnded = true;
      return chunk;
    });
    this.last = read.catch(() => undefined);
    return read;
  }
}
