import { WorkerLostError } from '../../../errors.js';
import type { Dispatch } from '../../../workers/dispatch/index.js';
import { type Engine, openThreadCounters } from '../../../workers/engines/index.js';
import { isFailure, type Session } from '../../../workers/session/index.js';
import type { LoopWatch } from './loop-delay.js';
import { checkUnmoved, movingTasks, type TransferTask } from './moving-tasks.js';
import type { Pauses } from './pauses.js';
import type { TappedChunk } from './session-tap.js';

/** One pass as measured: from the first send with every worker ready to the last result received. */
export interface Pass {
  /** On the session's clock, which goes on in pauses; everything else does without them. */
  from: number;
  to: number;
  start: number;
  wallMs: number;
  tasks: number;
  chunks: TappedChunk[];
  counts: { submitted: number; ok: number; failed: number; lost: number };
  /** CPU time of the thread that sent and received; only where it was asked for. */
  mainCpuMs?: number;
  /** Turns of open-ended tasks. */
  turns: number;
  /** Results by task, or by worker where a dispatch gives those; only where they were asked for. */
  values?: unknown[];
  firstError?: Error;
}

export interface PassSettings {
  dispatch: Dispatch;
  chunksize: number;
  /** Raise the stop flag after so many ms; undefined for tasks that end by themselves. */
  stopAfterMs?: number;
  keepValues?: boolean;
  /** What of a task moves to the worker instead of being copied. */
  transferTask?: TransferTask;
  /** Watches this thread's event loop from the first send to the last result. */
  loop?: LoopWatch;
  /** When everything was held back: taken out of the pass's time. */
  pauses?: Pauses;
  /** CPU time of this thread so far; absent where it is a worker itself, or the clock virtual. */
  mainCpuMs?: () => number;
}

/**
 * Runs all tasks once. A task that fails, is lost or settles twice is counted, never timed silently; where a dispatch
 * gives one outcome a worker, each worker must give one and their items must be all tasks. Throws UsageError for tasks
 * that were moved away before.
 */
export async function runPass(
  session: Session,
  tasks: readonly unknown[],
  settings: PassSettings,
): Promise<Pass> {
  const { dispatch, chunksize, stopAfterMs, loop, transferTask, pauses } = settings;
  const counts = { submitted: tasks.length, ok: 0, failed: 0, lost: 0 };
  const outcomes = dispatch.perWorker ? session.workers : tasks.length;
  const settled = new Uint8Array(outcomes);
  let settledTasks = 0;
  const values: unknown[] | undefined = settings.keepValues ? new Array(outcomes) : undefined;
  if (transferTask) checkUnmoved(tasks, transferTask);
  const fed = transferTask ? movingTasks(session, transferTask) : session;
  let turns = 0;
  let firstError: Error | undefined;
  const fail = (error: Error, items = 1) => {
    if (error instanceof WorkerLostError) counts.lost += items;
    else counts.failed += items;
    firstError ??= error;
  };
  loop?.start();
  const mainCpuMs = settings.mainCpuMs?.();
  const start = session.clock.now();
  let end = start;
  try {
    if (stopAfterMs !== undefined) session.stopAfter(stopAfterMs);
    for await (const outcome of dispatch.run(tasks, chunksize, fed)) {
      const items = dispatch.perWorker ? (outcome.items ?? 0) : 1;
      settledTasks += items;
      if (isFailure(outcome)) fail(outcome.error, items);
      else {
        counts.ok += items;
        if (values) values[outcome.index] = outcome.value;
        if (stopAfterMs !== undefined) turns += turnsOf(outcome.value);
      }
      settled[outcome.index]!++;
    }
    end = session.clock.now();
  } finally {
    loop?.stop();
  }
  await pauses?.known();
  const running = (time: number) => pauses?.running(time) ?? time;
  const wallMs = running(end) - running(start);
  const mainSince = mainCpuMs === undefined ? undefined : settings.mainCpuMs!() - mainCpuMs;
  if (stopAfterMs !== undefined) session.clearStop();
  const wrong = settled.findIndex((times) => times !== 1);
  const what = dispatch.perWorker ? 'the consumer of worker' : 'task';
  if (wrong >= 0) fail(new Error(`${what} ${wrong} settled ${settled[wrong]} times instead of once`));
  if (settledTasks !== tasks.length && !firstError)
    fail(new Error(`${settledTasks} tasks were consumed instead of ${tasks.length}`), 0);
  return {
    from: start,
    to: end,
    start: running(start),
    wallMs,
    tasks: tasks.length,
    chunks: [],
    counts,
    turns,
    ...(mainSince !== undefined && { mainCpuMs: mainSince }),
    ...(values && { values }),
    ...(firstError && { firstError }),
  };
}

function turnsOf(value: unknown): number {
  const count = (value as { count?: unknown } | null)?.count;
  if (typeof count === 'number' && count > 0) return count;
  throw new TypeError('An open-ended task returns { count, value } with a count above zero.');
}

/**
 * Reads the CPU time of the calling thread, where it only feeds workers: it takes its turns on the CPUs that they
 * compute on, so what they wait meanwhile is the price of feeding them.
 */
export function mainCpuFor({ placement }: Engine): Pick<PassSettings, 'mainCpuMs'> {
  const read = placement === 'workers' ? openThreadCounters() : undefined;
  return read ? { mainCpuMs: () => read().cpuNs / 1e6 } : {};
}

/** Summed over the passes; nothing where it is not known. */
export function mainCpuOf(passes: readonly Pass[]): { mainCpuMs?: number } {
  if (passes.some(({ mainCpuMs }) => mainCpuMs === undefined)) return {};
  return { mainCpuMs: passes.reduce((sum, { mainCpuMs }) => sum + mainCpuMs!, 0) };
}
