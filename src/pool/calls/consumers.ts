import { CorewiseError, UsageError } from '../../errors.js';
import { Fifo } from '../../workers/session/index.js';

interface WaitingPut {
  resolve(): void;
  reject(error: Error): void;
}

const DONE: IteratorReturnResult<undefined> = { done: true, value: undefined };

/** Consumers that items are put to, as Python's `consumers.Pool`. From `pool.consumers`. */
export class Consumers<R> implements AsyncDisposable {
  private readonly items = new Fifo<unknown>();
  private readonly puts: WaitingPut[] = [];
  /** Nobody reads any more. */
  private isLeft = false;
  private isClosed = false;
  /** Why nobody takes items any more. */
  private over: { cause?: unknown } | undefined;
  /** Whoever asked for the next item. */
  private wake: (() => void) | undefined;
  private readonly ended: Promise<R[]>;

  /** `backlog`: items that wait at most; then `put` does. */
  constructor(
    private readonly backlog: number,
    consume: (items: AsyncIterable<unknown>) => Promise<R[]>,
  ) {
    this.ended = consume({ [Symbol.asyncIterator]: () => this.iterator() }).then(
      (results) => {
        this.end({});
        if (this.items.length > 0) throw itemsLeft(this.items.length);
        return results;
      },
      (thrown) => {
        this.end({ cause: thrown });
        throw thrown;
      },
    );
    // Whoever asks for the results hears of it; nobody has to.
    this.ended.catch(() => undefined);
  }

  /**
   * Gives an item to whichever consumer takes it: none as null, one as itself, several as their list. Resolves
   * when there is room for another, so that whoever waits for it puts no faster than items are taken.
   * @throws UsageError after `close`; CorewiseError where every consumer has ended, with the first error as `cause`.
   */
  async put(...item: unknown[]): Promise<void> {
    if (this.isClosed) throw new UsageError('The consumers are closed: they take no more items.');
    if (this.over) throw nobodyLeft(this.over);
    this.items.push(item.length === 0 ? null : item.length === 1 ? item[0] : item);
    this.wake?.();
    if (this.items.length < this.backlog) return;
    await new Promise<void>((resolve, reject) => this.puts.push({ resolve, reject }));
  }

  /** No more items come; consumers end when they have taken those there are. */
  close(): void {
    this.isClosed = true;
    this.wake?.();
  }

  /**
   * Closes, and waits for the consumers; one result per worker, in their order.
   * @throws the first error of a consumer, each time it is asked; CorewiseError where items are left that none took.
   */
  results(): Promise<R[]> {
    this.close();
    return this.ended;
  }

  /** As `results`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.results();
  }

  private end(why: { cause?: unknown }): void {
    this.over = why;
    for (const put of this.puts.splice(0)) put.reject(nobodyLeft(why));
  }

  private iterator(): AsyncIterator<unknown> {
    return {
      next: async () => {
        while (this.items.length === 0) {
          if (this.isClosed || this.isLeft) return DONE;
          await new Promise<void>((wake) => {
            this.wake = wake;
          });
        }
        if (this.isLeft) return DONE;
        const item = this.items.shift();
        this.puts.shift()?.resolve();
        return { done: false, value: item };
      },
      return: async () => {
        this.isLeft = true;
        this.wake?.();
        return DONE;
      },
    };
  }
}

function nobodyLeft(why: { cause?: unknown }): CorewiseError {
  return new CorewiseError('Every consumer has ended: nobody is left to take the item.', why);
}

function itemsLeft(count: number): CorewiseError {
  const items = count === 1 ? '1 item is' : `${count} items are`;
  return new CorewiseError(`${items} left: every consumer returned before it had taken them all.`);
}
