import type { Log, Params, Scenario, TaskContext } from '../../scenario/index.js';
import { monotonicMs } from '../../work/index.js';
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
  scenario: Scenario;
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

/**
 * Runs the tasks of chunks, one after another. It is the same code in a thread, in a process and in serial,
 * so that what differs between them is how tasks arrive, and nothing else.
 */
export class TaskLoop {
  private index = 0;
  private lastChunkMs = Number.POSITIVE_INFINITY;
  private readonly readCounters = openThreadCounters();

  private constructor(
    private readonly scenario: Scenario,
    private readonly context: TaskContext,
  ) {}

  /** Sets the scenario up for this worker; rejects with what its `setup` throws. */
  static async open({ scenario, params, worker, stop, log }: TaskLoopOptions): Promise<TaskLoop> {
    const state = await scenario.setup?.({ params, worker, log });
    const loop: TaskLoop = new TaskLoop(scenario, {
      params,
      worker,
      log,
      state,
      stopped: () => stop.raised(loop.index),
    });
    return loop;
  }

  /** Synchronous as long as the tasks are: a promise for each would cost short tasks dearly. */
  run(first: number, tasks: readonly unknown[]): RanChunk | Promise<RanChunk> {
    const before = this.lastChunkMs >= EXACT_FROM_MS ? this.readCounters?.() : undefined;
    const chunk: RanChunk = {
      values: new Array(tasks.length),
      errors: [],
      started: monotonicMs(),
      finished: 0,
    };
    for (let position = 0; position < tasks.length; position++) {
      this.index = first + position;
      try {
        const value = this.scenario.run(tasks[position], this.context);
        if (isThenable(value)) return this.continueAsync(chunk, first, tasks, position, value, before);
        chunk.values[position] = value;
      } catch (thrown) {
        chunk.errors.push({ position, thrown });
      }
    }
    return this.finish(chunk, before);
  }

  async close(): Promise<void> {
    await this.scenario.teardown?.(this.context.state);
  }

  get transferables(): ((value: unknown) => readonly unknown[]) | undefined {
    const { payload, transfer } = this.scenario;
    return payload === 'transfer' && transfer ? (value) => transfer.call(this.scenario, value) : undefined;
  }

  private async continueAsync(
    chunk: RanChunk,
    first: number,
    tasks: readonly unknown[],
    from: number,
    pending: PromiseLike<unknown>,
    before: ThreadTimes | undefined,
  ): Promise<RanChunk> {
    for (let position = from; position < tasks.length; position++) {
      this.index = first + position;
      try {
        const value = position === from ? pending : this.scenario.run(tasks[position], this.context);
        chunk.values[position] = await value;
      } catch (thrown) {
        chunk.errors.push({ position, thrown });
      }
    }
    return this.finish(chunk, before);
  }

  private finish(chunk: RanChunk, before: ThreadTimes | undefined): RanChunk {
    chunk.finished = monotonicMs();
    this.lastChunkMs = chunk.finished - chunk.started;
    const after = before && this.readCounters?.();
    if (before && after) {
      chunk.cpuNs = after.cpuNs - before.cpuNs;
      chunk.waitNs = after.waitNs - before.waitNs;
    }
    return chunk;
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function'
  );
}
