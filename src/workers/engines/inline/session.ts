import { messageOf, OverdueError, UsageError } from '../../../errors.js';
import type { Log } from '../../../scenario/index.js';
import {
  type Chunk,
  type ChunkResult,
  closedError,
  monotonicClock,
  type RunningChunk,
  type Session,
  SessionEmitter,
  type SessionEvents,
  type StreamOptions,
  type StreamResult,
  type WorkerUsage,
} from '../../session/index.js';
import { ownCpus, type SessionSpec, workerName } from '../engine.js';
import { type OwnUsage, usageReader } from '../worker/usage.js';
import { DeadlineFlag } from './deadline-flag.js';
import { InlineSlot } from './slot.js';

/** `spec.workers` slots on the caller's own thread, each with a state of its own, as a worker has. */
export async function openInline(
  engine: string,
  spec: SessionSpec,
  heard: Partial<SessionEvents> = {},
): Promise<Session> {
  const events = new SessionEmitter(heard);
  if (spec.inspect) await (await import('../worker/wait-for-debugger.js')).waitForDebugger();
  const flag = new DeadlineFlag();
  const opened = await Promise.allSettled(
    Array.from({ length: spec.workers }, (_, worker) => openSlot(engine, worker, spec, flag, events)),
  );
  const slots = opened.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const session = new InlineSession(engine, slots, flag, events);
  const refused = opened.find((result) => result.status === 'rejected');
  if (!refused) return session;
  await session.close();
  throw refused.reason;
}

function openSlot(
  engine: string,
  worker: number,
  spec: SessionSpec,
  flag: DeadlineFlag,
  events: SessionEmitter,
): Promise<InlineSlot> {
  const log = logTo(events, worker);
  return InlineSlot.open({
    spec,
    flag,
    log,
    worker: {
      ...{ worker, workers: spec.workers, engine, log },
      name: workerName({ ...spec, worker }),
      cpuShare: ownCpus(),
      status: (status) => events.emit('status', { worker, status }),
    },
  });
}

function logTo(events: SessionEmitter, worker: number): Log {
  const at = (level: keyof Log) => (message: string) =>
    events.emit('log', { worker, level, message: String(message), time: Date.now() });
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

class InlineSession implements Session {
  readonly clock = monotonicClock;
  private readonly readUsage = usageReader();
  private closing: Promise<void> | undefined;

  constructor(
    private readonly engine: string,
    private readonly slots: readonly InlineSlot[],
    private readonly flag: DeadlineFlag,
    private readonly events: SessionEmitter,
  ) {}

  get workers(): number {
    return this.slots.length;
  }

  get capacity(): number {
    return this.slots.length;
  }

  get startupMs(): readonly number[] {
    return this.slots.map((slot) => slot.startupMs);
  }

  get functions(): readonly string[] | undefined {
    return this.slots[0]!.program.functions;
  }

  run(chunk: Chunk, worker?: number): Promise<ChunkResult> {
    if (this.closing) return Promise.reject(closedError());
    return (worker === undefined ? this.leastLoaded() : this.slots[worker]!).run(chunk);
  }

  stream(worker: number, source: AsyncIterable<Chunk>, options: StreamOptions = {}): Promise<StreamResult> {
    return this.closing ? Promise.reject(closedError()) : this.slots[worker]!.stream(source, options);
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

  /** Nothing tells the slots' shares of their one thread: each gets an equal one. */
  usage(worker?: number): Promise<WorkerUsage[]> {
    // What the caller itself holds is in the same isolate.
    const { heldMiB: _, ...own } = this.readUsage();
    const share = shareOf(own, this.workers);
    const all = this.slots.map((_, slot) => ({ worker: slot, ...share }));
    return Promise.resolve(worker === undefined ? all : [all[worker]!]);
  }

  replace(): Promise<void> {
    return Promise.reject(
      new UsageError(`${this.engine} runs on the caller’s own thread, which cannot be replaced.`),
    );
  }

  running(): RunningChunk[] {
    return this.slots.flatMap((slot) => slot.running());
  }

  on<E extends keyof SessionEvents>(event: E, listener: SessionEvents[E]): void {
    this.events.on(event, listener);
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

  private leastLoaded(): InlineSlot {
    let least = this.slots[0]!;
    for (const slot of this.slots) if (slot.held < least.held) least = slot;
    return least;
  }

  /** What a teardown throws is no task's error: the log says it. */
  private async tearDown(): Promise<void> {
    const closed = await Promise.allSettled(this.slots.map((slot) => slot.close()));
    for (const [worker, result] of closed.entries()) {
      if (result.status === 'fulfilled') continue;
      const { reason: error } = result;
      const isOverdue = error instanceof OverdueError;
      const message = isOverdue ? error.message : `teardown failed: ${messageOf(error)}`;
      this.events.emit('log', { worker, level: 'error', message, time: Date.now() });
      if (isOverdue) this.events.emit('unfinished', { worker, error });
    }
  }
}

type InlineUsage = Omit<OwnUsage, 'heldMiB'>;

function shareOf({ cpuMs, waitMs, gcMs, peakMemoryMiB, ...same }: InlineUsage, slots: number): InlineUsage {
  return {
    ...same,
    cpuMs: cpuMs / slots,
    ...(waitMs !== undefined && { waitMs: waitMs / slots }),
    gcMs: gcMs / slots,
    peakMemoryMiB: peakMemoryMiB / slots,
  };
}
