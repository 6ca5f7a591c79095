import { messageOf, UsageError, WorkerLostError } from '../errors.js';
import {
  type Chunk,
  type ChunkResult,
  type Clock,
  monotonicClock,
  monotonicMs,
  type Outcome,
  type Session,
  type SessionEvents,
  type StreamOptions,
  type StreamResult,
  type WorkerUsage,
} from '../work/index.js';
import { Listeners } from './listeners.js';
import { failAll, outcomesOf, unsentTask } from './outcomes.js';
import { Outstanding, type Pending } from './outstanding.js';
import { Spares } from './spares.js';
import { StopRequests } from './stop-requests.js';
import { asProgress, type ProgressReader } from './worker/progress.js';
import { isOneRan, type RanMessage, type RunMessage, type ToWorker } from './worker/protocol.js';
import type { StopFlag } from './worker/stop-flag.js';
import type { StartWorker, WorkerExit } from './worker-link.js';
import { WorkerSlot } from './worker-slot.js';
import { WorkerStream } from './worker-streams.js';

export interface WorkerSessionOptions {
  engine: string;
  workers: number;
  start: StartWorker;
  stopFlag: StopFlag;
  progress: ProgressReader;
  /** Frees what the engine made for the session (a file, a buffer); after the last worker ended. */
  release?: () => void;
}

/** So many workers may be lost with no chunk done in between; then the session gives up. */
const restartBound = (workers: number) => Math.max(3, workers);

/** The session of every engine whose workers are reached by messages. */
export class WorkerSession implements Session {
  readonly clock: Clock = monotonicClock;
  private readonly slots: WorkerSlot[];
  private readonly outstanding: Outstanding;
  private readonly stops: StopRequests;
  private readonly spares = new Spares();
  private readonly streams: Map<number, WorkerStream>[];
  private readonly listeners = new Listeners<SessionEvents>();
  /** Short chunks that go out together at the end of this turn, by worker. */
  private readonly outboxes: Pending[][];
  private flushIsDue = false;
  /** Calls that wait for an answer: while there are any, the workers keep this process running. */
  private waiting = 0;
  private nextId = 0;
  private lossesInARow = 0;
  private broken: WorkerLostError | undefined;
  private closing: Promise<void> | undefined;

  private constructor(private readonly options: WorkerSessionOptions) {
    this.outstanding = new Outstanding(options.workers);
    this.stops = new StopRequests(options.stopFlag);
    this.outboxes = Array.from({ length: options.workers }, () => []);
    this.streams = Array.from({ length: options.workers }, () => new Map());
    this.slots = Array.from(
      { length: options.workers },
      (_, worker) =>
        new WorkerSlot(worker, options.start, {
          ran: (message) => this.ran(worker, message),
          stream: (message) => this.streams[worker]!.get(message.stream)?.receive(message),
          log: ({ level, message, time }) => this.listeners.emit('log', { worker, level, message, time }),
          status: (status) => this.listeners.emit('status', { worker, status }),
          refused: (message, thrown) => this.refusedLate(worker, message, thrown),
          lost: (exit) => this.lost(worker, exit),
        }),
    );
  }

  /** Resolves when every worker is ready; where one cannot be, the others are ended again. */
  static async open(options: WorkerSessionOptions): Promise<WorkerSession> {
    const session = new WorkerSession(options);
    const opened = await Promise.allSettled(session.slots.map((slot) => slot.open()));
    const refused = opened.find((result) => result.status === 'rejected');
    if (refused) {
      await session.terminate();
      throw refused.reason;
    }
    session.releaseSoon();
    return session;
  }

  get workers(): number {
    return this.options.workers;
  }

  get startupMs(): readonly number[] {
    return this.slots.map((slot) => slot.startupMs);
  }

  get capacity(): number {
    return this.workers * this.spares.chunksAWorker;
  }

  get functions(): readonly string[] | undefined {
    return this.slots[0]!.functions;
  }

  run(chunk: Chunk, worker = this.outstanding.leastLoaded()): Promise<ChunkResult> {
    if (this.closing)
      return Promise.reject(new UsageError('The session is closed: it takes no more chunks.'));
    return this.submit(chunk, worker);
  }

  async stream(
    worker: number,
    source: AsyncIterable<Chunk>,
    options: StreamOptions = {},
  ): Promise<StreamResult> {
    if (this.closing) throw new UsageError('The session is closed: it takes no more chunks.');
    const { engine } = this.options;
    const post = (message: ToWorker) => this.slots[worker]!.post(message);
    const room = () => this.spares.chunksAWorker;
    const id = this.nextId++;
    const stream = new WorkerStream(id, { worker, engine, post, room }, source, options);
    this.streams[worker]!.set(id, stream);
    this.hold();
    try {
      if (this.broken) stream.lost(this.broken);
      else stream.start();
      return await stream.result;
    } finally {
      this.streams[worker]!.delete(id);
      this.release();
    }
  }

