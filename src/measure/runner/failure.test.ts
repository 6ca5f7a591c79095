import { describe, expect, it } from 'vitest';
import {
  CorewiseError,
  OutOfMemoryError,
  StrayError,
  TaskError,
  UnavailableError,
  WorkerLostError,
  WriteError,
} from '../../errors.js';
import { failureOf, rebuildFailure } from './failure.js';

const thrown = Object.assign(new RangeError('off'), {
  stack: 'RangeError: off\n    at run (/app/a.mjs:3:5)',
});
const heapFull = Object.assign(new Error('memory limit'), {
  code: 'ERR_WORKER_OUT_OF_MEMORY',
  stack: 'Error',
});

describe('a failure', () => {
  it.each([
    [
      'of a task',
      new TaskError('Task 1 failed', 1, 0, 'threads', { cause: thrown }),
      'task',
      ['run (/app/a.mjs:3:5)'],
    ],
    ['that escaped a task', new StrayError('stray', { cause: thrown }), 'stray', ['run (/app/a.mjs:3:5)']],
    [
      'of a worker that an error ended',
      new WorkerLostError('gone', 0, 1, null, { cause: thrown }),
      'stray',
      ['run (/app/a.mjs:3:5)'],
    ],
    ['of a worker that left', new WorkerLostError('gone', 0, 1), 'lost', undefined],
    [
      'of a worker that we could not read',
      new WorkerLostError('gone', 0, 1, null, { cause: new CorewiseError('x') }),
      'lost',
      undefined,
    ],
    [
      'of a thread whose heap is full',
      new WorkerLostError('gone', 0, 1, null, { cause: heapFull }),
      'memory',
      undefined,
    ],
    [
      'of a process whose heap is full',
      new WorkerLostError('gone', 0, null, 'SIGABRT', { cause: new OutOfMemoryError('full') }),
      'memory',
      undefined,
    ],
    ['of the host whose heap is full', new OutOfMemoryError('full'), 'memory', undefined],
  ])('%s says how and where', (_, error, how, stack) => {
    expect(failureOf(error)).toEqual({ message: error.message, how, ...(stack && { stack }) });
  });

  it('keeps what it is on the other side of a channel', () => {
    const failure = failureOf(new TaskError('Task 1 failed', 1, 0, 'threads', { cause: thrown }));
    expect(failureOf(rebuildFailure('TaskError', failure))).toEqual(failure);
    expect(rebuildFailure('UnavailableError', { message: 'not here' })).toBeInstanceOf(UnavailableError);
    expect(rebuildFailure('WriteError', { message: 'full' })).toBeInstanceOf(WriteError);
  });
});
