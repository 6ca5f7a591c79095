import { messageOf } from '../../../errors.js';
import type { Params, TaskContext } from '../../../scenario/index.js';
import type { Simulation } from '../../../simulation/index.js';
import { runsHere } from '../../current/index.js';
import type { DescribedError } from '../protocol/described-error.js';
import { unsentResult } from '../protocol/message-limits.js';
import type { StopReader } from '../protocol/stop-flag.js';
import type { Program, TaskFunction } from '../worker/program.js';

/** What the workers of one session have in common. Times are virtual milliseconds. */
export interface FakeSetting {
  program: Program;
  /** Tasks go on until they are stopped. */
  isOpenEnded: boolean;
  params: Params;
  simulation: Simulation;
  /** @throws UsageError where that is no time. */
  cost(task: unknown, worker: number): number;
  wait(task: unknown, worker: number): number;
  startupMs: number;
  messageMs: number;
  finishMs: number;
  losesAt(task: unknown): number | undefined;
  stop: StopReader;
  pins?: readonly number[] | undefined;
}

/** What came of a task, or of a consumer. */
export type TaskResult = { value: unknown } | { thrown: unknown };

/**
 * Runs a task on a copy of its own for its result, which comes back as a copy, as from any other worker. A promise only
 * where the task returns one; it never rejects.
 */
export function performTask(
  index: number,
  task: unknown,
  run: TaskFunction,
  context: TaskContext,
): TaskResult | Promise<TaskResult> {
  runsHere(() => index);
  try {
    const value = run(structuredClone(task), context);
    if (!isThenable(value)) return sentBack('the result', value);
    return Promise.resolve(value).then(
      (result) => sentBack('the result', result),
      (thrown) => ({ thrown }),
    );
  } catch (thrown) {
    return { thrown };
  }
}

export function sentBack(what: string, value: unknown): TaskResult {
  try {
    return { value: structuredClone(value) };
  } catch (thrown) {
    return { thrown: unsentResult(what, messageOf(thrown)) };
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === 'function';
}

/** The very thing that was thrown: it stays on its thread. */
export const carriedAsIs = (thrown: unknown): DescribedError => ({ isError: false, value: thrown });
