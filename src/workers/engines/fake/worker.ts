import { UsageError, WorkerLostError } from '../../../errors.js';
import type { Log, Params, Scenario, TaskContext } from '../../../scenario/index.js';
import type { ScheduledEvent, Simulation } from '../../../simulation/index.js';
import type { Chunk, ChunkResult, Outcome, StreamOptions } from '../../session/index.js';
import { FakeStream } from './stream.js';
import { type FakeTask, performTask, taskFailed } from './task.js';

/** What the workers of one session have in common. Times are virtual milliseconds. */
export interface FakeSetting {
  engine: string;
  scenario: Scenario;
  params: Params;
  simulation: Simulation;
  cost(task: unknown, worker: number): number;
  wait(task: unknown, worker: number): number;
  startupMs: number;
  messageMs: number;
  finishMs: number;
  losesAt(task: unknown): number | undefined;
  chunksAWorker: number;
  pins?: readonly number[] | undefined;
}

/** A chunk that was given to the session and has not settled. */
export interface Delivery {
  readonly chunk: Chunk;
  settle(result: ChunkResult): void;
}

export interface FakeWorkerEvents {
  isStopped(index: number): boolean;
  ran(delivery: Delivery, result: ChunkResult): void;
  /** A task ended the worker: the chunk of that task, if it came in one, is lost; `spares` were not begun. */
  lost(started: Delivery | undefined, spares: Delivery[], error: WorkerLostError): void;
  log: Log;
}

/** The chunk that a worker runs, and how far it is. */
interface Running {
  readonly delivery: Delivery;
  readonly received: number;
  readonly started: number;
  readonly outcomes: Outcome[];
  task: FakeTask;
  taskStarted: number;
  taskMs: number;
  /** Of the chunk: runnable, not running. */
  waitMs: number;
  /** When the task ends; undefined while an open-ended one waits to be stopped. */
  end: ScheduledEvent | undefined;
}

/** A worker on the virtual clock. Each task is run at the moment when its time is over. */
export class FakeWorker {
  /** Computed since the session opened. */
  cpuMs = 0;
  /** Runnable but not running since the session opened. */
  waitMs = 0;
  /** Sent to it and not settled, wherever they are. */
  private readonly held = new Set<Delivery>();
  private readonly inbox: { delivery: Delivery; received: number }[] = [];
  private running: Running | undefined;
  private context: TaskContext | undefined;
  private readonly streams: FakeStream[] = [];
  private consuming: FakeStream | undefined;
  private polls = 0;
  private life = 0;

  constructor(
    readonly worker: number,
    private readonly setting: FakeSetting,
    private readonly events: FakeWorkerEvents,
  ) {}

  get load(): number {
    return this.held.size;
  }

  /** Resolves when it is ready; rejects with what the scenario's `setup` throws. */
  start(): Promise<void> {
    const life = ++this.life;
    return new Promise((ready, refuse) => {
      this.after(this.setting.startupMs, () => this.setUp(life).then(ready, refuse));
    });
  }

  send(delivery: Delivery): void {
    this.held.add(delivery);
    this.travel(delivery, () => {
      this.inbox.push({ delivery, received: this.now() });
      this.startNext();
    });
  }

  /** One call of the consumer, after the chunks that it was sent before. */
  stream(source: AsyncIterable<Chunk>, options: StreamOptions): FakeStream {
    const { worker, setting } = this;
    const { engine, scenario, chunksAWorker: room, messageMs, finishMs, losesAt } = setting;
    const stream: FakeStream = new FakeStream(
      {
        ...{ worker, engine, scenario, room, messageMs, finishMs, losesAt },
        now: () => this.now(),
        after: (ms, action) => void this.after(ms, action),
        spend: (task) => this.spend(task),
        spendMs: (cpuMs) => {
          this.cpuMs += cpuMs;
        },
        lose: (exitCode) => this.lose(undefined, exitCode),
      },
      source,
      options,
    );
    this.streams.push(stream);
    this.startNext();
    return stream;
  }

  /** A stop flag was raised: an open-ended task sees it now. */
  stopRaised(): void {
    const { running } = this;
    if (running && !running.end && this.events.isStopped(running.task.index)) this.endTaskAfter(0);
  }

  /** Ends it now; what it held is given back, and will not settle by itself. */
  kill(): Delivery[] {
    if (this.running?.end) this.running.end.cancelled = true;
    this.leave();
    const held = [...this.held];
    this.held.clear();
    this.inbox.length = 0;
    return held;
  }

  async tearDown(): Promise<void> {
    const { context } = this;
    this.leave();
    if (context) await this.setting.scenario.teardown?.(context.state);
  }

  private leave(): void {
    this.life++;
    this.running = undefined;
    this.consuming = undefined;
    this.streams.length = 0;
    this.context = undefined;
  }

  private async setUp(life: number): Promise<void> {
    if (life !== this.life) return;
    const { scenario, params } = this.setting;
    const basis = { params, worker: this.worker, log: this.events.log };
    const state = await scenario.setup?.(basis);
    if (life !== this.life) return;
    this.context = { ...basis, state, stopped: () => this.isStopped() };
    this.startNext();
  }

