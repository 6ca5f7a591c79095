import { messageOf } from '../../../errors.js';
import type { Scenario, TaskContext } from '../../../scenario/index.js';
import type { Chunk, ChunkTelemetry, Outcome, StreamOptions, StreamResult } from '../../session/index.js';
import { SourceReader } from '../message-fed/source-reader.js';
import { withoutFirst } from '../message-fed/streams.js';
import { failedTask, unsentError } from '../outcomes.js';

/** What a consumer on the virtual clock needs of its worker. Times are virtual milliseconds. */
export interface FakeStreamPlace {
  worker: number;
  engine: string;
  scenario: Scenario;
  /** Chunks that it may hold. */
  room: number;
  messageMs: number;
  /** What it does after its last item takes. */
  finishMs: number;
  now(): number;
  after(ms: number, action: () => void | Promise<void>): void;
  /** What an item takes, counted as the worker's; throws UsageError where `cost` gives no time. */
  spend(task: unknown): { taskMs: number; waitMs: number };
  spendMs(cpuMs: number): void;
  losesAt(task: unknown): number | undefined;
  /** The worker ends while it holds the stream. */
  lose(exitCode: number): void;
}

interface Arrived {
  chunk: Chunk;
  tasks: readonly unknown[];
  received: number;
}

/** One consumer on the virtual clock. It gets each item when that item's time is over, and takes no time itself. */
export class FakeStream {
  readonly result: Promise<StreamResult>;
  private readonly inbox: Arrived[] = [];
  /** Sent, and not known to be used up. */
  private readonly held: Chunk[] = [];
  private readonly reader: SourceReader;
  private settle!: (result: StreamResult) => void;
  private reject!: (thrown: unknown) => void;
  private taken = 0;
  private usedUp = 0;
  private hasEndArrived = false;
  private isOver = false;
  private refused: Error | undefined;
  private wake: (() => void) | undefined;
  private paused: (() => void) | undefined;
  /** Since when the consumer does what is told next. */
  private from = 0;

  constructor(
    private readonly place: FakeStreamPlace,
    source: AsyncIterable<Chunk>,
    private readonly options: StreamOptions,
  ) {
    this.reader = new SourceReader(source, {
      hasRoom: () => this.held.length < place.room,
      take: (chunk) => this.send(chunk),
      sourceEnded: () => this.endSource(),
    });
    this.result = new Promise((settle, reject) => {
      this.settle = settle;
      this.reject = reject;
    });
    this.reader.fill();
  }

  /** For the stop flag. */
  get index(): number {
    return this.options.index ?? this.place.worker;
  }

  /** The call itself, once the worker is free; resolves when it is over. */
  async consume(context: TaskContext): Promise<void> {
    if (this.isOver) return;
    this.from = this.place.now();
    const outcome = await this.call(context);
    if (this.isOver) return;
    this.tell({ chunk: { first: 0, tasks: [] }, tasks: [], received: this.from }, 0);
    this.isOver = true;
    this.reader.stop();
    this.pause();
    this.travel(() => void this.end({ ...outcome, items: this.taken }));
  }

  /** All that it was sent is lost with the worker. */
  lost(error: Error): void {
    if (this.isOver) return;
    this.isOver = true;
    this.reader.stop();
    this.pause();
    const held = this.held.reduce((sum, { tasks }) => sum + tasks.length, 0);
    this.taken = this.usedUp + held;
    void this.end({ index: this.place.worker, error, items: this.taken });
  }

  private async call(context: TaskContext): Promise<Outcome> {
    const { worker, scenario } = this.place;
    let value: unknown;
    try {
      value = await scenario.consume!(this.read(), context);
    } catch (thrown) {
      return failedTask(worker, this.place, thrown);
    }
    try {
      return { index: worker, value: structuredClone(value) };
    } catch (thrown) {
      const error = new TypeError(`the consumer's result cannot be sent back: ${messageOf(thrown)}`);
      return failedTask(worker, this.place, error);
    }
  }

  private async *read(): AsyncGenerator<unknown, void> {
    for (;;) {
      const arrived = await this.next();
      this.from = this.place.now();
      if (!arrived) {
        this.place.spendMs(this.place.finishMs);
        await this.pass(this.place.finishMs);
        return;
      }
      let waitMs = 0;
      for (const task of arrived.tasks) {
        const spent = this.place.spend(task);
        waitMs += spent.waitMs;
        await this.pass(spent.taskMs + spent.waitMs, task);
        this.taken++;
        yield task;
      }
      this.tell(arrived, waitMs);
    }
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
      this.place.after(ms, () => {
        if (this.isOver) return undefined;
        const exitCode = task === undefined ? undefined : this.place.losesAt(task);
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

  private tell({ chunk, received }: Arrived, waitMs: number): void {
    const { worker } = this.place;
    const started = this.from;
    const finished = this.place.now();
    const cpuNs = (finished - started - waitMs) * 1e6;
    const telemetry: ChunkTelemetry = { worker, received, started, finished, cpuNs, waitNs: waitMs * 1e6 };
    this.from = finished;
    this.travel(() => {
      if (chunk.tasks.length > 0) {
        this.held.shift();
        this.usedUp += chunk.tasks.length;
      }
      this.options.used?.(telemetry, chunk);
      this.reader.fill();
    });
  }

  private send(chunk: Chunk): void {
    let tasks: readonly unknown[];
    try {
      tasks = structuredClone(chunk.tasks);
    } catch (thrown) {
      this.refused = unsentError(chunk.first, this.place, thrown);
      this.endSource();
      return;
    }
    this.held.push(chunk);
    this.travel(() => this.arrive(() => this.inbox.push({ chunk, tasks, received: this.place.now() })));
  }

  private endSource(): void {
    if (!this.reader.stop()) return;
    this.travel(() =>
      this.arrive(() => {
        this.hasEndArrived = true;
      }),
    );
  }

  private arrive(take: () => void): void {
    if (this.isOver) return;
    take();
    this.wake?.();
    this.wake = undefined;
  }

  private travel(arrive: () => void): void {
    if (this.place.messageMs === 0) arrive();
    else this.place.after(this.place.messageMs, arrive);
  }

  private async end(outcome: Outcome): Promise<void> {
    const untaken = withoutFirst(this.held.splice(0), this.taken - this.usedUp);
    await this.reader.close();
    const { index, items = 0 } = outcome;
    if (this.reader.error) this.reject(this.reader.error.thrown);
    else
      this.settle({
        outcome: this.refused ? { index, error: this.refused, items } : outcome,
        untaken: [...untaken, ...this.reader.late],
      });
  }
}