  stop(tasks?: readonly number[]): void {
    this.stops.raise(tasks);
  }

  stopAfter(ms: number): void {
    this.stops.raiseAfter(ms);
  }

  clearStop(): void {
    this.stops.lower();
  }

  async usage(worker?: number): Promise<WorkerUsage[]> {
    const asked = worker === undefined ? this.slots : [this.slots[worker]!];
    this.hold();
    try {
      return await Promise.all(asked.map((slot) => slot.usage()));
    } finally {
      this.release();
    }
  }

  /** Nothing may be sent to a worker that is to be replaced when `finished`, until this resolves. */
  async replace(worker: number, when: 'now' | 'finished' = 'now'): Promise<void> {
    const slot = this.slots[worker];
    if (!slot) throw new UsageError(`There is no worker ${worker}: the session has ${this.workers}.`);
    this.hold();
    try {
      if (when === 'finished') {
        await this.outstanding.whenEmpty(worker);
        await slot.close();
        this.options.progress.forget(worker);
        await slot.open();
      } else {
        const error = await this.kill(slot, 'replaced');
        const spares = this.loseBegun(worker, error);
        await slot.open();
        for (const spare of spares) this.send(worker, spare);
      }
    } finally {
      this.release();
    }
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
    await Promise.all(
      this.slots.map(async (slot) => {
        this.settleLost(slot.worker, await this.kill(slot, 'terminated'));
      }),
    );
    this.free();
  }

  private async kill(slot: WorkerSlot, reason: string): Promise<WorkerLostError> {
    await slot.kill();
    const error = new Error(reason);
    return slot.lostError({ code: null, signal: null, error }, this.options.engine);
  }

  private async finish(): Promise<void> {
    this.hold();
    await this.outstanding.whenEmpty();
    await Promise.all(this.streams.flatMap((streams) => [...streams.values()].map(({ result }) => result)));
    await Promise.all(this.slots.map((slot) => slot.close()));
    this.free();
  }

  private free(): void {
    this.options.release?.();
    delete this.options.release;
  }

  private hold(): void {
    if (this.waiting++ === 0) for (const slot of this.slots) slot.hold(true);
  }

  private release(): void {
    if (--this.waiting === 0) this.releaseSoon();
  }

  /** Not at once: the next call often comes in the same turn. */
  private releaseSoon(): void {
    setImmediate(() => {
      if (this.waiting === 0) for (const slot of this.slots) slot.hold(false);
    });
  }

  private submit(chunk: Chunk, worker: number): Promise<ChunkResult> {
    return new Promise((settle) => {
      this.hold();
      this.send(worker, { id: this.nextId++, chunk, settle, sendMs: 0 });
    });
  }

  private send(worker: number, pending: Pending): void {
    if (this.broken) {
      this.settle(pending, failAll(pending.chunk, this.broken), worker);
      return;
    }
    this.outstanding.add(worker, pending);
    if (!this.spares.areMany) {
      this.post(worker, pending);
      return;
    }
    this.outboxes[worker]!.push(pending);
    if (this.flushIsDue) return;
    this.flushIsDue = true;
    queueMicrotask(this.flush);
  }

  private readonly flush = (): void => {
    this.flushIsDue = false;
    this.outboxes.forEach((outbox, worker) => {
      if (outbox.length === 0) return;
      const together = outbox.splice(0);
      if (together.length === 1 || together.some(({ chunk }) => chunk.transfer)) {
        for (const pending of together) this.post(worker, pending);
      } else this.postTogether(worker, together);
    });
  };

  private post(worker: number, pending: Pending): void {
    const from = monotonicMs();
    try {
      this.slots[worker]!.post(runMessage(pending), pending.chunk.transfer);
      pending.sendMs = monotonicMs() - from;
    } catch (thrown) {
      this.outstanding.take(worker, pending.id);
      void this.refuseArguments(worker, pending, thrown);
    }
  }

  private postTogether(worker: number, together: readonly Pending[]): void {
    const from = monotonicMs();
    try {
      this.slots[worker]!.post(together.map(runMessage));
    } catch {
      for (const pending of together) this.post(worker, pending);
      return;
    }
    const sendMs = (monotonicMs() - from) / together.length;
    for (const pending of together) pending.sendMs = sendMs;
  }

  private refusedLate(worker: number, message: ToWorker, thrown: unknown): void {
    if (!Array.isArray(message)) return;
    const messages = (typeof message[0] === 'number' ? [message] : message) as RunMessage[];
    for (const [id] of messages) {
      const pending = this.outstanding.take(worker, id);
      if (!pending) continue;
      if (messages.length === 1) void this.refuseArguments(worker, pending, thrown);
      else this.send(worker, pending);
    }
  }

