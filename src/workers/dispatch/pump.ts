import {
  type Chunk,
  type ChunkReceiver,
  type ChunkResult,
  type Session,
  submitTo,
} from '../session/index.js';
import type { ChunkReader } from './chunking.js';

/**
 * Chunks that may be read and not used up yet, for each that the session accepts at once. More than 1, so that
 * workers go on behind a slow first chunk and a consumer that is away for a moment; bounded, so that an endless
 * source and a slow consumer do not fill the memory.
 */
export const READ_AHEAD = 4;

/**
 * Keeps a session supplied: reads the next chunk when there is room for it, and sends it at once. It holds no
 * chunk back; what it keeps are results that were not taken yet.
 */
export class Pump implements ChunkReceiver {
  private outstanding = 0;
  /** Chunks sent and not released yet. */
  private held = 0;
  private isReading = false;
  private hasEnded = false;
  private failure: { error: unknown } | undefined;
  private finished: ChunkResult[] = [];
  private wake: (() => void) | undefined;

  /** `readAhead`: chunks held at most, finished ones included, for each that the session accepts at once. */
  constructor(
    private readonly reader: ChunkReader,
    private readonly session: Session,
    private readonly readAhead: number,
  ) {
    this.fill();
  }

  /**
   * The chunks that finished since the last call, as soon as there is one; none at the end. Throws what the
   * source threw, or why the session took a chunk no more, after the last of those that were sent.
   */
  async take(): Promise<ChunkResult[]> {
    if (this.finished.length === 0 && !this.isDone()) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
    const batch = this.finished;
    if (batch.length === 0 && this.failure) throw this.failure.error;
    this.finished = [];
    return batch;
  }

  /** Makes room for another chunk: all outcomes of one were used. */
  release(): void {
    this.held--;
    this.fill();
  }

  /** Reads no more. What runs goes on in its worker; nobody hears of it. */
  close(): void | Promise<void> {
    this.hasEnded = true;
    return this.reader.close();
  }

  settled(result: ChunkResult): void {
    this.outstanding--;
    this.finished.push(result);
    this.fill();
    this.wakeUp();
  }

  refused(error: unknown): void {
    this.outstanding--;
    this.failure ??= { error };
    this.hasEnded = true;
    this.wakeUp();
  }

  private isDone(): boolean {
    return this.hasEnded && this.outstanding === 0;
  }

  private hasRoom(): boolean {
    const { capacity } = this.session;
    return this.outstanding < capacity && this.held < capacity * this.readAhead;
  }

  private fill(): void {
    while (!this.hasEnded && !this.isReading && this.hasRoom()) {
      const chunk = this.read();
      if (chunk instanceof Promise) {
        this.isReading = true;
        chunk.then(this.arrived, this.sourceFailed);
      } else this.send(chunk);
    }
  }

  private read(): ReturnType<ChunkReader['next']> {
    try {
      return this.reader.next();
    } catch (error) {
      this.failure = { error };
      return undefined;
    }
  }

  private send(chunk: Chunk | undefined): void {
    if (!chunk) {
      this.hasEnded = true;
      this.wakeUp();
      return;
    }
    this.outstanding++;
    this.held++;
    submitTo(this.session, chunk, this);
  }

  private wakeUp(): void {
    if (this.finished.length === 0 && !this.isDone()) return;
    this.wake?.();
    this.wake = undefined;
  }

  private readonly arrived = (chunk: Chunk | undefined): void => {
    this.isReading = false;
    if (this.hasEnded) return;
    this.send(chunk);
    this.fill();
  };

  private readonly sourceFailed = (error: unknown): void => {
    this.isReading = false;
    this.failure = { error };
    this.send(undefined);
  };
}
