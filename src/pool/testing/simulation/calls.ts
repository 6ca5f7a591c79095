import assert from 'node:assert/strict';
import { OverdueError, WorkerLostError } from '../../../errors.js';
import type { Simulation } from '../../../simulation/index.js';
import { type Consumers, type Pool, QueueFullError } from '../../index.js';
import type { PlannedCall, SimulatedItem } from './plan.js';

/** What the workers run: each item meets its fate, and gives its id. */
export const functions = {
  perform(item: SimulatedItem): number | Promise<number> {
    return performed(item);
  },
  async take(items: AsyncIterable<SimulatedItem>, most: number): Promise<number[]> {
    const taken: number[] = [];
    if (most === 0) return taken;
    for await (const item of items) {
      taken.push(await performed(item));
      if (taken.length === most) break;
    }
    return taken;
  },
};

function performed({ id, fate }: SimulatedItem): number | Promise<number> {
  if (fate === 'throws') throw new RangeError(`item ${id}`);
  return fate === 'rejects' ? Promise.reject(new RangeError(`item ${id}`)) : id;
}

/** A call of a pool, from its beginning on. */
export class SimulatedCall {
  private readonly controller = new AbortController();
  readonly signal: AbortSignal | undefined;
  private readonly reason = new Error('aborted');
  readonly sourceFailure = new TypeError('the source');
  isSettled = false;
  /** What it resolved with or rejected with, and for loops how far they came. */
  private value: unknown;
  private error: { thrown: unknown } | undefined;
  private readonly read: unknown[] = [];

  constructor(
    readonly plan: PlannedCall,
    private readonly simulation: Simulation,
  ) {
    this.signal = plan.abortAt === undefined ? undefined : this.controller.signal;
  }

  abort(): void {
    this.controller.abort(this.reason);
  }

  begin(pool: Pool<typeof functions>): void {
    // What a call throws at once is what it would have rejected with.
    const settled = (async () => this.call(pool))();
    settled
      .then(
        (value) => {
          this.value = value;
        },
        (thrown) => {
          this.error = { thrown };
        },
      )
      .finally(() => {
        this.isSettled = true;
      });
  }

  toString(): string {
    const { kind, at, items, chunksize } = this.plan;
    const fates = items.map(({ id, fate, ms }) => `${id}${fate === 'value' ? '' : ` ${fate}`}(${ms})`);
    const state = this.isSettled ? 'settled' : `not settled, ${this.read.length} results read`;
    return `${kind} at ${at} by ${chunksize} of [${fates.join(', ')}]: ${state}`;
  }

  /** @throws AssertionError where what came of it cannot have come of its items. */
  check(): void {
    const { kind, items } = this.plan;
    if (this.error) this.checkRejection(this.error.thrown);
    else if (kind === 'apply') this.checkValue(items[0]!, this.value);
    else if (kind === 'consume' || kind === 'consumers') this.checkTaken(this.value as number[][]);
    else if (kind === 'map' || kind === 'starmap') this.checkList(this.value as unknown[], items);
    if (kind === 'imap' || kind === 'imapUnordered') this.checkRead();
  }

  private call(pool: Pool<typeof functions>): Promise<unknown> {
    const { kind, items, chunksize, settled, taskTimeoutMs, cancel, takes } = this.plan;
    const { signal } = this;
    const own = {
      cancel,
      ...(signal && { signal }),
      ...(taskTimeoutMs !== undefined && { taskTimeoutMs }),
    };
    const sized = { ...own, ...(chunksize !== undefined && { chunksize }) };
    // The overloads tell settled results from others; here both are lists.
    const chunked = { ...sized, settled } as typeof sized & { settled: true };
    const args: [number] = [takes];
    switch (kind) {
      case 'apply':
        return pool.apply('perform', [items[0]!], own);
      case 'map':
        return pool.map('perform', this.source(items), chunked);
      case 'starmap':
        return pool.starmap('perform', this.source(items.map((item): [SimulatedItem] => [item])), chunked);
      case 'consume':
        return pool.consume('take', this.source(items), { ...sized, args });
      case 'consumers':
        return this.put(pool.consumers('take', { ...sized, args }));
      default:
        return this.loop(
          kind === 'imap'
            ? pool.imap('perform', this.source(items), chunked)
            : pool.imapUnordered('perform', this.source(items), chunked),
        );
    }
  }

