import { UsageError } from '../../../errors.js';
import { type TemporaryFolder, temporaryFolder } from '../../../files/index.js';
import type { CommandSpec } from '../../../scenario/index.js';
import {
  type Chunk,
  type ChunkResult,
  type ChunkTelemetry,
  closedError,
  monotonicClock,
  monotonicMs,
  type Outcome,
  type RunningChunk,
  type Session,
  SessionEmitter,
  type SessionEvents,
  type WorkerUsage,
} from '../../session/index.js';
import { failAll } from '../outcomes.js';
import { Lines } from '../worker/output/lines.js';
import { type FilledCommand, fillCommand, placedOn } from './fill.js';
import { Guard, LEFT_OTHERS } from './guard.js';
import { resultsOf } from './output.js';
import { type MemoryBound, type ProgramEnd, RunningProgram } from './program.js';
import { failedCommand, hasSucceeded, unstarted } from './story.js';
import { Waiting } from './waiting.js';

export interface CommandSessionOptions {
  engine: string;
  command: CommandSpec;
  /** Programs that run at a time. */
  slots: number;
  /** What each is told in place of {workers}. */
  told: number;
  /** The CPU of each slot; absent: wherever the system puts its programs. */
  pins?: readonly number[] | undefined;
  /** What each program may hold; absent: what it likes. */
  memory?: MemoryBound | undefined;
  listeners?: Partial<SessionEvents> | undefined;
}

/** How long a chunk may take for each task unless the command says. */
const TASK_TIMEOUT_MS = 600_000;

/** One slot's programs, one after another, and what they used. */
interface Slot {
  worker: number;
  held: number;
  last: Promise<unknown>;
  running?: { chunk: Chunk; id: number; program: RunningProgram };
  cpuMs: number;
  waitMs: number;
  waiting: Waiting;
  peakMemoryMiB?: number;
  threads?: number;
  /** Programs of which the system told nothing: then nothing is known of all. */
  uncounted: boolean;
}

/** Starts a program for each chunk, at most `slots` at a time. */
export class CommandSession implements Session {
  readonly clock = monotonicClock;
  readonly startupMs: readonly number[];
  private readonly slots: Slot[];
  private readonly events: SessionEmitter;
  private readonly guard = new Guard();
  private begun = 0;
  private tasksFolder: TemporaryFolder | undefined;
  private closing: Promise<void> | undefined;
  private warned = false;

  constructor(private readonly options: CommandSessionOptions) {
    this.slots = Array.from({ length: options.slots }, (_, worker) => ({
      worker,
      held: 0,
      last: Promise.resolve(),
      cpuMs: 0,
      waitMs: 0,
      waiting: new Waiting(),
      uncounted: false,
    }));
    this.startupMs = this.slots.map(() => 0);
    this.events = new SessionEmitter(options.listeners);
  }

  get workers(): number {
    return this.slots.length;
  }

  get capacity(): number {
    return this.slots.length;
  }

  run(chunk: Chunk, worker?: number): Promise<ChunkResult> {
    if (this.closing) return Promise.reject(closedError());
    const slot = worker === undefined ? this.leastLoaded() : this.slots[worker]!;
    const received = monotonicMs();
    slot.held++;
    const result = slot.last.then(() => this.runIn(slot, chunk, received));
    slot.last = result.then(
      () => void slot.held--,
      () => void slot.held--,
    );
    return result;
  }

  /** A program is not asked to stop: it ends by itself, or is ended. */
  stop(): void {}
  stopAfter(): void {}
  clearStop(): void {}

  usage(worker?: number): Promise<WorkerUsage[]> {
    const all = this.slots.map(
      ({ worker: number, cpuMs, waitMs, waiting, uncounted, peakMemoryMiB, threads }) => ({
        worker: number,
        cpuMs,
        ...(!uncounted && waiting.isKnown && { waitMs }),
        ...(peakMemoryMiB !== undefined && { peakMemoryMiB }),
        ...(threads !== undefined && { threads }),
        ...(this.options.pins && { pinned: this.options.pins[number]! }),
      }),
    );
    return Promise.resolve(worker === undefined ? all : [all[worker]!]);
  }

  replace(): Promise<void> {
    return Promise.reject(
      new UsageError(`${this.options.engine} starts a program for every chunk as it is.`),
    );
  }

