import { monotonicMs } from '../../session/index.js';
import type { BegunCell } from '../protocol/begun-cells.js';
import { unsentResult } from '../protocol/message-limits.js';
import { describeFor, type StreamMessage, type UsedTimes, type WorkerChannel } from '../protocol/messages.js';
import type { Program } from './program.js';
import type { TaskLoop } from './task-loop.js';
import type { ThreadTimes } from './thread-counters.js';

/** A chunk of items that arrived for a consumer. */
interface Arrived {
  id: number;
  tasks: readonly unknown[];
  received: number;
}

/** What one consumer still has to take, and what it took. */
class ItemQueue {
  taken = 0;
  private readonly chunks: Arrived[] = [];
  private hasEnded = false;
  private wake: (() => void) | undefined;

  push(id: number, tasks: readonly unknown[]): void {
    this.chunks.push({ id, tasks, received: monotonicMs() });
    this.wake?.();
  }

  end(): void {
    this.hasEnded = true;
    this.wake?.();
  }

  /** Undefined at the end. */
  async next(): Promise<Arrived | undefined> {
    while (this.chunks.length === 0 && !this.hasEnded) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
    return this.chunks.shift();
  }
}

/** Consumers: a function that lives as long as its items last, and returns once. */
export class StreamServer {
  private readonly queues = new Map<number, ItemQueue>();

  constructor(
    private readonly channel: WorkerChannel,
    private readonly loop: TaskLoop,
    private readonly program: Program,
    private readonly begunCell: BegunCell,
    /** Waits until the worker is free, and keeps it for the job. */
    private readonly occupy: (job: () => Promise<void>) => void,
  ) {}

  accept(message: StreamMessage): void {
    const { stream } = message;
    if (message.kind === 'stream') {
      const queue = new ItemQueue();
      this.queues.set(stream, queue);
      this.occupy(() => this.consume(message, queue));
    } else if (message.kind === 'items') this.queues.get(stream)?.push(message.id, message.tasks);
    else this.queues.get(stream)?.end();
  }

  private async consume(
    { stream, index, call, args }: Extract<StreamMessage, { kind: 'stream' }>,
    queue: ItemQueue,
  ): Promise<void> {
    const items = new Items({ queue, loop: this.loop, begunCell: this.begunCell }, (times) =>
      this.channel.post({ kind: 'used', stream, ...times }),
    );
    const ended = () => ({ kind: 'consumed' as const, stream, taken: queue.taken, ...items.afterwards() });
    try {
      const value = await this.loop.consume(this.program.consumer(call, args), items.read(), index);
      this.postValue(ended(), value);
    } catch (thrown) {
      this.channel.post({ ...ended(), error: describeFor(this.channel, thrown) });
    }
    this.queues.delete(stream);
  }

  private postValue(
    ended: { kind: 'consumed'; stream: number; taken: number; last?: UsedTimes },
    value: unknown,
  ): void {
    try {
      this.channel.post({ ...ended, value }, this.program.transferables?.(value));
    } catch {
      const reason = this.channel.whyNot(value) ?? 'it cannot be moved';
      const error = unsentResult("the consumer's result", reason);
      this.channel.post({ ...ended, error: describeFor(this.channel, error) });
    }
  }
}

/** The items as the consumer sees them; tells of each chunk when the consumer asks for what comes behind it. */
class Items {
  private from: { time: number; counters: ThreadTimes | undefined } | undefined;
  private chunk: Arrived | undefined;

  private readonly queue: ItemQueue;
  private readonly loop: TaskLoop;
  private readonly begunCell: BegunCell;

  constructor(
    { queue, loop, begunCell }: { queue: ItemQueue; loop: TaskLoop; begunCell: BegunCell },
    private readonly used: (times: UsedTimes) => void,
  ) {
    this.queue = queue;
    this.loop = loop;
    this.begunCell = begunCell;
  }

  async *read(): AsyncGenerator<unknown, void> {
    for (;;) {
      this.chunk = await this.queue.next();
      this.start();
      if (!this.chunk) return;
      this.begunCell.began(this.chunk.id);
      for (const task of this.chunk.tasks) {
        this.queue.taken++;
        yield task;
      }
      this.finish();
    }
  }

  /**
   * What the consumer did after its last chunk: a commit, a bulk insert. A chunk that it left early belongs here,
   * too: that chunk was not used up, and its other tasks go to other consumers.
   */
  afterwards(): { last?: UsedTimes } {
    const times = this.times();
    return times ? { last: times } : {};
  }

  private start(): void {
    this.from = { time: monotonicMs(), counters: this.loop.startCounters() };
  }

  private finish(): void {
    const times = this.times();
    this.chunk = undefined;
    this.start();
    if (times) this.used(times);
  }

  private times(): UsedTimes | undefined {
    const { from } = this;
    if (!from) return undefined;
    const finished = monotonicMs();
    this.loop.timed(finished - from.time);
    const received = this.chunk?.received ?? from.time;
    return { received, started: from.time, finished, ...this.loop.sinceCounters(from.counters) };
  }
}