  private startNext(): void {
    if (this.running || this.consuming || !this.context) return;
    const next = this.inbox.shift();
    if (!next) {
      this.startStream(this.context);
      return;
    }
    const now = this.now();
    const task = { engine: this.setting.engine, index: next.delivery.chunk.first, task: undefined };
    const begun = {
      started: now,
      outcomes: [],
      task,
      taskStarted: now,
      taskMs: 0,
      waitMs: 0,
      end: undefined,
    };
    this.running = { ...next, ...begun };
    this.advance(this.running);
  }

  private startStream(context: TaskContext): void {
    const stream = this.streams.shift();
    if (!stream) return;
    this.consuming = stream;
    void stream.consume(context).then(() => {
      if (this.consuming !== stream) return;
      this.consuming = undefined;
      this.startNext();
    });
  }

  private spend(task: unknown): { taskMs: number; waitMs: number } {
    const taskMs = this.costOf(task);
    const waitMs = this.setting.wait(task, this.worker);
    this.cpuMs += taskMs;
    this.waitMs += waitMs;
    return { taskMs, waitMs };
  }

  private advance(running: Running): void {
    const { tasks, first } = running.delivery.chunk;
    const position = running.outcomes.length;
    if (position === tasks.length) this.finish(running);
    else this.startTask(running, { ...running.task, index: first + position, task: tasks[position] });
  }

  private startTask(running: Running, task: FakeTask): void {
    const { scenario } = this.setting;
    Object.assign(running, { task, taskStarted: this.now(), taskMs: 0, end: undefined });
    this.polls = 0;
    try {
      running.taskMs = this.costOf(task.task);
    } catch (thrown) {
      running.end = this.after(0, () => this.taskDone(running, taskFailed(task, this.worker, thrown)));
      return;
    }
    if (!scenario.openEnded) this.endTaskAfter(running.taskMs + this.waitFor(running, task));
    else if (this.events.isStopped(task.index)) this.endTaskAfter(0);
  }

  private waitFor(running: Running, { task }: FakeTask): number {
    const waitMs = this.setting.wait(task, this.worker);
    running.waitMs += waitMs;
    this.waitMs += waitMs;
    this.cpuMs -= waitMs;
    return waitMs;
  }

  private costOf(task: unknown): number {
    const cost = this.setting.cost(task, this.worker);
    const isOpenEnded = this.setting.scenario.openEnded === true;
    if (Number.isFinite(cost) && (isOpenEnded ? cost > 0 : cost >= 0)) return cost;
    const right = isOpenEnded
      ? 'the ms between two calls of `stopped()`, above 0'
      : 'milliseconds, 0 or more';
    throw new UsageError(`\`cost\` gave ${String(cost)} for a task; it must give ${right}.`);
  }

  private endTaskAfter(ms: number): void {
    const running = this.running!;
    running.end = this.after(ms, () => this.endTask(running));
  }

  private endTask(running: Running): void | Promise<void> {
    const { task } = running;
    this.cpuMs += this.now() - running.taskStarted;
    const exitCode = this.setting.losesAt(task.task);
    if (exitCode !== undefined) return this.lose(running.delivery, exitCode);
    const outcome = performTask(task, this.setting.scenario, this.context!);
    if (outcome instanceof Promise) return outcome.then((settled) => this.taskDone(running, settled));
    this.taskDone(running, outcome);
  }

  private taskDone(running: Running, outcome: Outcome): void {
    if (this.running !== running) return;
    running.outcomes.push(outcome);
    this.advance(running);
  }

  private finish({ delivery, received, started, outcomes, waitMs }: Running): void {
    const finished = this.now();
    const { worker } = this;
    const cpuNs = (finished - started - waitMs) * 1e6;
    const telemetry = { worker, received, started, finished, cpuNs, waitNs: waitMs * 1e6 };
    this.running = undefined;
    this.travel(delivery, () => {
      this.held.delete(delivery);
      this.events.ran(delivery, { outcomes, telemetry });
    });
    this.startNext();
  }

  private lose(delivery: Delivery | undefined, exitCode: number): void {
    this.leave();
    const spares = this.inbox.splice(0).map((waiting) => waiting.delivery);
    for (const gone of [delivery, ...spares]) if (gone) this.held.delete(gone);
    const text = `Worker ${this.worker} (${this.setting.engine}) ended while it held tasks: exit code ${exitCode}.`;
    this.events.lost(delivery, spares, new WorkerLostError(text, this.worker, exitCode));
  }

  /**
   * An open-ended task is run when it is stopped: its calls then take it through the time that passed since
   * it started. So the number of turns it counts is exactly time ÷ cost.
   */
  private isStopped(): boolean {
    const { running } = this;
    if (this.consuming) return this.events.isStopped(this.consuming.index);
    if (!running) return true;
    if (!this.setting.scenario.openEnded) return this.events.isStopped(running.task.index);
    return this.polls++ * running.taskMs >= this.now() - running.taskStarted;
  }

  private travel(delivery: Delivery, arrive: () => void): void {
    if (this.setting.messageMs === 0) arrive();
    else
      this.after(this.setting.messageMs, () => {
        if (this.held.has(delivery)) arrive();
      });
  }

  private now(): number {
    return this.setting.simulation.now();
  }

  private after(ms: number, action: () => void | Promise<void>): ScheduledEvent {
    const event = this.setting.simulation.after(ms, action);
    this.setting.simulation.drive();
    return event;
  }
}
