import { describe, expect, it } from 'vitest';
import { analyse } from '../analysis/index.js';
import { inventRecord } from '../testing/invented-record.js';
import type { InventedCase } from '../testing/invented-run.js';
import { programStartUp } from './program-start-up.js';

const TASKS = 12;
/** Serial in chunks of so many tasks, each of which takes `startMs` and `taskMs` a task. */
const serial = (chunksize: number, startMs: number, taskMs: number): InventedCase => ({
  id: `work/serial/c${chunksize}`,
  engine: 'serial',
  command: 'chunks',
  chunksize,
  wallMs: (TASKS / chunksize) * startMs + TASKS * taskMs,
});
const find = (cases: InventedCase[]) => {
  const record = inventRecord({ scenarios: [{ name: 'work', tasks: TASKS }], cases });
  return programStartUp(record, analyse(record));
};

describe('what starting a program takes', () => {
  it('is told from two chunksizes, with the chunksize from which it does not matter', () => {
    const [finding] = find([serial(1, 40, 10), serial(4, 40, 10)]);
    expect(finding?.message).toBe(
      'work: starting the program takes 40.0 ms (40.0 ms–40.0 ms) per chunk, and a task 10.0 ms (10.0 ms–10.0 ms): 80 % of the time at chunksize 1, 50 % at chunksize 4.',
    );
    expect(finding?.advice).toBe(
      'It falls below 5 % of the time at --chunksize 76, or with tasks of 760 ms or longer. A process that is started once for each worker (--persistent) pays it once: about 40.0 ms less for each chunk.',
    );
  });

  it('is nothing to gain where tasks are long', () => {
    const [finding] = find([serial(1, 20, 1000), serial(4, 20, 1000)]);
    expect(finding?.advice).toBe(
      'It is below 5 % of the time for tasks this long: nothing to gain. Tasks shorter than 380 ms would feel it.',
    );
  });

  it.each([
    ['one chunksize', [serial(1, 40, 10)]],
    ['no start to speak of', [serial(1, 0.5, 10), serial(4, 0.5, 10)]],
  ])('is not told from %s', (_, cases) => expect(find(cases)).toEqual([]));
});
