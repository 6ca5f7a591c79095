import { describe, expect, it } from 'vitest';
import { TaskError } from '../../../errors.js';
import { createFakeEngine, findEngine } from '../../../workers/engines/index.js';
import type { Observed } from './protocol.js';
import { namingTaskLosses, taskLoss } from './task-losses.js';

class Order {
  constructor(readonly cents: number) {}
}

describe('what tasks lose on their way', () => {
  it.each<[string, unknown, boolean, string | undefined]>([
    [
      'a class',
      { of: new Order(5) },
      true,
      'task.of is Order where tasks are made and { cents: 5 } in a worker',
    ],
    [
      'a Buffer, to threads',
      [Buffer.from('ab')],
      true,
      'task[0] is Buffer where tasks are made and Uint8Array [97, 98] in a worker',
    ],
    ['no Buffer, to processes', [Buffer.from('ab')], false, undefined],
    ['nothing', { n: 1, at: new Date(0) }, true, undefined],
    ['nothing that could be told', () => 0, true, undefined],
  ])('is %s', (_, task, losesBuffers, told) => {
    expect(taskLoss([1, task], losesBuffers)).toBe(told && `Tasks arrive changed: ${told}.`);
  });

  const tasks = () => [new Order(5)];
  const failing = async () => {
    throw new TaskError('Task 0 failed: task.total is not a function', 0, 1, 'fake', { cause: 'why' });
  };

  it('is told with the error of a task', async () => {
    const error = await namingTaskLosses(createFakeEngine(), tasks, failing).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({ task: 0, worker: 1, engine: 'fake', cause: 'why' });
    expect((error as Error).message).toMatch(
      /^Task 0 failed: .* function\. Tasks arrive changed: task is Order where/,
    );
  });

  it('is told with a wrong result, and not in serial, which sends none', async () => {
    const verification = { verified: false, difference: 'task 0: result: 1 here, 2 in serial' };
    const wrong = async () => ({ verification }) as Observed;
    const told = await namingTaskLosses(createFakeEngine(), tasks, wrong);
    expect(told.verification?.difference).toMatch(
      /^task 0: .* in serial\. Tasks arrive changed: task is Order/,
    );
    const serial = await namingTaskLosses(findEngine('serial'), tasks, wrong);
    expect(serial.verification).toBe(verification);
  });
});
