import type { Log, Params, TaskContext } from '../../../scenario/index.js';
import { monotonicMs } from '../../session/index.js';
import type { StopReader } from '../protocol/stop-flag.js';
import { callApart, keepApart } from './apart.js';
import { type Consumer, type Program, type TaskFunction, taskOf } from './program.js';
import { openThreadCounters, type ThreadTimes, timesBetween } from './thread-counters.js';

/** What came of tasks, in their order; the place of a failed one holds undefined. */
export interface RanTasks {
  values: unknown[];
  errors: { position: number; thrown: unknown }[];
}

/** A chunk after its tasks ran. */
export interface RanChunk extends RanTasks {
  started: number;
  finished: number;
  cpuNs?: number;
  waitNs?: number;
}

export interface TaskLoopOptions {
  program: Program;
  params: Params;
  worker: number;
  stop: StopReader;
  log: Log;
  /** Other loops run on this thread meanwhile: its counters do not tell what this one used. */
  sharesThread?: boolean;
}

/**
 * Exact counters cost 4 to 7 µs a chunk: they are read only while chunks last at least so many ms. Shorter ones cost
 * two reads of the clock (0.05 to 0.2 µs each); their CPU and waiting time is what the whole passes took.
 */
const EXACT_FROM_MS = 1.5;

/** Chunks shorter than this are timed several at a time: even the clock would be more than 1 % of them. */
const CLOCK_FROM_MS = 0.02;

/**
 * Runs the tasks of chunks, one after another. It is the same code in a thread, in a process and in serial,
 * so that what differs between them is how tasks arrive, and nothing else.
 */
export class TaskLoop {
  /** Outcome index of the task that runs, or ran last; −1 before the first. */
  private index = -1;
  private consumes = false;
  /** What the asynchronous task gave at which `perform` ended. */
  private pending: PromiseLike<unknown> | undefined;
  private lastChunkMs = Number.POSITIVE_INFINITY;
  /** What `task` was asked last, and gave: it is nearly always asked the same. */
  private asked: { call: string | undefined; spread: boolean | undefined; run: TaskFunction } | undefined;

  private constructor(
    private readonly program: Program,
    private readonly context: TaskContext,
    private readonly readCounters: (() => ThreadTimes) | undefined,
  ) {}

  /** Sets the program up for this worker; rejects with what its `setup` throws. */
  static async open({
    program,
    params,
    worker,
    stop,
    log,
    sharesThread = false,
  }: TaskLoopOptions): Promise<TaskLoop> {
    keepApart();
    const state = await program.setup({ params, worker, log });
    const stopped = () => stop.raised(loop.current);
    // Who calls functions sees what they return, and no counters.
    const readCounters = sharesThread || program.functions ? undefined : openThreadCounters();
    const loop: TaskLoop = new TaskLoop(program, { params, worker, log, state, stopped }, readCounters);
    return loop;
  }

  /** Outcome index of the task that runs. */
  get current(): number {
    return Math.max(0, this.index);
  }

  /** Outcome index of the task that was begun last; undefined before the first, and of consumers. */
  get lastBegun(): number | undefined {
    return this.index < 0 || this.consumes ? undefined : this.index;
  }

  /** Whether the last chunks were so short that several are better timed together. */
  get runsShortChunks(): boolean {
    return this.lastChunkMs < CLOCK_FROM_MS;
  }

  /** Synchronous as long as the tasks are: a promise for each would cost short tasks dearly. */
  run(
    first: number,
    tasks: readonly unknown[],
    call?: string,
    spread?: boolean,
  ): RanChunk | Promise<RanChunk> {
    const before = this.startCounters();
    const chunk: RanChunk = { values: [], errors: [], started: monotonicMs(), finished: 0 };
    const run = this.task(call, spread);
    const at = this.perform(chunk, first, tasks, 0, tasks.length, run);
    if (at === tasks.length) return this.finish(chunk, before);
    return this.performRest(chunk, first + at, tasks, at, tasks.length, run).then(() =>
      this.finish(chunk, before),
    );
  }

  /** One that throws, where there is no such function. */
  task(call?: string, spread?: boolean): TaskFunction {
    const { asked } = this;
    if (asked !== undefined && asked.call === call && asked.spread === spread) return asked.run;
    const run = taskOf(this.program, call, spread);
    this.asked = { call, spread, run };
    return run;
  }

  /**
   * Runs the tasks from one place up to another, the first of which has the outcome index `first`, without reading
   * the clock; who calls says by `timed` what a chunk took. Ends at `to`, or at the first asynchronous task, from
   * where `performRest` goes on.
   */
  perform(
    into: RanTasks,
    first: number,
    tasks: readonly unknown[],
    from: number,
    to: number,
    run: TaskFunction,
  ): number {
    for (let at = from; at < to; at++) {
      this.index = first + at - from;
      try {
        const value = callApart(run, tasks[at], this.context);
        if (isThenable(value)) {
          this.pending = value;
          return at;
        }
        into.values.push(value);
      } catch (thrown) {
        failed(into, thrown);
      }
    }
    return to;
  }

  /** Waits for the task at `from`, where `perform` ended and whose outcome index is `first`; runs those behind it. */
  async performRest(
    into: RanTasks,
    first: number,
    tasks: readonly unknown[],
    from: number,
    to: number,
    run: TaskFunction,
  ): Promise<void> {
    for (let at = from; at < to; at++) {
      this.index = first + at - from;
      try {
        into.values.push(await (at === from ? this.pending : callApart(run, tasks[at], this.context)));
      } catch (thrown) {
        failed(into, thrown);
      }
    }
  }

  timed(chunkMs: number): void {
    this.lastChunkMs = chunkMs;
  }

  /** One call of a consumer; rejects with what it throws. */
  async consume(consumer: Consumer, items: AsyncIterable<unknown>, index: number): Promise<unknown> {
    this.index = index;
    this.consumes = true;
    return consumer(items, this.context);
  }

  /** Exact counters, where chunks are long enough for them. */
  startCounters(): ThreadTimes | undefined {
    return this.lastChunkMs >= EXACT_FROM_MS ? this.readCounters?.() : undefined;
  }

  /** What the counters went on by since `before`; nothing where they were not read. */
  sinceCounters(before: ThreadTimes | undefined): Partial<ThreadTimes> {
    const after = before && this.readCounters?.();
    return before && after ? timesBetween(before, after) : {};
  }

  async close(): Promise<void> {
    await this.program.teardown(this.context.state);
  }

  /** What of these results of a chunk moves instead of being copied; undefined where nothing does. */
  moved(values: readonly unknown[]): readonly unknown[] | undefined {
    const { transferables } = this.program;
    if (!transferables) return undefined;
    return values.length === 1
      ? transferables(values[0])
      : [...new Set(values.flatMap((value) => [...transferables(value)]))];
  }

  get transferables(): Program['transferables'] {
    return this.program.transferables;
  }

  private finish(chunk: RanChunk, before: ThreadTimes | undefined): RanChunk {
    chunk.finished = monotonicMs();
    this.lastChunkMs = chunk.finished - chunk.started;
    if (before) Object.assign(chunk, this.sinceCounters(before));
    return chunk;
  }
}

function failed({ values, errors }: RanTasks, thrown: unknown): void {
  errors.push({ position: values.length, thrown });
  values.push(undefined);
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function'
  );
}
