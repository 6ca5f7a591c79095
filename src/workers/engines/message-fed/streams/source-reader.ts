import type { Chunk } from '../../../session/index.js';

export interface SourceTaker {
  /** Whether the consumer may hold one more chunk. */
  hasRoom(): boolean;
  take(chunk: Chunk): void;
  /** The source has none left, or threw: `error` says which. */
  sourceEnded(): void;
}

/** Reads a consumer's source, one chunk at a time and only as there is room. */
export class SourceReader {
  /** What the source gave after nothing more was wanted. */
  readonly late: Chunk[] = [];
  /** What the source threw. */
  error: { thrown: unknown } | undefined;
  private readonly iterator: AsyncIterator<Chunk>;
  private reading: Promise<void> | undefined;
  private isStopped = false;

  constructor(
    source: AsyncIterable<Chunk>,
    private readonly taker: SourceTaker,
  ) {
    this.iterator = source[Symbol.asyncIterator]();
  }

  fill(): void {
    if (this.reading || this.isStopped || !this.taker.hasRoom()) return;
    this.reading = this.iterator.next().then(
      ({ done, value }) => {
        this.reading = undefined;
        if (done) this.taker.sourceEnded();
        else this.give(value);
      },
      (thrown) => {
        this.reading = undefined;
        this.error = { thrown };
        this.taker.sourceEnded();
      },
    );
  }

  /** Nothing more is wanted. False where that was known. */
  stop(): boolean {
    const isNew = !this.isStopped;
    this.isStopped = true;
    return isNew;
  }

  /** A source that waits for its next item is told that nobody waits with it. Never rejects. */
  async close(): Promise<void> {
    this.stop();
    try {
      await this.iterator.return?.();
    } catch (thrown) {
      this.error ??= { thrown };
    }
    await this.reading;
  }

  private give(chunk: Chunk): void {
    if (this.isStopped) {
      this.late.push(chunk);
      return;
    }
    this.taker.take(chunk);
    this.fill();
  }
}
