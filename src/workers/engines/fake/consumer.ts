import type { TaskContext } from '../../../scenario/index.js';
import type { ScheduledEvent } from '../../../simulation/index.js';
import type { FromStream, UsedTimes } from '../protocol/messages.js';
import type { Consumer } from '../worker/program.js';
import type { ChunkPlace } from './chunk.js';
import { carriedAsIs, sentBack, type TaskResult } from './task.js';

/** What a consumer on the virtual clock needs of its worker. */
export interface ConsumerPlace extends Omit<ChunkPlace, 'context' | 'done'> {
  /** @throws UsageError where there is no such function. */
  consumer(): Consumer;
  began(chunk: number): void;
  tell(message: FromStream): void;
}

interface Arrived {
  id: number;
  tasks: readonly unknown[];
  received: number;
}

/** One consumer on the virtual clock. It gets each item when that item's time is over, and takes no time itself. */
export class FakeConsumer {
  private readonly inbox: Arrived[] = [];
  private taken = 0;
  private hasEndArrived = false;
  private isOver = false;
  private wake: (() => void) | undefined;
  private paused: (() => void) | undefined;
  /** When the time of what it does is over. */
  private end: ScheduledEvent | undefined;
  /** Since when the consumer does what is told next. */
  private from = 0;

  constructor(
    private readonly place: ConsumerPlace,
    private readonly stream: number,
    /** For the stop flag. */
    readonly index: number,
  ) {}

  arrive(id: number, tasks: readonly unknown[]): void {
    this.inbox.push({ id, tasks, received: this.place.now() });
    this.wake?.();
  }

  arriveEnd(): void {
    this.hasEndArrived = true;
    this.wake?.();
  }

  /** The call itself, once the worker is free; resolves when it is over. */
  async consume(context: TaskContext): Promise<void> {
    this.from = this.place.now();
    const result = await this.call(context);
    if (this.isOver) return;
    const ended = { kind: 'consumed' as const, stream: this.stream, taken: this.taken };
    const last = this.times(this.from, 0);
    this.leave();
    this.place.tell(
      'thrown' in result
        ? { ...ended, error: carriedAsIs(result.thrown), last }
        : { ...ended, value: result.value, last },
    );
  }

  /** It is over, or its worker is. */
  leave(): void {
    this.isOver = true;
    if (this.end) this.end.cancelled = true;
    this.pause();
  }

  private async call(context: TaskContext): Promise<TaskResult> {
    try {
      const consume = this.place.consumer();
      return sentBack("the consumer's result", await consume(this.read(), context));
    } catch (thrown) {
      return { thrown };
    }
  }

  private async *read(): AsyncGenerator<unknown, void> {
    for (;;) {
      const arrived = await this.next();
      this.from = this.place.now();
      if (!arrived) {
        const { finishMs } = this.place.setting;
        this.place.spent(finishMs, 0);
        await this.pass(finishMs);
        return;
      }
      this.place.began(arrived.id);
      let waitMs = 0;
      for (const task of arrived.tasks) {
        const spent = this.spend(task);
        waitMs += spent.waitMs;
        await this.pass(spent.taskMs + spent.waitMs, task);
        this.taken++;
        yield task;
      }
      this.place.tell({ kind: 'used', stream: this.stream, ...this.times(arrived.received, waitMs) });
    }
  }

  private spend(task: unknown): { taskMs: number; waitMs: number } {
    const { setting, worker } = this.place;
    const taskMs = setting.cost(task, worker);
    const waitMs = setting.wait(task, worker);
    this.place.spent(taskMs, waitMs);
    return { taskMs, waitMs };
  }

  /** Undefined at the end. */
  private async next(): Promise<Arrived | undefined> {
    while (this.inbox.length === 0 && !this.hasEndArrived) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
        this.pause();
      });
    }
    return this.inbox.shift();
  }

  /**
   * Time goes on no further than to its end before the consumer asks for more, returns, or is lost: whatever real
   * time it may need takes no virtual one.
   */
  private pass(ms: number, task?: unknown): Promise<void> {
    return new Promise((resume) => {
      this.pause();
      this.end = this.place.after(ms, () => {
        if (this.isOver) return undefined;
        const exitCode = task === undefined ? undefined : this.place.setting.losesAt(task);
        if (exitCode !== undefined) {
          this.place.lose(exitCode);
          return undefined;
        }
        resume();
        return new Promise<void>((resolve) => {
          this.paused = resolve;
        });
      });
    });
  }

  private pause(): void {
    this.paused?.();
    this.paused = undefined;
  }

  /** Of what it did since the last chunk was used up. */
  private times(received: number, waitMs: number): UsedTimes {
    const started = this.from;
    const finished = this.place.now();
    this.from = finished;
    return { received, started, finished, cpuNs: (finished - started - waitMs) * 1e6, waitNs: waitMs * 1e6 };
  }
}
