import type { TaskContext } from '../../../scenario/index.js';
import type { ScheduledEvent } from '../../../simulation/index.js';
import type { RanMessage } from '../protocol/messages.js';
import type { TaskFunction } from '../worker/program.js';
import { carriedAsIs, type FakeSetting, performTask, type TaskResult } from './task.js';

/** A chunk that arrived at a worker. */
export interface ArrivedChunk {
  readonly id: number;
  readonly first: number;
  readonly tasks: readonly unknown[];
  readonly received: number;
  readonly run: TaskFunction;
}

/** What a chunk on the virtual clock needs of its worker. */
export interface ChunkPlace {
  worker: number;
  setting: FakeSetting;
  context: TaskContext;
  now(): number;
  after(ms: number, action: () => void | Promise<void>): ScheduledEvent;
  spent(cpuMs: number, waitMs: number): void;
  /** The worker ends in the middle of a task. */
  lose(exitCode: number): void;
  done(message: RanMessage): void;
}

/** A chunk that runs on the virtual clock: each task at the moment when its time is over. */
export class FakeChunk {
  private readonly results: TaskResult[] = [];
  private readonly started: number;
  private taskStarted: number;
  private taskMs = 0;
  /** Of the chunk: runnable, not running. */
  private waitMs = 0;
  /** When the task ends; undefined while an open-ended one waits to be stopped. */
  private end: ScheduledEvent | undefined;
  private polls = 0;
  private isOver = false;

  constructor(
    private readonly place: ChunkPlace,
    private readonly chunk: ArrivedChunk,
  ) {
    this.started = place.now();
    this.taskStarted = this.started;
  }

  begin(): void {
    // Who sent a chunk hears of it later, also of one without tasks.
    if (this.chunk.tasks.length === 0) this.end = this.place.after(0, () => this.finish());
    else this.startTask();
  }

  /** An open-ended task sees a stop flag when it is raised. */
  stopRaised(): void {
    if (!this.end && this.place.setting.stop.raised(this.index)) this.endTaskAfter(0);
  }

  /**
   * An open-ended task is run when it is stopped: its calls then take it through the time that passed since
   * it started. So the number of turns it counts is exactly time ÷ cost.
   */
  isStopped(): boolean {
    const { isOpenEnded, stop } = this.place.setting;
    if (!isOpenEnded) return stop.raised(this.index);
    return this.polls++ * this.taskMs >= this.place.now() - this.taskStarted;
  }

  /** Its worker has ended. */
  leave(): void {
    this.isOver = true;
    if (this.end) this.end.cancelled = true;
  }

  /** Outcome index of the task that runs. */
  private get index(): number {
    return this.chunk.first + this.results.length;
  }

  private startTask(): void {
    const { place } = this;
    const { worker, setting } = place;
    const task = this.chunk.tasks[this.results.length];
    this.taskStarted = place.now();
    this.taskMs = 0;
    this.end = undefined;
    this.polls = 0;
    try {
      this.taskMs = setting.cost(task, worker);
    } catch (thrown) {
      this.end = place.after(0, () => this.taskDone({ thrown }));
      return;
    }
    if (!setting.isOpenEnded) {
      const waitMs = setting.wait(task, worker);
      this.waitMs += waitMs;
      place.spent(-waitMs, waitMs);
      this.endTaskAfter(this.taskMs + waitMs);
    } else if (setting.stop.raised(this.index)) this.endTaskAfter(0);
  }

  private endTaskAfter(ms: number): void {
    this.end = this.place.after(ms, () => this.endTask());
  }

  private endTask(): void | Promise<void> {
    const { setting, context } = this.place;
    const task = this.chunk.tasks[this.results.length];
    this.place.spent(this.place.now() - this.taskStarted, 0);
    const exitCode = setting.losesAt(task);
    if (exitCode !== undefined) {
      this.place.lose(exitCode);
      return;
    }
    const result = performTask(this.index, task, this.chunk.run, context);
    if (result instanceof Promise) return result.then((later) => this.taskDone(later));
    this.taskDone(result);
  }

  private taskDone(result: TaskResult): void {
    if (this.isOver) return;
    this.results.push(result);
    if (this.results.length < this.chunk.tasks.length) this.startTask();
    else this.finish();
  }

  private finish(): void {
    const { started, waitMs } = this;
    const { id, received } = this.chunk;
    const finished = this.place.now();
    const values = this.results.map((one) => ('value' in one ? one.value : undefined));
    const errors = this.results.flatMap((one, position): [number, ReturnType<typeof carriedAsIs>][] =>
      'thrown' in one ? [[position, carriedAsIs(one.thrown)]] : [],
    );
    const cpuNs = (finished - started - waitMs) * 1e6;
    this.place.done([id, values, errors, received, started, finished, cpuNs, waitMs * 1e6]);
  }
}
