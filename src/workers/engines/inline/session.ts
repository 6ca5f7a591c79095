import { messageOf, OverdueError, UsageError } from '../../../errors.js';
import type { Log } from '../../../scenario/index.js';
import {
  type Chunk,
  type ChunkResult,
  monotonicClock,
  type RunningChunk,
  type Session,
  type SessionEvents,
  type StreamOptions,
  type StreamResult,
  type WorkerUsage,
} from '../../session/index.js';
import { ownCpus, type SessionSpec, workerName } from '../engine.js';
import { Listeners } from '../listeners.js';
import { type OwnUsage, usageReader } from '../worker/usage.js';
import { waitForDebugger } from '../worker/wait-for-debugger.js';
import { DeadlineFlag } from './deadline-flag.js';
import { InlineLane } from './lane.js';

/** `spec.workers` lanes on the caller's own thread, each with a state of its own, as a worker has. */
export async function openInline(
  engine: string,
  spec: SessionSpec,
  heard: Partial<SessionEvents> = {},
): Promise<Session> {
  const listeners = new Listeners<SessionEvents>();
  listeners.addAll(heard);
  if (spec.inspect) await waitForDebugger();
  const flag = new DeadlineFlag();
  const opened = await Promise.allSettled(
    Array.from({ length: spec.workers }, (_, worker) => openLane(engine, worker, spec, flag, listeners)),
  );
  const lanes = opened.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const session = new InlineSession(engine, lanes, flag, listeners);
  const refused = opened.find((result) => result.status === 'rejected');
  if (!refused) return session;
  await session.close();
  throw refused.reason;
}

function openLane(
  engine: string,
  worker: number,
  spec: SessionSpec,
  flag: DeadlineFlag,
  listeners: Listeners<SessionEvents>,
): Promise<InlineLane> {
  const log = logTo(listeners, worker);
  return InlineLane.open({
    spec,
    flag,
    log,
    worker: {
      ...{ worker, workers: spec.workers, engine, log },
      name: workerName({ ...spec, worker }),
      cpuShare: ownCpus(),
      status: (status) => listeners.emit('status', { worker, status }),
    },
  });
}

function logTo(listeners: Listeners<SessionEvents>, worker: number): Log {
  const at = (level: keyof Log) => (message: string) =>
    listeners.emit('log', { worker, level, message: String(message), time: Date.now() });
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

class InlineSession implements Session {
  readonly clock = monotonicClock;
  private readonly readUsage = usageReader();
  private closing: Promise<void> | undefined;

  constructor(
    private readonly engine: string,
    private readonly lanes: readonly InlineLane[],
    private readonly flag: DeadlineFlag,
    private readonly listeners: Listeners<SessionEvents>,
  ) {}

  get workers(): number {
    return this.lanes.length;
  }

  get capacity(): number {
    return this.lanes.length;
  }

  get startupMs(): readonly number[] {
    return this.lanes.map((lane) => lane.startupMs);
  }

  get functions(): readonly string[] | undefined {
    return this.lanes[0]!.program.functions;
  }

  run(chunk: Chunk, worker?: number): Promise<ChunkResult> {
    if (this.closing) return Promise.reject(closed());
    return (worker === undefined ? this.leastLoaded() : this.lanes[worker]!).run(chunk);
  }

  stream(worker: number, source: AsyncIterable<Chunk>, options: StreamOptions = {}): Promise<StreamResult> {
    return this.closing ? Promise.reject(closed()) : this.lanes[worker]!.stream(source, options);
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

  /** Nothing tells the lanes' shares of their one thread: each gets an equal one. */
  usage(worker?: number): Promise<WorkerUsage[]> {
    // What the caller itself holds is in the same isolate.
    const { heldMiB: _, ...own } = this.readUsage();
    const share = shareOf(own, this.workers);
    const all = this.lanes.map((_, lane) => ({ worker: lane, ...share }));
    return Promise.resolve(worker === undefined ? all : [all[worker]!]);
  }

  replace(): Promise<void> {
    return Promise.reject(
      new UsageError(`${this.engine} runs on the caller’s own thread, which cannot be replaced.`),
    );
  }

  running(): RunningChunk[] {
    return this.lanes.flatMap((lane) => lane.running());
  }

  on<E extends keyof SessionEvents>(event: E, listener: SessionEvents[E]): void {
    this.listeners.add(event, listener);
  }

  close(): Promise<void> {
    this.closing ??= this.tearDown();
    return this.closing;
  }

  /** What runs on the caller's own thread cannot be ended: it is asked to stop, and waited for. */
  terminate(): Promise<void> {
    this.stop();
    return this.close();
  }

  private leastLoaded(): InlineLane {
    let least = this.lanes[0]!;
    for (const lane of this.lanes) if (lane.held < least.held) least = lane;
    return least;
  }

  /** What a teardown throws is no task's error: the log says it. */
  private async tearDown(): Promise<void> {
    const closed = await Promise.allSettled(this.lanes.map((lane) => lane.close()));
    for (const [worker, result] of closed.entries()) {
      if (result.status === 'fulfilled') continue;
      const { reason: error } = result;
      const isOverdue = error instanceof OverdueError;
      const message = isOverdue ? error.message : `teardown failed: ${messageOf(error)}`;
      this.listeners.emit('log', { worker, level: 'error', message, time: Date.now() });
      if (isOverdue) this.listeners.emit('unfinished', { worker, error });
    }
  }
}

function closed(): UsageError {
  return new UsageError('The session is closed: it takes no more chunks.');
}

type InlineUsage = Omit<OwnUsage, 'heldMiB'>;

function shareOf({ cpuMs, waitMs, gcMs, peakMemoryMiB, ...same }: InlineUsage, lanes: number): InlineUsage {
  return {
    ...same,
    cpuMs: cpuMs / lanes,
    ...(waitMs !== undefined && { waitMs: waitMs / lanes }),
    gcMs: gcMs / lanes,
    peakMemoryMiB: peakMemoryMiB / lanes,
  };
}
