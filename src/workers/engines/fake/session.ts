import { messageOf, UsageError, WorkerLostError } from '../../../errors.js';
import type { Log } from '../../../scenario/index.js';
import type { ScheduledEvent } from '../../../simulation/index.js';
import type {
  Chunk,
  ChunkResult,
  Clock,
  Session,
  SessionEvents,
  StreamOptions,
  StreamResult,
  WorkerUsage,
} from '../../session/index.js';
import { Listeners } from '../listeners.js';
import type { FakeStream } from './stream.js';
import { type Delivery, type FakeSetting, FakeWorker } from './worker.js';

/** Workers on a virtual clock, which goes on only while they have something to do. */
export class FakeSession implements Session {
  readonly clock: Clock;
  readonly startupMs: readonly number[];
  readonly capacity: number;
  private readonly members: FakeWorker[];
  private readonly listeners = new Listeners<SessionEvents>();
  private readonly streams = new Set<{ worker: number; stream: FakeStream }>();
  private readonly stopped = new Set<number>();
  private isWholeStopped = false;
  private stopEvent: ScheduledEvent | undefined;
  private broken: WorkerLostError | undefined;
  private closing: Promise<void> | undefined;
  private drained: (() => void) | undefined;

  private constructor(
    readonly workers: number,
    private readonly setting: FakeSetting,
  ) {
    this.clock = setting.simulation;
    this.capacity = workers * setting.chunksAWorker;
    this.members = Array.from({ length: workers }, (_, worker) => this.createWorker(worker));
    this.startupMs = this.members.map(() => setting.startupMs);
  }

  static async open(
    workers: number,
    setting: FakeSetting,
    listeners: Partial<SessionEvents> = {},
  ): Promise<FakeSession> {
    const session = new FakeSession(workers, setting);
    session.listeners.addAll(listeners);
    await Promise.all(session.members.map((worker) => worker.start()));
    return session;
  }

  run(chunk: Chunk, worker = this.leastLoaded()): Promise<ChunkResult> {
    if (this.closing)
      return Promise.reject(new UsageError('The session is closed: it takes no more chunks.'));
    return new Promise((settle) => this.send({ chunk, settle }, worker));
  }

  async stream(
    worker: number,
    source: AsyncIterable<Chunk>,
    options: StreamOptions = {},
  ): Promise<StreamResult> {
    if (this.closing) throw new UsageError('The session is closed: it takes no more chunks.');
    const stream = this.members[worker]!.stream(source, options);
    const open = { worker, stream };
    this.streams.add(open);
    if (this.broken) stream.lost(this.broken);
    try {
      return await stream.result;
    } finally {
      this.streams.delete(open);
    }
  }

  stop(tasks?: readonly number[]): void {
    if (tasks) for (const task of tasks) this.stopped.add(task);
    else this.isWholeStopped = true;
    for (const worker of this.members) worker.stopRaised();
  }

  stopAfter(ms: number): void {
    this.cancelStop();
    this.stopEvent = this.setting.simulation.after(ms, () => {
      this.stopEvent = undefined;
      this.stop();
    });
    this.setting.simulation.drive();
  }

  clearStop(): void {
    this.cancelStop();
    this.isWholeStopped = false;
  }

  usage(): Promise<WorkerUsage[]> {
    const placed = (worker: number) => {
      const cpu = this.setting.pins?.[worker];
      return cpu === undefined ? {} : { cpu, pinned: cpu };
    };
    return Promise.resolve(
      this.members.map(({ worker, cpuMs, waitMs }) => ({ worker, cpuMs, waitMs, ...placed(worker) })),
    );
  }

  async replace(worker: number): Promise<void> {
    const member = this.members[worker];
    if (!member) throw new UsageError(`There is no worker ${worker}: the session has ${this.workers}.`);
    this.end(member, 'replaced');
    await member.start();
  }

  on<E extends keyof SessionEvents>(event: E, listener: SessionEvents[E]): void {
    this.listeners.add(event, listener);
  }

  close(): Promise<void> {
    this.closing ??= this.finish();
    return this.closing;
  }

