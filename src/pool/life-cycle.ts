import { UsageError, type WorkerLostError } from '../errors.js';
import { onAbort } from './abort-listeners.js';
import { terminatedError } from './calls/outcome-values.js';
import type { PoolParts } from './calls/running-calls.js';

/** From open to closed or terminated. */
export class LifeCycle {
  private state: 'open' | 'closed' | 'terminated' = 'open';
  private ended: Promise<void> = Promise.resolve();
  private cause: unknown;
  private readonly forgetSignal: () => void;

  constructor(
    private readonly parts: PoolParts,
    signal: AbortSignal | undefined,
  ) {
    const forget = signal && onAbort(signal, () => void this.terminate(signal.reason));
    this.forgetSignal = () => forget?.();
  }

  /** @throws UsageError where the pool takes no more calls; `why` goes into its sentence. */
  checkOpen(why = ''): void {
    if (this.state !== 'open')
      throw new UsageError(`The pool is ${this.state}: it takes no more calls${why}. Open another one.`);
  }

  /** For calls that the end of the pool has caught. */
  terminatedError(): WorkerLostError {
    return terminatedError(this.cause);
  }

  async close(timeoutMs: number | undefined): Promise<void> {
    if (this.state === 'open') {
      this.state = 'closed';
      this.ended = this.finish();
    }
    if (timeoutMs === undefined || this.state === 'terminated') return this.ended;
    const limit = setTimeout(() => void this.terminate(), timeoutMs);
    try {
      await this.ended;
    } finally {
      clearTimeout(limit);
    }
  }

  /** `cause`: why, where somebody said so. */
  terminate(cause?: unknown): Promise<void> {
    if (this.state !== 'terminated') {
      const { calls, queue, session } = this.parts;
      this.state = 'terminated';
      this.cause = cause;
      this.forgetSignal();
      calls.endAll(terminatedError(cause));
      queue.terminate();
      this.ended = session.terminate();
    }
    return this.ended;
  }

  async join(): Promise<void> {
    if (this.state === 'open')
      throw new UsageError('The pool is still open: close or terminate it before `join`.');
    await this.ended;
  }

  private async finish(): Promise<void> {
    const { calls, queue, session } = this.parts;
    await calls.whenEmpty();
    await queue.whenEmpty();
    await session.close();
    this.forgetSignal();
    // It may have been terminated meanwhile.
    if (this.state === 'terminated') await this.ended;
  }
}
