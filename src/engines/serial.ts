import { type CurrentWorker, runAsWorker } from '../current-worker/index.js';
import { messageOf, UsageError } from '../errors.js';
import type { Log } from '../scenario/index.js';
import {
  type Chunk,
  type ChunkResult,
  monotonicClock,
  monotonicMs,
  type Outcome,
  type Session,
  type SessionEvents,
  type StreamOptions,
  type StreamResult,
  type WorkerUsage,
} from '../work/index.js';
import { ownCpus } from './cpu-share.js';
import type { Engine } from './engine.js';
import { Listeners } from './listeners.js';
import { failedTask } from './outcomes.js';
import { consumeInline } from './serial-stream.js';
import { importProgram } from './worker/load.js';
import type { Program } from './worker/program.js';
import { memoryStopFlag, STOP_FLAG_BYTES } from './worker/stop-flag.js';
import { type RanChunk, TaskLoop } from './worker/task-loop.js';
import { usageReader } from './worker/usage.js';
import { waitForDebugger } from './worker/wait-for-debugger.js';
import { workerName } from './worker/worker-name.js';

/** The worker's own loop on the caller's thread, without messages. */
export const serial: Engine = {
  name: 'serial',
  description: 'the same loop on one main thread, without workers or messages: the reference',
  placement: 'inline',
  async open(spec, _signal, heard = {}) {
    if (spec.workers !== 1) throw new UsageError(`serial has one worker, not ${spec.workers}.`);
    const requested = monotonicMs();
    const listeners = new Listeners<SessionEvents>();
    listeners.addAll(heard);
    if (spec.inspect) await waitForDebugger();
    const stop = new DeadlineFlag();
    const log = logTo(listeners);
    let loop: TaskLoop | undefined;
    const worker: CurrentWorker = {
      worker: 0,
      workers: 1,
      engine: serial.name,
      name: workerName({ ...spec, worker: 0 }),
      cpuShare: ownCpus(),
      log,
      stopped: () => (loop ? stop.raised(loop.current) : false),
      status: (status) => listeners.emit('status', { worker: 0, status }),
    };
    // Scenarios are told by their context; what it costs to tell functions is not measured with them.
    const inWorker: InWorker = spec.functions ? (run) => runAsWorker(worker, run) : (run) => run();
    const program = await inWorker(() => importProgram(spec));
    const { params } = spec;
    loop = await inWorker(() => TaskLoop.open({ program, params, worker: 0, stop, log }));
    return new SerialSession(program, loop, stop, listeners, inWorker, monotonicMs() - requested);
  },
};

/** Runs what belongs to the worker so that it can tell where it runs. */
type InWorker = <T>(run: () => T) => T;

/** A timer cannot fire while a task computes on the same thread, so the task compares the clock itself. */
class DeadlineFlag {
  private readonly flag = memoryStopFlag(new Uint8Array(STOP_FLAG_BYTES));
  private deadline = Number.POSITIVE_INFINITY;

  raise(index?: number): void {
    this.flag.raise(index);
  }

  raiseAfter(ms: number): void {
    this.deadline = monotonicMs() + ms;
  }

  lower(index?: number): void {
    this.flag.lower(index);
    if (index === undefined) this.deadline = Number.POSITIVE_INFINITY;
  }

  raised(index: number): boolean {
    return (
      this.flag.raised(index) || (this.deadline < Number.POSITIVE_INFINITY && monotonicMs() >= this.deadline)
    );
  }
}

function logTo(listeners: Listeners<SessionEvents>): Log {
  const at = (level: keyof Log) => (message: string) =>
    listeners.emit('log', { worker: 0, level, message: String(message), time: Date.now() });
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

class SerialSession implements Session {
  readonly workers = 1;
  readonly capacity = 1;
  readonly clock = monotonicClock;
  readonly startupMs: readonly number[];
  private readonly readUsage = usageReader();
  private last: Promise<unknown> = Promise.resolve();
  private closing: Promise<void> | undefined;

  constructor(
    private readonly program: Program,
    private readonly loop: TaskLoop,
    private readonly flag: DeadlineFlag,
    private readonly listeners: Listeners<SessionEvents>,
    private readonly inWorker: InWorker,
    startupMs: number,
  ) {
    this.startupMs = [startupMs];
  }

  run(chunk: Chunk): Promise<ChunkResult> {
    if (this.closing)
      return Promise.reject(new UsageError('The session is closed: it takes no more chunks.'));
    const received = monotonicMs();
    const { first, tasks, call } = chunk;
    const run = () => this.loop.run(first, tasks, call?.name, call?.spread);
    const result = this.last.then(async () => this.resultOf(chunk, received, await this.inWorker(run)));
    this.last = result.then(() => undefined);
    return result;
  }

  get functions(): readonly string[] | undefined {
    return this.program.functions;
  }

  stream(worker: number, source: AsyncIterable<Chunk>, options: StreamOptions = {}): Promise<StreamResult> {
    if (this.closing)
      return Promise.reject(new UsageError('The session is closed: it takes no more chunks.'));
    const result = this.last
      .then(() => this.inWorker(() => consumeInline(this.program, this.loop, worker, source, options)))
      .finally(() => this.flag.lower(options.index ?? worker));
    this.last = result.then(
      () => undefined,
      () => undefined,
    );
    return result;
  }

  stop(tasks?: readonly number[]): void {
    if (!tasks) this.flag.raise();
    else for (const task of tasks) this.flag.raise(task);
  }

  stopAfter(ms: number): void {
    this.flag.raiseAfter(ms);
  }

  clearStop(): void {
    this.flag.lower();
  }

  usage(): Promise<WorkerUsage[]> {
    // What the caller itself holds is in the same isolate.
    const { heldMiB: _, ...usage } = this.readUsage();
    return Promise.resolve([{ worker: 0, ...usage }]);
  }

  replace(): Promise<void> {
    return Promise.reject(
      new UsageError('serial runs on the caller’s own thread, which cannot be replaced.'),
    );
  }

  on<E extends keyof SessionEvents>(event: E, listener: SessionEvents[E]): void {
    this.listeners.add(event, listener);
  }

  close(): Promise<void> {
    this.closing ??= this.last.then(() => this.tearDown());
    return this.closing;
  }

  /** What runs on the caller's own thread cannot be ended: it is asked to stop, and waited for. */
  terminate(): Promise<void> {
    this.stop();
    return this.close();
  }

  /** What it throws is no task's error: the log says it. */
  private async tearDown(): Promise<void> {
    try {
      await this.inWorker(() => this.loop.close());
    } catch (thrown) {
      const message = `teardown failed: ${messageOf(thrown)}`;
      this.listeners.emit('log', { worker: 0, level: 'error', message, time: Date.now() });
    }
  }

  private resultOf({ first }: Chunk, received: number, ran: RanChunk): ChunkResult {
    const { values, errors, ...times } = ran;
    const outcomes: Outcome[] = values.map((value, position) => ({ index: first + position, value }));
    for (const { position, thrown } of errors) {
      outcomes[position] = failedTask(first + position, { worker: 0, engine: serial.name }, thrown);
    }
    for (const { index } of outcomes) this.flag.lower(index);
    return { outcomes, telemetry: { worker: 0, received, ...times } };
  }
}
