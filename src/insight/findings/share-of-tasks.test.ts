import { expect, it } from 'vitest';
import { analyse } from '../analysis/index.js';
import { inventRecord } from '../testing/invented-record.js';
import { shareOfTasks } from './share-of-tasks.js';

const find = (allTasks: number | undefined, taskMs: number[], wallMs: number) => {
  const record = inventRecord({
    scenarios: [{ name: 'job', tasks: taskMs.length, taskMs, ...(allTasks !== undefined && { allTasks }) }],
    cases: [
      { engine: 'serial', wallMs: taskMs.reduce((sum, ms) => sum + ms, 0) },
      { engine: 'threads', workers: 2, wallMs },
    ],
  });
  return shareOfTasks(record, analyse(record));
};

it('passes of all tasks need no word', () => expect(find(undefined, [10, 10, 10, 10], 20)).toEqual([]));

it('a share is told, with what all tasks would give where the end of a pass is a large part of it', () => {
  // Five equal tasks on two workers take three: 1.67×. Of fifty each takes twenty-five.
  const [finding] = find(50, [10, 10, 10, 10, 10], 30);
  expect(finding).toMatchObject({ check: 'share-of-tasks', severity: 'info' });
  expect(finding!.message).toBe(
    'job: each pass ran 5 of its 50 tasks, spread evenly over all of them, so that the rounds fit into the time. So short a pass spends a larger share waiting for its last task: on all tasks 2 threads with imapUnordered, chunksize 1 would be about 2.00× as fast as serial, not 1.67× (1.67–1.67).',
  );
});

it('says nothing of the end where it is the same', () => {
  expect(find(48, [10, 10, 10, 10], 20)[0]!.message).toBe(
    'job: each pass ran 4 of its 48 tasks, spread evenly over all of them, so that the rounds fit into the time.',
  );
});
