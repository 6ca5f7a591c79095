import type { Dispatch } from '../dispatch/index.js';
import { WorkerLostError } from '../errors.js';
import { isFailure, type Session } from '../work/index.js';
import type { LoopWatch } from './loop-delay.js';
import type { TappedChunk } from './session-tap.js';

/** One pass as measured: from the first send with every worker ready to the last result received. */
export interface Pass {
  start: number;
  wallMs: number;
  tasks: number;
  chunks: TappedChunk[];
  counts: { submitted: number; ok: number; failed: number; lost: number };
  /** CPU time of the thread that sent and received; only where it was asked for. */
  mainCpuMs?: number;
  /** Turns of open-ended tasks. */
  turns: number;
  /** Results by index; only where they were asked for. */
  values?: unknown[];
  firstError?: Error;
}

export interface PassSettings {
  dispatch: Dispatch;
  chunksize: number;
  /** Raise the stop flag after so many ms; undefined for tasks that end by themselves. */
  stopAfterMs?: number;
  keepValues?: boolean;
  /** Watches this thread's event loop from the first send to the last result. */
  loop?: LoopWatch;
  /** CPU time of this thread so far; absent where it is a worker itself, or the clock virtual. */
  mainCpuMs?: () => number;
}

/** Runs all tasks once. A task that fails, is lost or settles twice is counted, never timed silently. */
export async function runPass(
  session: Session,
  tasks: readonly unknown[],
  settings: PassSettings,
): Promise<Pass> {
  const { dispatch, chunksize, stopAfterMs, loop } = settings;
  const counts = { submitted: tasks.length, ok: 0, failed: 0, lost: 0 };
  const settled = new Uint8Array(tasks.length);
  const values: unknown[] | undefined = settings.keepValues ? new Array(tasks.length) : undefined;
  let turns = 0;
  let firstError: Error | undefined;
  const fail = (error: Error) => {
    if (error instanceof WorkerLostError) counts.lost++;
    else counts.failed++;
    firstError ??= error;
  };
  loop?.start();
  const mainCpuMs = settings.mainCpuMs?.();
  const start = session.clock.now();
  let end = start;
  try {
    if (stopAfterMs !== undefined) session.stopAfter(stopAfterMs);
    for await (const outcome of dispatch.run(tasks, chunksize, session)) {
      if (isFailure(outcome)) fail(outcome.error);
      else {
        counts.ok++;
        if (values) values[outcome.index] = outcome.value;
        if (stopAfterMs !== undefined) turns += turnsOf(outcome.value);
      }
      settled[outcome.index]!++;
    }
    end = session.clock.now();
  } finally {
    loop?.stop();
  }
  const wallMs = end - start;
  const mainSince = mainCpuMs === undefined ? undefined : settings.mainCpuMs!() - mainCpuMs;
  if (stopAfterMs !== undefined) session.clearStop();
  const wrong = settled.findIndex((times) => times !== 1);
  if (wrong >= 0) fail(new Error(`task ${wrong} settled ${settled[wrong]} times instead of once`));
  return {
    start,
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
