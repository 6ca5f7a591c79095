import { UsageError } from '../../errors.js';
import { findDispatch } from '../../workers/dispatch/index.js';
import type { Outcome } from '../../workers/session/index.js';
import { CallGroup } from '../queue/slot.js';
import { itemSource } from './item-source.js';
import type { MapOptions } from './options.js';
import { terminatedError } from './outcome-values.js';
import type { PoolParts } from './running-calls.js';
import { callSession, DroppedError } from './session.js';

const DONE: IteratorReturnResult<undefined> = { done: true, value: undefined };

const BEGINS_LATE = ', and imap begins when its first result is asked for';

/**
 * The results of `imap` and `imapUnordered`. The call begins when the first one is asked for, and ends with the last,
 * at the first error, when its reader leaves, by its signal, or with the pool.
 */
export class ImapResults implements AsyncIterableIterator<unknown> {
  private readonly group = new CallGroup();
  private readonly source: ReturnType<typeof itemSource>;
  private readonly outcomes: AsyncIterator<Outcome>;
  private state: 'new' | 'running' | 'over' = 'new';
  /** What the next call of `next` rejects with, where nobody waited when the call ended. */
  private failure: { reason: unknown } | undefined;
  private readonly waiting = new Set<Waiting>();
  private leave: () => void = () => undefined;

  /** @throws UsageError for items that cannot be iterated. */
  constructor(
    private readonly parts: PoolParts,
    dispatch: 'imap' | 'imapUnordered',
    private readonly name: string,
    items: unknown,
    private readonly options: MapOptions,
  ) {
    const { session, queue } = parts;
    const { group } = this;
    this.source = itemSource(items);
    const { chunksize = 1, transfer, taskTimeoutMs } = options;
    const ours = callSession(session, queue, { group, call: { name }, transfer, taskTimeoutMs });
    this.outcomes = findDispatch(dispatch).run(this.source.items, chunksize, ours)[Symbol.asyncIterator]();
  }

  next(): Promise<IteratorResult<unknown>> {
    if (this.state === 'new') this.begin();
    if (this.state === 'over') {
      const { failure } = this;
      this.failure = undefined;
      return failure ? Promise.reject(failure.reason) : Promise.resolve(DONE);
    }
    return new Promise((resolve, reject) => {
      const waiting = { resolve, reject };
      this.waiting.add(waiting);
      this.outcomes.next().then(
        (next) => this.waiting.delete(waiting) && this.answer(waiting, next),
        (thrown) => this.waiting.delete(waiting) && this.fail(waiting, thrown),
      );
    });
  }

  /** Drops what was not begun, asks what runs to stop, and closes the caller's iterable. */
  async return(): Promise<IteratorResult<unknown>> {
    if (this.state === 'new') this.state = 'over';
    if (this.state === 'over') return DONE;
    for (const { resolve } of this.waiting) resolve(DONE);
    await this.finish(false);
    return DONE;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** For loops without `await`. */
  [Symbol.iterator](): never {
    throw new UsageError('Results of imap come one after the other: loop over them with `for await`.');
  }

  private begin(): void {
    const { signal, cancel = false } = this.options;
    if (signal?.aborted) {
      this.state = 'over';
      this.failure = { reason: signal.reason };
      return;
    }
    try {
      // Closed since it was called, maybe.
      this.parts.checkOpen(BEGINS_LATE);
    } catch (reason) {
      this.state = 'over';
      this.failure = { reason };
      return;
    }
    this.state = 'running';
    this.leave = this.parts.calls.enter((reason) => {
      const [first, ...others] = this.waiting;
      if (first) first.reject(reason);
      else this.failure = { reason };
      for (const { resolve } of others) resolve(DONE);
      this.finish(cancel).then(undefined, () => undefined);
    }, signal);
  }

  private answer({ resolve, reject }: Waiting, next: IteratorResult<Outcome>): void {
    if (next.done) {
      this.state = 'over';
      this.leave();
      resolve(DONE);
      return;
    }
    const { values } = this.parts;
    try {
      const value = this.options.settled
        ? values.settledOf(next.value, this.name)
        : values.valueOf(next.value, this.name);
      resolve({ done: false, value });
    } catch (thrown) {
      this.fail({ resolve, reject }, thrown);
    }
  }

  private fail({ reject }: Waiting, thrown: unknown): void {
    for (const { resolve } of this.waiting) resolve(DONE);
    this.finish(false).then(undefined, () => undefined);
    reject(thrown instanceof DroppedError ? terminatedError() : thrown);
  }

  /** Ends the call before its time. Rejects with what the caller's iterable throws when it is closed. */
  private async finish(cancel: boolean): Promise<void> {
    this.state = 'over';
    this.waiting.clear();
    this.leave();
    this.parts.queue.abandon(this.group, cancel);
    const closed = this.source.stop();
    // It may itself be waiting, for chunks that are still running.
    this.outcomes.return?.().then(undefined, () => undefined);
    await closed;
  }
}

interface Waiting {
  resolve(next: IteratorResult<unknown>): void;
  reject(reason: unknown): void;
}