  running(): RunningChunk[] {
    return this.slots.flatMap(({ worker, running }) =>
      running
        ? [{ worker, id: running.id, first: running.chunk.first, tasks: running.chunk.tasks.length }]
        : [],
    );
  }

  on<E extends keyof SessionEvents>(event: E, listener: SessionEvents[E]): void {
    this.events.on(event, listener);
  }

  close(): Promise<void> {
    this.closing ??= this.finish();
    return this.closing;
  }

  async terminate(): Promise<void> {
    const closing = this.close();
    await Promise.all(this.slots.map(({ running }) => running?.program.kill()));
    await closing;
  }

  private async runIn(slot: Slot, chunk: Chunk, received: number): Promise<ChunkResult> {
    const { engine, command, told } = this.options;
    const { worker } = slot;
    const where = { worker, engine };
    const tasks = chunk.tasks as readonly string[];
    let filled: FilledCommand = { program: command.argv[0] ?? '', args: [], env: {} };
    const words = new Lines((line) => this.say(worker, 'warn', line));
    const started = monotonicMs();
    try {
      filled = fillCommand(command, { workers: told, worker, tasks }, () => this.folder());
      const program = new RunningProgram(
        placedOn(filled, this.options.pins?.[worker]),
        {
          cwd: command.cwd,
          limitMs: (command.taskTimeoutMs ?? TASK_TIMEOUT_MS) * Math.max(1, tasks.length),
          memory: this.options.memory,
          said: (part) => words.write(part),
        },
        this.guard,
      );
      slot.running = { chunk, id: ++this.begun, program };
      const end = await program.ended;
      words.end();
      const { started: began, finished } = end;
      const telemetry = { worker, received, started: began, finished, ...this.count(slot, end) };
      if (!hasSucceeded(end))
        return { outcomes: failAll(chunk, failedCommand(chunk, where, filled, end)), telemetry };
      return { outcomes: outcomesOf(chunk, end), telemetry };
    } catch (thrown) {
      const outcomes = failAll(chunk, unstarted(chunk, where, filled, thrown));
      return { outcomes, telemetry: { worker, received, started, finished: monotonicMs() } };
    } finally {
      delete slot.running;
    }
  }

  private count(slot: Slot, { cpuMs, seen, leftOthers }: ProgramEnd): Counters {
    const waitMs = cpuMs === undefined ? 0 : slot.waiting.of(cpuMs, seen);
    slot.cpuMs += cpuMs ?? 0;
    slot.waitMs += waitMs;
    slot.uncounted ||= cpuMs === undefined;
    if (seen.peakMemoryMiB !== undefined)
      slot.peakMemoryMiB = Math.max(slot.peakMemoryMiB ?? 0, seen.peakMemoryMiB);
    if (seen.threads > 0) slot.threads = Math.max(slot.threads ?? 0, seen.threads);
    if (leftOthers) this.warn(slot.worker, LEFT_OTHERS);
    return cpuMs === undefined ? {} : { cpuNs: cpuMs * 1e6, waitNs: waitMs * 1e6 };
  }

  private leastLoaded(): Slot {
    let least = this.slots[0]!;
    for (const slot of this.slots) if (slot.held < least.held) least = slot;
    return least;
  }

  private folder(): string {
    this.tasksFolder ??= temporaryFolder('tasks');
    return this.tasksFolder.path;
  }

  private async finish(): Promise<void> {
    await Promise.all(this.slots.map(({ last }) => last));
    if (await this.guard.close()) this.warn(0, LEFT_OTHERS);
    this.tasksFolder?.release();
  }

  private warn(worker: number, message: string): void {
    if (this.warned) return;
    this.warned = true;
    this.say(worker, 'warn', message);
  }

  private say(worker: number, level: 'warn' | 'info', message: string): void {
    this.events.emit('log', { worker, level, message, time: Date.now() });
  }
}

type Counters = Pick<ChunkTelemetry, 'cpuNs' | 'waitNs'>;

function outcomesOf({ first, tasks }: Chunk, { output }: ProgramEnd): Outcome[] {
  return resultsOf(output, tasks.length).map((value, position) => ({ index: first + position, value }));
}
