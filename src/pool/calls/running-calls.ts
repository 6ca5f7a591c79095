import type { Session } from '../../workers/session/index.js';
import { onAbort } from '../abort-listeners.js';
import type { ChunkQueue } from '../queue/chunk-queue.js';
import type { OutcomeValues } from './outcome-values.js';

export interface EarlyEnd {
  signal?: AbortSignal | undefined;
  /** What is to be done about the call's chunks and its source when it is ended before its time. Never throws. */
  abandon(): void;
}

/** The calls that have begun and not ended. Each ends by itself, by its signal, or with the pool. */
export class RunningCalls {
  private readonly enders = new Set<(reason: unknown) => void>();
  private emptied: (() => void)[] = [];

  /** Settles as `run` does, or rejects at once with the reason for which the call is ended before. */
  run<R>(run: () => Promise<R>, { signal, abandon }: EarlyEnd): Promise<R> {
    if (signal?.aborted) return Promise.reject(signal.reason);
    return new Promise((resolve, reject) => {
      const leave = this.enter((reason) => {
        leave();
        abandon();
        reject(reason);
      }, signal);
      run().then(
        (result) => {
          leave();
          resolve(result);
        },
        (thrown) => {
          leave();
          reject(thrown);
        },
      );
    });
  }

  /** From now until the function returned is called, the call counts as running and `end` may end it. */
  enter(end: (reason: unknown) => void, signal?: AbortSignal): () => void {
    const forget = signal && onAbort(signal, () => end(signal.reason));
    this.enders.add(end);
    return () => {
      forget?.();
      this.enders.delete(end);
      this.checkEmpty();
    };
  }

  endAll(reason: unknown): void {
    for (const end of this.enders) end(reason);
  }

  whenEmpty(): Promise<void> {
    return new Promise((empty) => {
      this.emptied.push(empty);
      this.checkEmpty();
    });
  }

  private checkEmpty(): void {
    if (this.enders.size > 0 || this.emptied.length === 0) return;
    for (const empty of this.emptied.splice(0)) empty();
  }
}

/** What the calls of one pool share. */
export interface PoolParts {
  readonly session: Session;
  readonly queue: ChunkQueue;
  readonly calls: RunningCalls;
  readonly values: OutcomeValues;
  /** @throws UsageError where the pool takes no more calls; `why` goes into its sentence. */
  checkOpen(why?: string): void;
  /** How long each task may take, ms. @throws UsageError where nothing could end it. */
  taskTimeoutMs(given?: number): number | undefined;
}