  /** A task that cannot be sent fails alone; the others of its chunk go on one by one. */
  private async refuseArguments(worker: number, pending: Pending, thrown: unknown): Promise<void> {
    const { first, tasks } = pending.chunk;
    if (tasks.length === 1) {
      this.settle(pending, [unsentTask(first, { worker, engine: this.options.engine }, thrown)], worker);
      return;
    }
    const alone = tasks.map((task, position) => {
      const chunk = { ...pending.chunk, first: first + position, tasks: [task] };
      return this.submit(chunk, this.outstanding.leastLoaded());
    });
    const results = await Promise.all(alone);
    const outcomes = results.flatMap((result) => result.outcomes);
    this.settle(pending, outcomes, worker);
  }

  private ran(worker: number, message: RanMessage | RanMessage[]): void {
    this.lossesInARow = 0;
    if (isOneRan(message)) this.ranOne(worker, message);
    else for (const one of message) this.ranOne(worker, one);
    this.spares.update();
  }

  private ranOne(worker: number, message: RanMessage): void {
    const [id, , , received, started, finished, cpuNs, waitNs] = message;
    const pending = this.outstanding.take(worker, id);
    if (!pending) return;
    this.spares.add(finished - started);
    const outcomes = outcomesOf(message, pending.chunk, { worker, engine: this.options.engine });
    const { sendMs } = pending;
    const telemetry: ChunkResult['telemetry'] = { worker, received, started, finished, sendMs };
    if (cpuNs !== undefined) telemetry.cpuNs = cpuNs;
    if (waitNs !== undefined) telemetry.waitNs = waitNs;
    this.conclude(pending, { outcomes, telemetry });
  }

  /** What it had started is lost; what stood behind it was not started and goes to the next worker. */
  private lost(worker: number, exit: WorkerExit): void {
    const error = this.slots[worker]!.lostError(exit, this.options.engine);
    this.listeners.emit('lost', { worker, exitCode: exit.code, signal: exit.signal });
    const spares = this.loseBegun(worker, error);
    this.lossesInARow++;
    if (this.lossesInARow > restartBound(this.workers)) this.giveUp(error);
    void this.restart(worker, spares, error);
  }

  /** Settles what the worker had begun when it ended; returns what it had not. */
  private loseBegun(worker: number, error: WorkerLostError): Pending[] {
    const { progress } = this.options;
    const begun = progress.lastBegun(worker);
    progress.forget(worker);
    this.outboxes[worker]!.length = 0;
    const held = this.outstanding.takeAll(worker);
    // Those before it ran, too: their results were lost with the worker.
    const last = held.findIndex(({ id }) => asProgress(id) === begun);
    for (const pending of held.slice(0, last + 1))
      this.settle(pending, failAll(pending.chunk, error), worker);
    for (const stream of this.streams[worker]!.values()) stream.lost(error);
    return held.slice(last + 1);
  }

  private async restart(worker: number, spares: Pending[], error: WorkerLostError): Promise<void> {
    this.hold();
    try {
      if (!this.broken) await this.slots[worker]!.open();
      for (const spare of spares) this.send(worker, spare);
    } catch (thrown) {
      this.giveUp(
        new WorkerLostError(
          `${error.message} It could not be replaced: ${messageOf(thrown)}`,
          worker,
          error.exitCode,
          error.signal,
          { cause: thrown },
        ),
      );
      for (const spare of spares) this.settle(spare, failAll(spare.chunk, this.broken!), worker);
    } finally {
      this.release();
    }
  }

  private giveUp(error: WorkerLostError): void {
    this.broken ??= error;
    for (let worker = 0; worker < this.workers; worker++) this.settleLost(worker, this.broken);
  }

  private settleLost(worker: number, error: WorkerLostError): void {
    this.outboxes[worker]!.length = 0;
    for (const pending of this.outstanding.takeAll(worker))
      this.settle(pending, failAll(pending.chunk, error), worker);
    for (const stream of this.streams[worker]!.values()) stream.lost(error);
  }

  /** For chunks that no worker answered: their times are those of now. */
  private settle(pending: Pending, outcomes: Outcome[], worker: number): void {
    const now = this.clock.now();
    this.conclude(pending, { outcomes, telemetry: { worker, received: now, started: now, finished: now } });
  }

  private conclude(pending: Pending, result: ChunkResult): void {
    this.stops.settled(result.outcomes);
    pending.settle(result);
    this.release();
    this.outstanding.checkEmpty();
  }
}

function runMessage({ id, chunk: { first, tasks, call } }: Pending): RunMessage {
  if (!call) return [id, first, tasks];
  return call.spread ? [id, first, tasks, call.name, true] : [id, first, tasks, call.name];
}
