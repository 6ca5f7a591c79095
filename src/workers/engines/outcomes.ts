import { messageOf, TaskError, UnsentTaskError } from '../../errors.js';
import {
  type Chunk,
  type ChunkResult,
  type ChunkTelemetry,
  type Outcome,
  ReturnedChunk,
} from '../session/index.js';
import { rebuildError } from './protocol/described-error.js';
import { messageAdvice } from './protocol/message-limits.js';
import type { DescribedErrors } from './protocol/messages.js';

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

export function unsentError(index: number, { worker, engine }: Place, cause: unknown): UnsentTaskError {
  const why = messageOf(cause).replace(/\.?$/, '.');
  const text = `Task ${index} cannot be sent to a worker (${engine}): ${why}${messageAdvice(cause)}`;
  return new UnsentTaskError(text, index, worker, engine, { cause });
}

/** Values and errors as a worker sends them, of one chunk or of several. */
export interface Sent {
  values: readonly unknown[];
  errors: DescribedErrors;
}

/** What a worker says of a chunk; its values begin at `from`. */
export function resultOf(
  { values, errors }: Sent,
  from: number,
  { first, tasks }: Chunk,
  telemetry: ChunkTelemetry,
  place: Place,
): ChunkResult {
  const returned = new ReturnedChunk(first, tasks.length, values, from, telemetry);
  if (errors === null) return returned;
  const { outcomes } = returned;
  for (const [position, described] of errors) {
    const at = position - from;
    if (at >= 0 && at < tasks.length) outcomes[at] = failedTask(first + at, place, rebuildError(described));
  }
  return { outcomes, telemetry };
}

/** Every task of a chunk that no worker answered. */
export function failAll({ first, tasks }: Chunk, error: Error): Outcome[] {
  return tasks.map((_, position) => ({ index: first + position, error }));
}