  async terminate(): Promise<void> {
    this.closing ??= Promise.resolve();
    this.cancelStop();
    for (const member of this.members) this.end(member, 'terminated');
  }

  private async finish(): Promise<void> {
    // Nobody else would end an open-ended task now.
    if (this.setting.scenario.openEnded && !this.stopEvent) this.stop();
    if (!this.isIdle()) {
      await new Promise<void>((resolve) => {
        this.drained = resolve;
      });
    }
    await Promise.allSettled([...this.streams].map(({ stream }) => stream.result));
    this.cancelStop();
    for (const member of this.members) await this.tearDown(member);
  }

  private async tearDown(member: FakeWorker): Promise<void> {
    try {
      await member.tearDown();
    } catch (thrown) {
      const message = `teardown failed: ${messageOf(thrown)}`;
      this.listeners.emit('log', { worker: member.worker, level: 'error', message, time: Date.now() });
    }
  }

  private createWorker(worker: number): FakeWorker {
    return new FakeWorker(worker, this.setting, {
      isStopped: (index) => this.isWholeStopped || this.stopped.has(index),
      ran: (delivery, result) => this.settle(delivery, result),
      lost: (started, spares, error) => this.lost(started, spares, error),
      log: this.logOf(worker),
    });
  }

  private logOf(worker: number): Log {
    const at = (level: keyof Log) => (message: string) =>
      this.listeners.emit('log', { worker, level, message: String(message), time: Date.now() });
    return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
  }

  private leastLoaded(): number {
    const least = Math.min(...this.members.map((member) => member.load));
    return this.members.findIndex((member) => member.load === least);
  }

  private send(delivery: Delivery, worker: number): void {
    if (this.broken) this.fail(delivery, this.broken);
    else this.members[worker]!.send(delivery);
  }

  private settle(delivery: Delivery, result: ChunkResult): void {
    for (const { index } of result.outcomes) this.stopped.delete(index);
    delivery.settle(result);
    if (this.drained && this.isIdle()) this.drained();
  }

  private fail({ chunk, settle }: Delivery, error: WorkerLostError): void {
    const now = this.clock.now();
    const outcomes = chunk.tasks.map((_, position) => ({ index: chunk.first + position, error }));
    this.settle(
      { chunk, settle },
      { outcomes, telemetry: { worker: error.worker, received: now, started: now, finished: now } },
    );
  }

  private lost(started: Delivery | undefined, spares: Delivery[], error: WorkerLostError): void {
    const { worker, exitCode, signal } = error;
    this.listeners.emit('lost', { worker, exitCode, signal, error });
    const member = this.members[worker]!;
    void member.start().catch((thrown) => this.giveUp(error, thrown));
    for (const spare of spares) this.send(spare, this.leastLoaded());
    if (started) this.fail(started, error);
    this.loseStreams(worker, error);
  }

  private loseStreams(worker: number, error: WorkerLostError): void {
    for (const { worker: own, stream } of this.streams) if (own === worker) stream.lost(error);
  }

  private giveUp({ message, worker, exitCode, signal }: WorkerLostError, cause: unknown): void {
    const text = `${message} It could not be replaced: ${messageOf(cause)}`;
    this.broken = new WorkerLostError(text, worker, exitCode, signal, { cause });
    for (const member of this.members) this.settleHeld(member, this.broken);
  }

  private end(member: FakeWorker, why: string): void {
    const text = `Worker ${member.worker} (${this.setting.engine}) ended while it held tasks: ${why}.`;
    const error = new WorkerLostError(text, member.worker, null);
    this.settleHeld(member, error);
  }

  private settleHeld(member: FakeWorker, error: WorkerLostError): void {
    for (const delivery of member.kill()) this.fail(delivery, error);
    this.loseStreams(member.worker, error);
  }

  private cancelStop(): void {
    if (this.stopEvent) this.stopEvent.cancelled = true;
    this.stopEvent = undefined;
  }

  private isIdle(): boolean {
    return this.members.every((member) => member.load === 0);
  }
}
