import type { Source } from '../functions.js';
import { notItems } from '../habits.js';

const DONE: IteratorReturnResult<undefined> = { done: true, value: undefined };

/**
 * The items of one call. Ending the call ends them, also for a reader that waits for the next one, and tells the
 * caller's iterable that no more will be read.
 */
export interface ItemSource {
  /** To be read by one reader. Closing its iterator does nothing: who made the source stops it. */
  readonly items: Source<unknown>;
  /** How many items were read. */
  readonly read: number;
  /** What the caller's iterable threw. */
  readonly failure: { readonly thrown: unknown } | undefined;
  /** Ends the items. Rejects with what the iterable throws when it is closed; it may be waiting and never answer. */
  stop(): Promise<void>;
  /** Whether there is another item, which is read and lost. */
  hasMore(): Promise<boolean>;
}

/**
 * `endsAtFailure`: what the iterable throws ends the items and is kept in `failure`, instead of being thrown.
 * @throws UsageError for what cannot be iterated.
 */
export function itemSource(items: unknown, { endsAtFailure = false } = {}): ItemSource {
  const given = items as Partial<Iterable<unknown> & AsyncIterable<unknown>> | null | undefined;
  if (typeof given?.[Symbol.asyncIterator] === 'function')
    return new AsyncSource(given as AsyncIterable<unknown>, endsAtFailure);
  if (typeof given?.[Symbol.iterator] === 'function')
    return new SyncSource(given as Iterable<unknown>, endsAtFailure);
  throw notItems(items);
}

/** Without this the items of an iterator that breaks its contract would never end. */
function checked(next: IteratorResult<unknown>): IteratorResult<unknown> {
  if (typeof next === 'object' && next !== null) return next;
  throw new TypeError(`The items' iterator gave ${String(next)}; it must give objects.`);
}

class SyncSource implements ItemSource {
  read = 0;
  failure: { thrown: unknown } | undefined;
  readonly items: Iterable<unknown>;
  private iterator: Iterator<unknown> | undefined;
  private hasEnded = false;

  constructor(
    private readonly given: Iterable<unknown>,
    private readonly endsAtFailure: boolean,
  ) {
    const iterator = { next: () => this.next() };
    this.items = { [Symbol.iterator]: () => iterator };
  }

  async stop(): Promise<void> {
    if (this.hasEnded) return;
    this.hasEnded = true;
    this.iterator?.return?.();
  }

  async hasMore(): Promise<boolean> {
    return !this.next().done;
  }

  private next(): IteratorResult<unknown> {
    if (this.hasEnded) return DONE;
    try {
      this.iterator ??= this.given[Symbol.iterator]();
      const next = checked(this.iterator.next());
      if (next.done) this.hasEnded = true;
      else this.read++;
      return next;
    } catch (thrown) {
      this.hasEnded = true;
      this.failure = { thrown };
      if (this.endsAtFailure) return DONE;
      throw thrown;
    }
  }
}

class AsyncSource implements ItemSource {
  read = 0;
  failure: { thrown: unknown } | undefined;
  readonly items: AsyncIterable<unknown>;
  private iterator: AsyncIterator<unknown> | undefined;
  private hasEnded = false;
  /** The next item, while it is waited for. */
  private reading: Promise<IteratorResult<unknown>> | undefined;
  private endWaiting: () => void = () => undefined;

  constructor(
    private readonly given: AsyncIterable<unknown>,
    private readonly endsAtFailure: boolean,
  ) {
    const iterator = { next: () => this.next() };
    this.items = { [Symbol.asyncIterator]: () => iterator };
  }

  async stop(): Promise<void> {
    if (this.hasEnded) return;
    this.hasEnded = true;
    this.endWaiting();
    const closed = this.iterator?.return?.();
    // An iterable that waits for its own next item may never answer.
    if (this.reading) closed?.then(undefined, () => undefined);
    else await closed;
  }

  async hasMore(): Promise<boolean> {
    const next = await (this.reading ?? this.next());
    return !next.done;
  }

  private next(): Promise<IteratorResult<unknown>> {
    if (this.hasEnded) return Promise.resolve(DONE);
    this.reading = new Promise<IteratorResult<unknown>>((resolve, reject) => {
      this.endWaiting = () => resolve(DONE);
      this.advance().then(resolve, reject);
    }).finally(() => {
      this.reading = undefined;
    });
    return this.reading;
  }

  /** Of what comes after the end nobody hears. */
  private async advance(): Promise<IteratorResult<unknown>> {
    try {
      this.iterator ??= this.given[Symbol.asyncIterator]();
      const next = await this.iterator.next();
      if (this.hasEnded) return DONE;
      checked(next);
      if (next.done) this.hasEnded = true;
      else this.read++;
      return next;
    } catch (thrown) {
      if (this.hasEnded) return DONE;
      this.hasEnded = true;
      this.failure = { thrown };
      if (this.endsAtFailure) return DONE;
      throw thrown;
    }
  }
}