  private async loop(results: AsyncIterable<unknown>): Promise<void> {
    const { leavesAfter, readMs } = this.plan;
    for await (const result of results) {
      this.read.push(result);
      if (this.read.length > leavesAfter) return;
      if (readMs > 0) await this.pause(readMs);
    }
  }

  private async put(consumers: Consumers<unknown>): Promise<unknown> {
    const { items, sourceMs = 0 } = this.plan;
    try {
      for (const item of items) {
        if (sourceMs > 0) await this.pause(sourceMs);
        await consumers.put(item);
      }
    } catch {
      // Every consumer has ended, or the pool was closed: the results say why.
    }
    return consumers.results();
  }

  private source<T>(items: readonly T[]): Iterable<T> | AsyncIterable<T> {
    return this.plan.sourceMs === undefined ? items : this.slowly(items, this.plan.sourceMs);
  }

  private async *slowly<T>(items: readonly T[], ms: number): AsyncGenerator<T, void> {
    const { sourceEnd } = this.plan;
    for (const [at, item] of items.entries()) {
      if (at === sourceEnd?.after) break;
      await this.pause(ms);
      yield item;
    }
    if (sourceEnd?.how === 'throws') throw this.sourceFailure;
    if (sourceEnd?.how === 'waits') await new Promise(() => undefined);
  }

  private pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.simulation.after(ms, resolve);
      this.simulation.drive();
    });
  }

  private checkValue(item: SimulatedItem, value: unknown): void {
    assert.equal(value, item.id);
    assert.equal(item.fate, 'value');
  }

  private checkList(results: unknown[], items: readonly SimulatedItem[]): void {
    const { settled, sourceEnd } = this.plan;
    assert.equal(results.length, sourceEnd ? Math.min(sourceEnd.after, items.length) : items.length);
    for (const [place, result] of results.entries()) {
      if (settled) this.checkSettled(items[place]!, result as PromiseSettledResult<unknown>);
      else this.checkValue(items[place]!, result);
    }
  }

  private checkSettled(item: SimulatedItem, result: PromiseSettledResult<unknown>): void {
    if (result.status === 'fulfilled') this.checkValue(item, result.value);
    else this.checkTaskError(result.reason, item);
  }

  /** Of a loop: its results are those of the first items, or of different ones. */
  private checkRead(): void {
    const { items, kind, settled } = this.plan;
    if (kind === 'imap') {
      const isWhole = !this.error && this.read.length <= this.plan.leavesAfter && !this.plan.sourceEnd;
      if (isWhole) assert.equal(this.read.length, items.length);
      for (const [place, result] of this.read.entries()) {
        if (settled) this.checkSettled(items[place]!, result as PromiseSettledResult<unknown>);
        else this.checkValue(items[place]!, result);
      }
      return;
    }
    const values = settled
      ? this.read.flatMap((result) => {
          const one = result as PromiseSettledResult<unknown>;
          return one.status === 'fulfilled' ? [one.value] : [];
        })
      : this.read;
    this.checkIds(values);
    assert.ok(this.read.length <= items.length);
  }

  private checkTaken(lists: number[][]): void {
    this.checkIds(lists.flat());
    // What nobody took would have been told.
    if (this.plan.kind === 'consume') assert.equal(lists.flat().length, this.plan.items.length);
  }

  private checkIds(ids: readonly unknown[]): void {
    assert.equal(new Set(ids).size, ids.length);
    const good = new Set<unknown>(this.plan.items.filter(({ fate }) => fate === 'value').map(({ id }) => id));
    for (const id of ids) assert.ok(good.has(id), `${id} is no id of a good item`);
  }

  private checkRejection(thrown: unknown): void {
    const { sourceEnd } = this.plan;
    if (thrown === this.reason) assert.ok(this.signal?.aborted);
    else if (thrown === this.sourceFailure) assert.equal(sourceEnd?.how, 'throws');
    else if (!(thrown instanceof QueueFullError)) this.checkTaskError(thrown);
  }

  private checkTaskError(thrown: unknown, item?: SimulatedItem): void {
    if (thrown instanceof RangeError) {
      if (item) assert.equal(thrown.message, `item ${item.id}`);
      else assert.match(thrown.message, /^item \d+$/);
      return;
    }
    if (thrown instanceof WorkerLostError || thrown instanceof OverdueError) return;
    // A pool that was closed takes no more calls; consumers that leave items say so.
    assert.match(
      String((thrown as Error)?.message),
      /takes no more calls|Items are left|items? (is|are) left|Tasks are left/,
    );
  }
}
