import { describe, expect, it } from 'vitest';
import { CorewiseError, TaskError, WorkerLostError } from '../../errors.js';
import { arrived, taskOf } from './outcome-values.js';

const origin = {
  index: 3,
  name: 'square',
  engine: 'threads',
  workerName: (worker: number) => `lab-${worker + 1}`,
};
const LINE = '    at item 3 of square in lab-2 (threads)';
const failed = (cause: unknown) => new TaskError('Task 99 failed', 99, 1, 'threads', { cause });

describe('the error of a task', () => {
  it('is what it threw, and says which item it was, once', () => {
    const thrown = new RangeError('too far');
    const error = arrived(failed(thrown), origin);
    expect(error).toBe(thrown);
    expect(error.stack?.split('\n').at(-1)).toBe(LINE);
    expect(taskOf(error)).toEqual({ index: 3, name: 'square', worker: 1 });
    const { stack } = error;
    expect(arrived(failed(thrown), origin).stack).toBe(stack);
  });

  it.each([[undefined], [null], [0], [''], [Number.NaN], [412], [Symbol('s')]])(
    'that is no Error (%o) is the cause of one that names item and worker',
    (thrown) => {
      const error = arrived(failed(thrown), origin);
      expect(error).toMatchObject({ constructor: TaskError, task: 3, worker: 1 });
      expect(error.message).toMatch(/^Item 3 of square failed in lab-2 \(threads\): /);
      expect('cause' in error && error.cause).toBe(thrown);
      expect(taskOf(error)).toMatchObject({ index: 3 });
    },
  );

  it('that is frozen stays as it is', () => {
    const thrown = Object.freeze(new Error('frozen'));
    expect(arrived(failed(thrown), origin)).toBe(thrown);
    expect(taskOf(thrown)).toMatchObject({ index: 3 });
  });

  it('whose worker was lost is its own, though one error stands for a whole chunk', () => {
    const cause = new Error('why');
    const lost = new WorkerLostError('it ended', 1, 7, 'SIGKILL', { cause });
    const [first, second] = [arrived(lost, origin), arrived(lost, { ...origin, index: 4 })];
    expect(first).not.toBe(second);
    expect(first).toMatchObject({ exitCode: 7, signal: 'SIGKILL', worker: 1, cause });
    expect([taskOf(first)?.index, taskOf(second)?.index]).toEqual([3, 4]);
    expect(taskOf(lost)).toBeUndefined();
  });

  it('that no task threw is left alone', () => {
    const error = new CorewiseError('of the pool');
    expect(arrived(error, origin)).toBe(error);
    expect([taskOf(error), taskOf(undefined), taskOf('text')]).toEqual([undefined, undefined, undefined]);
  });
});
