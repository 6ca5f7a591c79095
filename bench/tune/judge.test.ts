import { describe, expect, it } from 'vitest';
import { inventRecord } from '../../src/insight/testing/invented-record.js';
import type { RunRecord } from '../../src/record/index.js';
import { type Interval, seededRandom } from '../../src/stats/index.js';
import { heldOutRegrets } from './held-out.js';
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
  expect(judged).toMatchObject({ rounds: 10, heldOut: { value: 0, low: 0, high: 0 } });
  // Eleven visits, then three settings and serial in five rounds; the grid has 110.
  expect(judged).toMatchObject({ visits: 31, gridVisits: 110 });
  expect(isFound(judged!)).toBe(true);
  const other = { visits: 9, gridVisits: 5, rounds: 5 };
  expect(usedBy([judged!, other])).toBeCloseTo(40 / 115, 12);
  expect(usedBy([judged!, other], 10)).toBeCloseTo(40 / 120, 12);
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

describe('on rounds that are held out', () => {
  const heldOut = (record: RunRecord, plays: number) => [
    ...heldOutRegrets(record, plays, seededRandom(1)).values(),
  ];

  it('a simpler setting that is found is as much slower as it is', () => {
    const pool = { workers: 2, chunksize: 1 };
    const record = inventRecord({
      ...{ rounds: 10, plan: { rounds: 10 } },
      cases: [
        { engine: 'serial', wallMs: 100 },
        { ...pool, engine: 'threads', wallMs: (round) => 50.5 + round },
        { ...pool, engine: 'processes', wallMs: (round) => (50.5 + round) / 1.01 },
      ],
    });
    const [judged] = judge(record, 5, seededRandom(1));
    expect(judged).toMatchObject({ best: 'cycles/processes/imapUnordered/w2/c1' });
    expect(judged!.found).toBe('cycles/threads/imapUnordered/w2/c1');
    for (const regret of judged!.regrets) expect(regret).toBeCloseTo(0.01, 9);
    for (const bound of Object.values(judged!.heldOut!)) expect(bound).toBeCloseTo(0.01, 9);
  });

  it('the best of what is all alike is no better than what is found, as far as noise tells', () => {
    const random = seededRandom(7);
    const noise = Array.from({ length: 100 }, () => Math.exp(0.2 * (random.next() - 0.5)));
    const record = grid(10, (setting, round) => (50 / (50 + 5 * setting)) * noise[10 * setting + round - 1]!);
    const [{ low, high } = { low: 1, high: 1 }] = heldOut(record, 40) as Interval[];
    expect([low < 0, high > 0, high - low < 0.15]).toEqual([true, true, true]);
  });

  it('nothing is said of one round, or by one play', () => {
    expect([heldOut(grid(1), 5), heldOut(grid(3), 1)]).toEqual([[null], [null]]);
    expect(heldOut(grid(3), 5)).toEqual([{ value: 0, low: 0, high: 0 }]);
  });
});
