import { messageOf, TaskError } from '../errors.js';
import type { Scenario, TaskContext } from '../scenario/index.js';
import type { Outcome } from '../work/index.js';

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
  let copy: unknown;
  try {
    copy = structuredClone(fake.task);
  } catch (thrown) {
    const text = `Task ${fake.index} cannot be sent to a worker (${fake.engine}): ${messageOf(thrown)}`;
    return {
      index: fake.index,
      error: new TaskError(text, fake.index, context.worker, fake.engine, { cause: thrown }),
    };
  }
  try {
    const value = scenario.run(copy, context);
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
  const text = `Task ${index} failed in worker ${worker} (${engine}): ${messageOf(cause)}`;
  return { index, error: new TaskError(text, index, worker, engine, { cause }) };
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
