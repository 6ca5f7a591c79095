import { messageOf } from '../../../errors.js';
import type { Scenario, TaskContext } from '../../../scenario/index.js';
import { runsHere } from '../../current/index.js';
import type { Outcome } from '../../session/index.js';
import { failedTask, unsentTask } from '../outcomes.js';
import { taskFunction } from '../worker/program.js';

/** A task and where it runs. */
export interface FakeTask {
  engine: string;
  index: number;
  task: unknown;
}

/**
 * Runs a task for its result, which comes back as a copy, as from any other worker. A promise only where the
 * scenario returns one; it never rejects.
 */
export function performTask(
  fake: FakeTask,
  scenario: Scenario,
  context: TaskContext,
): Outcome | Promise<Outcome> {
  runsHere(() => fake.index);
  let copy: unknown;
  try {
    copy = structuredClone(fake.task);
  } catch (thrown) {
    return unsentTask(fake.index, { worker: context.worker, engine: fake.engine }, thrown);
  }
  try {
    const value = taskFunction(scenario)(copy, context);
    if (!isThenable(value)) return received(fake, context.worker, value);
    return Promise.resolve(value).then(
      (result) => received(fake, context.worker, result),
      (thrown) => taskFailed(fake, context.worker, thrown),
    );
  } catch (thrown) {
    return taskFailed(fake, context.worker, thrown);
  }
}

export function taskFailed({ engine, index }: FakeTask, worker: number, cause: unknown): Outcome {
  return failedTask(index, { worker, engine }, cause);
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === 'function';
}

function received(fake: FakeTask, worker: number, value: unknown): Outcome {
  try {
    return { index: fake.index, value: structuredClone(value) };
  } catch (thrown) {
    return taskFailed(fake, worker, new TypeError(`the result cannot be sent back: ${messageOf(thrown)}`));
  }
}
