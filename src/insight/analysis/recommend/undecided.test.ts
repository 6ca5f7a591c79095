import { describe, expect, it } from 'vitest';
import { inventRecord } from '../../testing/invented-record.js';
import type { InventedCase, InventedRun } from '../../testing/invented-run.js';
import { analyse } from '../index.js';

const only = (run: InventedRun) => analyse(inventRecord(run)).recommendations[0]!;
const serial = { engine: 'serial', wallMs: 144 };
const threads = (workers: number, wallMs: InventedCase['wallMs'], more: Partial<InventedCase> = {}) => ({
  engine: 'threads',
  workers,
  ...(wallMs === undefined ? {} : { wallMs }),
  ...more,
});
/** Alternating by ±spread. */
const unsteady = (wallMs: number, spread: number) => (round: number) =>
  wallMs * Math.exp(round % 2 === 0 ? spread : -spread);
const pool = 'cycles/threads/imapUnordered/w2/c1';
/** Until out of time; 10 s a round. */
const timed = (rounds: number): Pick<InventedRun, 'rounds' | 'plan' | 'stopped'> => ({
  rounds,
  plan: { rounds: null, command: 'corewise run cycles --max-time 60s' },
  stopped: { reason: 'time', elapsedMs: 10_000 * rounds },
});

describe('an interval that holds both no gain and one worth having', () => {
  const open = only({ ...timed(6), cases: [serial, threads(2, unsteady(100, 1))] });

  it('decides nothing, and says what it holds, how many more rounds would tell, and the command', () => {
    expect(open.headline).toBe(
      'cycles: cannot tell yet: 2 threads are 0.5 to 4.5 times as fast as serial. About 54 more rounds (9 min) would tell: npx corewise run cycles --max-time 10m',
    );
    expect(open.why).toBe(
      'The best pool so far, 2 threads with imapUnordered, chunksize 1: 1.44× (0.46–4.55); in 6 rounds a factor below 3.16 would have gone unseen.',
    );
  });

  it('leaves things as they are, but gives the figure of the pool', () => {
    expect(open).toMatchObject({ verdict: 'undecided', engine: 'serial', speedupOf: pool, confirmed: null });
    expect(open.speedup.low).toBeLessThan(1);
    expect(open.speedup.high).toBeGreaterThan(4);
  });

  it('counts rounds where they are fixed', () => {
    const { headline } = only({
      rounds: 6,
      plan: { command: 'corewise run cycles --rounds 6' },
      cases: [serial, threads(2, unsteady(100, 1))],
    });
    expect(headline).toContain('About 54 more rounds (60 s) would tell: npx corewise run cycles --rounds 60');
  });

  it('counts rounds where more time would not have been used', () => {
    const { headline } = only({
      ...timed(10),
      stopped: { reason: 'precise', elapsedMs: 10_000 },
      cases: [serial, threads(2, unsteady(140, 0.06))],
    });
    expect(headline).toMatch(/ would tell: npx corewise run cycles --max-time 60s --rounds \d+$/);
  });

  it('counts quiet rounds, at what they cost with the others between', () => {
    const { headline, why } = only({
      ...timed(12),
      cases: [serial, threads(2, unsteady(100, 1), { disturbedRounds: [1, 2, 3, 4, 5, 6] })],
    });
    expect(headline).toContain('About 54 more quiet rounds (18 min) would tell');
    expect(headline).toMatch(/--max-time 20m$/);
    expect(why).toContain('in 6 quiet rounds');
  });

  it('has no command where it was none', () => {
    const { plan, ...rest } = timed(6);
    const { headline } = only({
      ...rest,
      plan: { ...plan, command: 'measure(cycles)' },
      cases: [serial, threads(2, unsteady(100, 1))],
    });
    expect(headline).toMatch(/About 54 more rounds \(9 min\) would tell\.$/);
  });

  it('has neither time nor command while the run goes on', () => {
    const { headline } = only({ ...timed(6), stopped: null, cases: [serial, threads(2, unsteady(100, 1))] });
    expect(headline).toMatch(/About 54 more rounds would tell\.$/);
  });

  it('says that there are too few rounds where it could be anything', () => {
    const { headline, why } = only({ ...timed(2), cases: [serial, threads(2, unsteady(100, 1))] });
    expect(headline).toBe(
      'cycles: cannot tell yet: too few rounds (2) to say anything about 2 threads. Measure longer: npx corewise run cycles --max-time 2m',
    );
    expect(why).toContain('contradict one another');
    expect(headline + why).not.toMatch(/\d{3}/);
  });

  it('says so where no number of rounds would tell', () => {
    const { headline } = only({ ...timed(10), cases: [serial, threads(2, unsteady(144, 0.5))] });
    expect(headline).toBe(
      'cycles: cannot tell yet: 2 threads are 0.69 to 1.46 times as fast as serial, and the rounds differ too much to say how many more would tell. Measure longer: npx corewise run cycles --max-time 4m',
    );
  });
});

