import {
  CommandError,
  CorewiseError,
  messageOf,
  OverdueError,
  StrayError,
  TaskError,
  UnavailableError,
  UsageError,
  WorkerLostError,
  WriteError,
} from '../../errors.js';
import { withLimitMet } from '../../files/index.js';
import { ranOutOfMemory } from '../../workers/engines/index.js';
import type { Failure } from './bench-host/protocol.js';
import { userFrames } from './user-frames.js';

/** A visit that failed in another process: what it was, and where. */
export class VisitError extends CorewiseError {
  constructor(readonly failure: Failure) {
    super(failure.message);
  }
}

/** What is recorded of anything that ended a visit. */
export function failureOf(thrown: unknown): Failure {
  if (thrown instanceof VisitError) return thrown.failure;
  const how = howOf(thrown);
  const origin = originOf(thrown);
  // Ours say where we noticed, and not what went wrong.
  const stack = origin instanceof CorewiseError ? [] : userFrames(origin);
  return {
    message: withLimitMet(messageOf(thrown)),
    ...(how && { how }),
    ...(stack.length > 0 && { stack }),
    ...(origin instanceof CommandError && { process: origin.process }),
  };
}

/** Errors that are told by their class. */
const kinds = [UnavailableError, OverdueError, UsageError, WriteError];

/** The error again, on this side of the channel. */
export function rebuildFailure(name: string, failure: Failure): Error {
  const Kind = kinds.find((kind) => kind.name === name);
  return Kind ? new Kind(failure.message) : new VisitError(failure);
}

function howOf(thrown: unknown): Failure['how'] {
  const origin = originOf(thrown);
  if (ranOutOfMemory(thrown) || ranOutOfMemory(origin)) return 'memory';
  if (thrown instanceof StrayError) return 'stray';
  // What nobody of ours made is an error that escaped a task.
  if (thrown instanceof WorkerLostError)
    return origin === thrown || origin instanceof CorewiseError ? 'lost' : 'stray';
  return thrown instanceof TaskError ? 'task' : undefined;
}

/** What the user's code threw, out of what we put around it. */
function originOf(thrown: unknown): unknown {
  let origin = thrown;
  while (origin instanceof CorewiseError && origin.cause !== undefined) origin = origin.cause;
  return origin;
}
