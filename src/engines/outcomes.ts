import { messageOf, TaskError } from '../errors.js';
import type { Chunk, Outcome } from '../work/index.js';
import { rebuildError } from './worker/described-error.js';
import type { RanMessage } from './worker/protocol.js';

export interface Place {
  worker: number;
  engine: string;
}

export function failedTask(index: number, { worker, engine }: Place, cause: unknown): Outcome {
  const text = `Task ${index} failed in worker ${worker} (${engine}): ${messageOf(cause)}`;
  return { index, error: new TaskError(text, index, worker, engine, { cause }) };
}

export function unsentTask(index: number, place: Place, cause: unknown): Outcome {
  return { index, error: unsentError(index, place, cause) };
}

export function unsentError(index: number, { worker, engine }: Place, cause: unknown): TaskError {
  const text = `Task ${index} cannot be sent to a worker (${engine}): ${messageOf(cause)}`;
  return new TaskError(text, index, worker, engine, { cause });
}

/** What a worker says of a chunk, task by task. */
export function outcomesOf([, values, errors]: RanMessage, { first }: Chunk, place: Place): Outcome[] {
  const outcomes: Outcome[] = values.map((value, position) => ({ index: first + position, value }));
  for (const [position, described] of errors ?? []) {
    outcomes[position] = failedTask(first + position, place, rebuildError(described));
  }
  return outcomes;
}

/** Every task of a chunk that no worker answered. */
export function failAll({ first, tasks }: Chunk, error: Error): Outcome[] {
  return tasks.map((_, position) => ({ index: first + position, error }));
}
