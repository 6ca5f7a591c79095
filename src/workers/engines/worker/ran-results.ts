import { unsentResult } from '../protocol/message-limits.js';
import {
  type DescribedErrors,
  describeFor,
  type RanBatch,
  type RanMessage,
  type WorkerChannel,
} from '../protocol/messages.js';
import { uncarriedPlace } from '../protocol/uncarried.js';
import type { RanTasks } from './task-loop.js';
import type { ThreadTimes } from './thread-counters.js';

/** What of a result moves instead of being copied. */
type Transferables = (value: unknown) => readonly unknown[];

/** Results of chunks whose ids follow on, until they go back in one message. */
export class RanResults implements RanTasks {
  readonly values: unknown[] = [];
  readonly errors: RanTasks['errors'] = [];
  chunks = 0;
  /** When the first of them was done. */
  since = Number.POSITIVE_INFINITY;
  private readonly sizes: number[] = [];
  private readonly times: number[] = [];
  private settledErrors = 0;
  private settledValues = 0;
  private counters: Partial<ThreadTimes> = {};

  constructor(readonly id: number) {}

  get nextId(): number {
    return this.id + this.chunks;
  }

  /** What tasks gave elsewhere. */
  add({ values, errors }: RanTasks): void {
    const base = this.values.length;
    for (const value of values) this.values.push(value);
    for (const { position, thrown } of errors) this.errors.push({ position: base + position, thrown });
  }

  /** All values since the last call are one chunk's. */
  completeChunk(): void {
    this.sizes.push(this.values.length - this.settledValues);
    this.settledValues = this.values.length;
    this.settledErrors = this.errors.length;
    this.chunks++;
  }

  /** The last so many chunks ran between two reads of the clock. */
  addTimes(chunks: number, received: number, started: number, finished: number): void {
    this.times.push(chunks, received, started, finished);
    if (finished < this.since) this.since = finished;
  }

  /** Of the only chunk. */
  addCounters(counters: Partial<ThreadTimes>): void {
    this.counters = counters;
  }

  /** Takes out what belongs to no complete chunk. */
  takeIncomplete(): RanTasks {
    const errors = this.errors
      .splice(this.settledErrors)
      .map(({ position, thrown }) => ({ position: position - this.settledValues, thrown }));
    return { values: this.values.splice(this.settledValues), errors };
  }

  post(channel: WorkerChannel, transferables: Transferables | undefined): void {
    const errors: DescribedErrors =
      this.errors.length === 0
        ? null
        : this.errors.map(({ position, thrown }) => [position, describeFor(channel, thrown)]);
    if (
      transferables &&
      this.tryToPost(channel, this.message(this.values, errors), this.moved(transferables))
    )
      return;
    if (this.tryToPost(channel, this.message(this.values, errors))) return;
    channel.post(this.withoutUncarried(channel, errors));
  }

  private tryToPost(
    channel: WorkerChannel,
    message: RanMessage | RanBatch,
    transfer?: readonly unknown[],
  ): boolean {
    try {
      channel.post(message, transfer);
      return true;
    } catch {
      return false;
    }
  }

  private message(values: unknown[], errors: DescribedErrors): RanMessage | RanBatch {
    const { id, chunks, times, sizes } = this;
    if (chunks === 1) {
      const [, received, started, finished] = times as [number, number, number, number];
      const { cpuNs, waitNs } = this.counters;
      return [id, values, errors, received, started, finished, cpuNs, waitNs];
    }
    return [id, values, errors, sizes.every((size) => size === 1) ? null : sizes, times];
  }

  private moved(transferables: Transferables): readonly unknown[] {
    const failed = new Set(this.errors.map(({ position }) => position));
    const lists = this.values.map((value, position) => (failed.has(position) ? [] : transferables(value)));
    return [...new Set(lists.flat())];
  }

  /** What is too large or too deep has no part that is to blame. */
  private withPlace(value: unknown, reason: string, channel: WorkerChannel): string {
    if (!/clone|unserializable/i.test(reason) || /memory/i.test(reason)) return reason;
    const place = uncarriedPlace(value, (part) => channel.whyNot(part) === undefined);
    return place === undefined ? reason : `${place}: ${reason}`;
  }

  /** A result that cannot be carried fails its own task and no other. */
  private withoutUncarried(channel: WorkerChannel, errors: DescribedErrors): RanMessage | RanBatch {
    const all = [...(errors ?? [])];
    const kept = this.values.map((value, position) => {
      const reason = channel.whyNot(value);
      if (reason === undefined) return value;
      const error = unsentResult('the result', this.withPlace(value, reason, channel));
      all.push([position, describeFor(channel, error)]);
      return undefined;
    });
    return this.message(
      kept,
      all.sort(([a], [b]) => a - b),
    );
  }
}
