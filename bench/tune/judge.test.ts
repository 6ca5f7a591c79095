import { expect, it } from 'vitest';
import { inventRecord } from '../../src/insight/testing/invented-record.js';
import { seededRandom } from '../../src/stats/index.js';
import { isFound, judge, regretAt, usedBy } from './judge.js';

/** Ten settings and serial in as many rounds; `noise` by setting and round, as a factor. */
const grid = (rounds: number, noise: (setting: number, round: number) => number = () => 1) =>
  inventRecord({
    rounds,
    plan: { rounds },
    cases: [
      { engine: 'serial', wallMs: 100 },
      ...Array.from({ length: 10 }, (_, i) => ({
        engine: 'threads',
        workers: 2,
        chunksize: i + 1,
        wallMs: (round: number) => (50 + 5 * i) * noise(i, round),
      })),
    ],
  });

it('what is found without noise is the best, for what the rounds of the field cost', () => {
  const [judged, ...others] = judge(grid(10), 5, seededRandom(1));
  expect(others).toEqual([]);
  const best = 'cycles/threads/imapUnordered/w2/c1';
  expect(judged).toMatchObject({ scenario: 'cycles', settings: 10, best, found: best, good: 1 });
  expect(judged!.regrets).toEqual([0, 0, 0, 0, 0]);
  // Eleven visits, then three settings and serial in five rounds; the grid has 110.
  expect(judged).toMatchObject({ visits: 31, gridVisits: 110 });
  expect(isFound(judged!)).toBe(true);
  expect(usedBy([judged!, { visits: 9, gridVisits: 10 }])).toBeCloseTo(40 / 120, 12);
});

it('what is found by a round that misleads is slower by what the whole grid says', () => {
  // The sixth setting is the best but for the first round; a play that begins with that one leaves it behind.
  const [judged] = judge(
    grid(10, (setting, round) => (setting === 5 && round > 1 ? 0.5 : 1)),
    20,
    seededRandom(1),
  );
  expect(judged!.best).toBe('cycles/threads/imapUnordered/w2/c6');
  const missed = judged!.regrets.filter((regret) => regret > 0);
  expect(missed.length).toBeGreaterThan(0);
  expect(missed.length).toBeLessThan(10);
  for (const regret of missed) expect(regret).toBeCloseTo(50 / (75 * 0.5 ** 0.9) - 1, 6);
  expect(judged!.good).toBe(1 - missed.length / 20);
  expect([regretAt(judged!, 0), regretAt(judged!, 1)]).toEqual([0, Math.max(...judged!.regrets)]);
});
