import type { Log, Params, TaskContext } from '../../scenario/index.js';
import { monotonicMs } from '../../work/index.js';
import type { Consumer, Program, TaskFunction } from './program.js';
import type { StopReader } from './stop-flag.js';
import { openThreadCounters, type ThreadTimes } from './thread-counters.js';

/** A chunk after its tasks ran: `values` by position; a failed task's position holds undefined. */
export interface RanChunk {
  values: unknown[];
  errors: { position: number; thrown: unknown }[];
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
  private index = 0;
  private lastChunkMs = Number.POSITIVE_INFINITY;
  private readonly readCounters = openThreadCounters();

  private constructor(
    private readonly program: Program,
    private readonly context: TaskContext,
  ) {}

  /** Sets the program up for this worker; rejects with what its `setup` throws. */
  static async open({ program, params, worker, stop, log }: TaskLoopOptions): Promise<TaskLoop> {
    const state = await program.setup({ params, worker, log });
    const loop: TaskLoop = new TaskLoop(program, {
      params,
      worker,
      log,
      state,
      stopped: () => stop.raised(loop.index),
    });
    return loop;
  }

  /** Outcome index of the task that runs. */
  get current(): number {
    return this.index;
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
    const chunk = emptyChunk(tasks.length, monotonicMs());
    const pending = this.perform(chunk, first, tasks, call, spread);
    if (pending) return pending.then(() => this.finish(chunk, before));
    return this.finish(chunk, before);
  }

  /**
   * Runs tasks without reading the clock; the caller sets the times, and says by `timed` what a chunk took.
   * Undefined where all tasks were synchronous.
   */
  perform(
    chunk: RanChunk,
    first: number,
    tasks: readonly unknown[],
    call?: string,
    spread?: boolean,
  ): Promise<void> | undefined {
    let run: TaskFunction;
    try {
      run = this.program.task(call, spread);
    } catch (thrown) {
      for (let position = 0; position < tasks.length; position++) chunk.errors.push({ position, thrown });
      return undefined;
    }
    for (let position = 0; position < tasks.length; position++) {
      this.index = first + position;
      try {
        const value = run(tasks[position], this.context);
        if (isThenable(value)) return this.performAsync(chunk, first, tasks, run, position, value);
        chunk.values[position] = value;
      } catch (thrown) {
        chunk.errors.push({ position, thrown });
      }
    }
    return undefined;
  }

  timed(chunkMs: number): void {
    this.lastChunkMs = chunkMs;
  }

  /** One call of a consumer; rejects with what it throws. */
  async consume(consumer: Consumer, items: AsyncIterable<unknown>): Promise<unknown> {
    this.index = this.context.worker;
    return consumer(items, this.context);
  }

  /** Exact counters, where chunks are long enough for them. */
  startCounters(): ThreadTimes | undefined {
    return this.lastChunkMs >= EXACT_FROM_MS ? this.readCounters?.() : undefined;
  }

  /** What the counters went on by since `before`; nothing where they were not read. */
  sinceCounters(before: ThreadTimes | undefined): { cpuNs?: number; waitNs?: number } {
    const after = before && this.readCounters?.();
    return before && after ? { cpuNs: after.cpuNs - before.cpuNs, waitNs: after.waitNs - before.waitNs } : {};
  }

  async close(): Promise<void> {
    await this.program.teardown(this.context.state);
  }

  get transferables(): Program['transferables'] {
    return this.program.transferables;
  }

  private async performAsync(
    chunk: RanChunk,
    first: number,
    tasks: readonly unknown[],
    run: TaskFunction,
    from: number,
    pending: PromiseLike<unknown>,
  ): Promise<void> {
    for (let position = from; position < tasks.length; position++) {
      this.index = first + position;
      try {
        const value = position === from ? pending : run(tasks[position], this.context);
        chunk.values[position] = await value;
      } catch (thrown) {
        chunk.errors.push({ position, thrown });
      }
    }
  }

  private finish(chunk: RanChunk, before: ThreadTimes | undefined): RanChunk {
    chunk.finished = monotonicMs();
    this.lastChunkMs = chunk.finished - chunk.started;
    if (before) Object.assign(chunk, this.sinceCounters(before));
    return chunk;
  }
}

export function emptyChunk(tasks: number, started: number): RanChunk {
  return { values: new Array(tasks), errors: [], started, finished: 0 };
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function'
  );
}
