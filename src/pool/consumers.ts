import { CorewiseError, UsageError } from '../errors.js';

/** Consumers that items are put to, as Python's `consumers.Pool`. */
export class Consumers<R> implements AsyncDisposable {
  private readonly items: unknown[] = [];
  private readonly puts: (() => void)[] = [];
  private isClosed = false;
  private hasEnded = false;
  private wake: (() => void) | undefined;
  private readonly ended: Promise<R[]>;

  /** `backlog`: items that wait at most; then `put` does. */
  constructor(
    private readonly backlog: number,
    consume: (items: AsyncIterable<unknown>) => Promise<R[]>,
  ) {
    this.ended = consume(this.source());
    this.ended
      .catch(() => undefined)
      .finally(() => {
        this.hasEnded = true;
        for (const put of this.puts.splice(0)) put();
      });
  }

  /**
   * Gives an item to whichever consumer takes it: none as null, one as itself, several as their list. Resolves
   * when there is room for another; rejects where every consumer has ended.
   */
  async put(...item: unknown[]): Promise<void> {
    if (this.isClosed) throw new UsageError('The consumers are closed: they take no more items.');
    this.checkAlive();
    this.items.push(item.length === 0 ? null : item.length === 1 ? item[0] : item);
    this.wake?.();
    if (this.items.length < this.backlog) return;
    await new Promise<void>((resolve) => this.puts.push(resolve));
    if (!this.isClosed) this.checkAlive();
  }

  /** No more items come; consumers end when they have taken those there are. */
  close(): void {
    this.isClosed = true;
    this.wake?.();
  }

  /** Closes; one result a worker. Rejects with the first consumer's error, each time it is asked. */
  results(): Promise<R[]> {
    this.close();
    return this.ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.results();
  }

  private checkAlive(): void {
    if (this.hasEnded) throw new CorewiseError('Every consumer has ended: nobody would take the item.');
  }

  private async *source(): AsyncGenerator<unknown, void> {
    for (;;) {
      while (this.items.length > 0) {
        const item = this.items.shift();
        this.puts.shift()?.();
        yield item;
      }
      if (this.isClosed) return;
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }
}
