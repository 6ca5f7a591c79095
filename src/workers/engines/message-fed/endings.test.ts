import { describe, expect, it } from 'vitest';
import { OutOfMemoryError } from '../../../errors.js';
import { heapIsFull, howItEnded, saysOutOfMemory } from './endings.js';
import type { WorkerExit } from './link.js';

const last = 'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory';
const memory = new OutOfMemoryError(heapIsFull(last));
const limit = Object.assign(
  new Error('Worker terminated due to reaching memory limit: JS heap out of memory'),
  {
    code: 'ERR_WORKER_OUT_OF_MEMORY',
  },
);

describe('how a worker ended', () => {
  it.each<[string, Partial<WorkerExit>, string | RegExp]>([
    ['by itself', { code: 3 }, 'ended while it held tasks: exit code 3.'],
    ['by a signal', { signal: 'SIGSEGV' }, 'ended while it held tasks: signal SIGSEGV.'],
    [
      'by the system',
      { signal: 'SIGKILL' },
      'ended while it held tasks: signal SIGKILL. The system kills processes this way when memory runs out.',
    ],
    [
      'by a stray error',
      { code: 1, error: new RangeError('off'), stray: { after: 3 } },
      'was ended by an error that no task caught, after task 3 had begun: RangeError: off.',
    ],
    [
      'by one of a function',
      { code: 1, error: new RangeError('off.'), stray: {} },
      'was ended by an error that no task caught: RangeError: off.',
    ],
    [
      'by a full heap, in a process',
      { signal: 'SIGABRT', error: memory },
      /^ran out of memory \(signal SIGABRT\): Reached heap limit .*JavaScript heap out of memory\. Let each task keep less/,
    ],
    [
      'by a full heap, in a thread',
      { code: 1, error: limit },
      /^ran out of memory: Worker terminated .*NODE_OPTIONS/,
    ],
    [
      'because it was asked to',
      { error: new Error('terminated') },
      'ended while it held tasks: Error: terminated.',
    ],
  ])('%s', (_, exit, told) => {
    const text = howItEnded({ code: null, signal: null, ...exit });
    if (typeof told === 'string') expect(text).toBe(told);
    else expect(text).toMatch(told);
  });

  it.each([
    [last, true],
    ['FATAL ERROR: CALL_AND_RETRY_LAST Allocation failed - JavaScript heap out of memory', true],
    ['memory is fine', false],
  ])('is read from its last words: %s', (line, isFull) => expect(saysOutOfMemory(line)).toBe(isFull));
});