describe('the verdict', () => {
  it.each<[string, InventedCase[], string, string]>([
    [
      'a pool that is proved, though a wilder one has the higher value',
      [threads(2, 80), threads(3, unsteady(60, 2))],
      'pool',
      pool,
    ],
    [
      'undecided for a wilder pool where a steady one is slower',
      [threads(2, 150), threads(3, unsteady(170, 0.6))],
      'undecided',
      'cycles/threads/imapUnordered/w3/c1',
    ],
    [
      'serial, whatever one worker may be',
      [threads(1, unsteady(150, 0.2)), threads(2, 160)],
      'serial',
      'cycles/threads/imapUnordered/w1/c1',
    ],
    [
      'undecided where one worker is all there is',
      [threads(1, unsteady(150, 0.2))],
      'undecided',
      'cycles/threads/imapUnordered/w1/c1',
    ],
    ['a pool from the first proof on', [threads(2, unsteady(139, 0.04))], 'pool', pool],
  ])('is %s', (_, cases, verdict, speedupOf) => {
    expect(only({ cases: [serial, ...cases] })).toMatchObject({ verdict, speedupOf });
  });
});

describe('what was not measured', () => {
  const dropped = [3, 4, 5].map((workers) => threads(workers, undefined, { dropped: 'time was short' }));

  it('is not judged: the answer says what it is about, and what all would take', () => {
    const { headline, why } = only({ ...timed(10), cases: [serial, threads(2, 150), ...dropped] });
    expect(headline).toMatch(/^cycles: stay serial \(1 of 4 settings was measured\): the best pool/);
    // Five cases in ten rounds, of which two took 100 s.
    expect(why).toMatch(/ 1 of 4 settings was measured; all would take about 5 min: --max-time 5m\.$/);
  });

  it('counts in the command of an open answer', () => {
    const { headline } = only({ ...timed(10), cases: [serial, threads(2, unsteady(140, 0.2)), ...dropped] });
    expect(headline).toMatch(/--max-time 5m$/);
  });

  it('does not count where it cannot run here', () => {
    const skipped = threads(4, undefined, { skipped: 'no such engine' });
    expect(only({ ...timed(10), cases: [serial, threads(2, 80), skipped] }).why).not.toContain('settings');
  });
});

describe('a comparison', () => {
  it('says which difference it would not have seen, where it found none', () => {
    const { comparisons } = analyse(
      inventRecord({
        cases: [
          serial,
          threads(2, 72),
          threads(3, unsteady(72, 0.02)),
          threads(4, unsteady(73, 0.2)),
          threads(1, 144),
        ],
      }),
    );
    const told = comparisons.map(({ verdict, leastDifference }) => [verdict, leastDifference?.toFixed(3)]);
    expect(told).toEqual([
      ['faster', undefined],
      ['same', '0.015'],
      ['cannot tell yet', '0.163'],
      ['slower', undefined],
    ]);
  });
});
