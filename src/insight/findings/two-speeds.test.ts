import { describe, expect, it } from 'vitest';
import { analyse } from '../analysis/index.js';
import { inventRecord } from '../testing/invented-record.js';
import { twoSpeeds } from './two-speeds.js';

const tasks = 240;
const find = (slower: (round: number) => number) => {
  const cases = [1, 2, 4].map((workers) => ({
    engine: 'threads',
    workers,
    wallMs: (round: number) => (tasks / workers) * (workers === 4 ? slower(round) : 1),
  }));
  const record = inventRecord({
    host: { physicalCores: 4 },
    rounds: 12,
    scenarios: [{ name: 'cycles', tasks, taskMs: new Array<number>(tasks).fill(1) }],
    cases: [{ engine: 'serial', wallMs: tasks }, ...cases],
  });
  return twoSpeeds(record, analyse(record));
};

describe('rounds of two speeds', () => {
  it('are told with their counts and how far they are apart', () => {
    const [finding, ...others] = find((round) => (round % 3 === 2 ? 2 : 1));
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ check: 'two-speeds', severity: 'warning' });
    expect(finding!.message).toBe(
      'Samples fall into two groups at 4 workers: 4 of 12 take 2.00× as long as the others. The mean describes neither group.',
    );
  });

  it.each<[string, (round: number) => number]>([
    ['one round is slow', (round) => (round === 5 ? 2 : 1)],
    ['rounds drift', (round) => 1.02 ** round],
    ['rounds are equal', () => 1],
  ])('are not where %s', (_, slower) => {
    expect(find(slower)).toEqual([]);
  });
});
