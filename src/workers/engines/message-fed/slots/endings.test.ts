import { describe, expect, it } from 'vitest';
import { OutOfMemoryError } from '../../../../errors.js';
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
      'by us, for what it held',
      { signal: 'SIGKILL', overMemory: { limitMiB: 512, tookMiB: 812 } },
      'took 812 MiB, more than the 512 MiB of --max-worker-memory.',
    ],
    [
      'by V8, at the limit of its heap',
      { code: 1, error: limit, overMemory: { limitMiB: 512 } },
      'took more than the 512 MiB of --max-worker-memory.',
    ],
    [
      'by us, with the threads beside it',
      { code: 1, overMemory: { limitMiB: 512, tookMiB: 2150, workers: 4 } },
      'was ended: the 4 threads of its process together took 2.10 GiB, more than 4 × 512 MiB of --max-worker-memory.',
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
    [1, ', in task 17.'],
    [4, ', in one of 4 tasks from task 17 on.'],
  ])('in the middle of %i of its tasks', (tasks, told) => {
    const exit = { code: 1, signal: null, overMemory: { limitMiB: 512 } };
    const begun = { worker: 2, id: 9, first: 17, tasks };
    expect(howItEnded(exit, begun)).toBe(`took more than the 512 MiB of --max-worker-memory${told}`);
  });

  it.each([
    [last, true],
    ['FATAL ERROR: CALL_AND_RETRY_LAST Allocation failed - JavaScript heap out of memory', true],
    ['memory is fine', false],
  ])('is read from its last words: %s', (line, isFull) => expect(saysOutOfMemory(line)).toBe(isFull));
});
