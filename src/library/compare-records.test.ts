import { join } from 'node:path';
import { expect, it } from 'vitest';
import { compareRecords, UsageError } from '../index.js';
import { inventRecord } from '../insight/testing/invented-record.js';
import { saveRecord } from '../testing/sample-record.js';
import { temporaryFolder } from '../testing/temporary-folder.js';

const folder = temporaryFolder();

/** A run of two threads, started so many minutes after the first. */
function saved(name: string, wallMs: number, minute: number): string {
  const record = inventRecord({
    plan: { label: name, startedAt: new Date(Date.UTC(2026, 0, 2, 3, minute)).toISOString() },
    cases: [
      { engine: 'serial', wallMs: 2 * wallMs },
      { engine: 'threads', workers: 2, wallMs },
    ],
  });
  return saveRecord(join(folder, name), record);
}

const before = [1, 2, 3].map((turn) => saved(`before-${turn}`, 100, 4 * turn));
const after = [1, 2, 3].map((turn) => saved(`after-${turn}`, 125, 4 * turn + 2));

it('ranks machines', async () => {
  const { kind, works } = await compareRecords([after[0]!, before[0]!]);
  expect(kind).toBe('machines');
  expect(works[0]!.entries.map(({ group, rank }) => [group, rank])).toEqual([
    ['before-1', 1],
    ['after-1', 2],
  ]);
});

it('says whether a change is a regression', async () => {
  const { works, regression } = await compareRecords(after, { against: before, failOnRegression: 0.05 });
  expect(works[0]!.comparisons[0]!.ratio.value).toBeCloseTo(100 / 125, 12);
  expect(regression).toEqual({ margin: 0.05, isFound: true });
  const within = await compareRecords(after, { against: before, failOnRegression: 0.25 });
  expect(within.regression).toEqual({ margin: 0.25, isFound: false });
});

it.each([
  [[], {}, 'at least one'],
  [before, { against: [] }, 'at least one'],
  [before, { failOnRegression: 0.05 }, '--against'],
  [after, { against: before, failOnRegression: 5 }, 'such as 0.05; 5 is not'],
  [after, { catalog: join(folder, 'none.csv') }, 'none.csv'],
  [[join(folder, 'nowhere')], {}, 'nowhere'],
  [
    after,
    { agianst: before } as never,
    'Unknown option "agianst" of compareRecords. Did you mean "against"?',
  ],
  [after, { against: 'runs/b' as never }, '`against` is "runs/b"; it must be a list of strings, such as'],
  ['runs/a' as never, {}, 'are "runs/a"; they must be a list of paths, such as [\'runs/a\'].'],
])('%j with %j is refused', async (paths, options, message) => {
  const comparing = compareRecords(paths, options);
  await expect(comparing).rejects.toThrow(UsageError);
  await expect(comparing).rejects.toThrow(message);
});
