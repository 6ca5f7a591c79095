import type { Log, TaskContext } from '../../../scenario/index.js';
import type { ScheduledEvent } from '../../../simulation/index.js';
import { Fifo } from '../../session/index.js';
import type { LinkListener, WorkerLink } from '../message-fed/slots/link.js';
import type { BegunCell } from '../protocol/begun-cells.js';
import {
  isOneRun,
  type RunBatch,
  type RunMessage,
  type StreamMessage,
  type ToWorker,
} from '../protocol/messages.js';
import { type TaskFunction, taskOf } from '../worker/program.js';
import { type ArrivedChunk, FakeChunk } from './chunk.js';
import { FakeConsumer } from './consumer.js';
import { carriedAsIs, type FakeSetting } from './task.js';

/** A worker on the virtual clock, from its start to its end: one chunk or consumer after another. */
export class FakeWorker implements WorkerLink {
  private cpuMs = 0;
  /** Runnable but not running. */
  private waitMs = 0;
  private context: TaskContext | undefined;
  private readonly inbox = new Fifo<ArrivedChunk>();
  private running: FakeChunk | undefined;
  private readonly consumers = new Map<number, FakeConsumer>();
  private readonly consumersToRun: FakeConsumer[] = [];
  private consuming: FakeConsumer | undefined;
  private isOver = false;

  constructor(
    private readonly worker: number,
    private readonly setting: FakeSetting,
    private readonly begunCell: BegunCell,
    private readonly listener: LinkListener,
  ) {
    this.after(setting.startupMs, () => this.setUp());
  }

  /** @throws DataCloneError for tasks and items that no message carries. */
  post(message: ToWorker): void {
    if (Array.isArray(message)) this.accept(message);
    else if (message.kind === 'usage') this.tellUsage();
    else if (message.kind === 'close') void this.close();
    else this.feed(message);
  }

  kill(): void {
    if (!this.isOver) this.end(null);
  }

  /** Events keep the program running, and a worker that has nothing to do has none. */
  ref(): void {}
  unref(): void {}

  stopRaised(): void {
    this.running?.stopRaised();
  }

  private async setUp(): Promise<void> {
    if (this.isOver) return;
    this.listener.message({ kind: 'loaded' });
    const { program, params } = this.setting;
    const basis = { params, worker: this.worker, log: this.log() };
    let state: unknown;
    try {
      state = await program.setup(basis);
    } catch (thrown) {
      if (this.isOver) return;
      this.listener.message({ kind: 'refused', error: carriedAsIs(thrown) });
      this.end(0);
      return;
    }
    if (this.isOver) return;
    this.context = { ...basis, state, stopped: () => this.isStopped() };
    this.listener.message({ kind: 'ready', ...(program.functions && { functions: program.functions }) });
  }

  private log(): Log {
    const at = (level: keyof Log) => (message: string) =>
      this.listener.message({ kind: 'log', level, message: String(message), time: Date.now() });
    return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
  }

  private isStopped(): boolean {
    if (this.consuming) return this.setting.stop.raised(this.consuming.index);
    return this.running?.isStopped() ?? true;
  }

  private async close(): Promise<void> {
    try {
      await this.setting.program.teardown(this.context?.state);
      this.listener.message({ kind: 'closed' });
    } catch (thrown) {
      this.listener.message({ kind: 'closed', error: carriedAsIs(thrown) });
    }
    if (!this.isOver) this.end(0);
  }

  private end(exitCode: number | null): void {
    this.isOver = true;
    this.running?.leave();
    for (const consumer of this.consumers.values()) consumer.leave();
    this.listener.exit({ code: exitCode, signal: null });
  }

  private accept(message: RunMessage | RunBatch): void {
    const [id, , tasks] = message;
    // Each task travels as what it is, for `cost` to know it by; it is copied when it is run.
    structuredClone(tasks);
    if (isOneRun(message)) {
      const [, , , call, spread] = message;
      this.send(id, message[1], tasks, taskOf(this.setting.program, call, spread));
      return;
    }
    const [, firsts, , sizes, call, spread] = message;
    const run = taskOf(this.setting.program, call, spread);
    let from = 0;
    for (const [place, first] of firsts.entries()) {
      const to = from + (sizes ? sizes[place]! : 1);
      this.send(id + place, first, tasks.slice(from, to), run);
      from = to;
    }
  }

  private send(id: number, first: number, tasks: readonly unknown[], run: TaskFunction): void {
    this.travel(() => {
      this.inbox.push({ id, first, tasks, received: this.now(), run });
      this.startNext();
    });
  }

  private feed(message: StreamMessage): void {
    const { stream } = message;
    if (message.kind === 'stream') {
      const consumer = this.consumer(message);
      this.consumers.set(stream, consumer);
      this.consumersToRun.push(consumer);
      this.startNext();
    } else if (message.kind === 'items') {
      const tasks = structuredClone(message.tasks);
      this.travel(() => this.consumers.get(stream)?.arrive(message.id, tasks));
    } else this.travel(() => this.consumers.get(stream)?.arriveEnd());
  }

  private startNext(): void {
    const { context } = this;
    if (this.isOver || this.running || this.consuming || !context) return;
    const next = this.inbox.shift();
    if (next) this.startChunk(next, context);
    else this.startConsumer(context);
  }

  private startChunk(arrived: ArrivedChunk, context: TaskContext): void {
    const { worker, setting } = this;
    this.begunCell.began(arrived.id);
    this.running = new FakeChunk(
      {
        ...{ worker, setting, context },
        ...this.times(),
        done: (message) => {
          this.running = undefined;
          this.travel(() => this.listener.message(message));
          this.startNext();
        },
      },
      arrived,
    );
    this.running.begin();
  }

  private consumer({ stream, index, call, args }: Extract<StreamMessage, { kind: 'stream' }>): FakeConsumer {
    const { worker, setting, listener } = this;
    return new FakeConsumer(
      {
        ...{ worker, setting },
        ...this.times(),
        consumer: () => setting.program.consumer(call, args),
        began: (chunk) => this.begunCell.began(chunk),
        tell: (message) => this.travel(() => listener.message(message)),
      },
      stream,
      index,
    );
  }

  private startConsumer(context: TaskContext): void {
    const consumer = this.consumersToRun.shift();
    if (!consumer) return;
    this.consuming = consumer;
    void consumer.consume(context).then(() => {
      this.consuming = undefined;
      this.startNext();
    });
  }

  /** How what runs here spends time. */
  private times() {
    return {
      now: () => this.now(),
      after: (ms: number, action: () => void | Promise<void>) => this.after(ms, action),
      spent: (cpuMs: number, waitMs: number) => {
        this.cpuMs += cpuMs;
        this.waitMs += waitMs;
      },
      lose: (exitCode: number) => this.end(exitCode),
    };
  }

  private tellUsage(): void {
    const cpu = this.setting.pins?.[this.worker];
    const { cpuMs, waitMs } = this;
    this.listener.message({ kind: 'usage', cpuMs, waitMs, ...(cpu !== undefined && { cpu, pinned: cpu }) });
  }

  private travel(arrive: () => void): void {
    if (this.setting.messageMs === 0) arrive();
    else
      this.after(this.setting.messageMs, () => {
        if (!this.isOver) arrive();
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
