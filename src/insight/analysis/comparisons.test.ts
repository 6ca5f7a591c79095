import { describe, expect, it } from 'vitest';
import { inventRecord } from '../testing/invented-record.js';
import type { InventedCase, InventedRun } from '../testing/invented-run.js';
import { analyse, roundRatiosBetween } from './index.js';

const compare = (run: InventedRun) => analyse(inventRecord(run)).comparisons;
const serial = { engine: 'serial', wallMs: 120 };
const threads = (workers: number, wallMs: InventedCase['wallMs'], more: Partial<InventedCase> = {}) => ({
  engine: 'threads',
  workers,
  ...(wallMs === undefined ? {} : { wallMs }),
  ...more,
});
const unsteady = (wallMs: number, spread: number) => (round: number) =>
  wallMs * Math.exp(round % 2 === 0 ? spread : -spread);

describe('comparisons', () => {
  it('set every asked case against the recommended one, and that one against serial', () => {
    const made = compare({
      host: { physicalCores: 4 },
      cases: [serial, threads(1, 121), threads(2, 60), threads(2, 60.5, { dispatch: 'map' }), threads(4, 59)],
    });
    expect(made.map(({ case: one, against, verdict }) => [one, against, verdict])).toEqual([
      ['cycles/threads/imapUnordered/w2/c1', 'cycles/serial', 'faster'],
      ['cycles/threads/imapUnordered/w1/c1', 'cycles/threads/imapUnordered/w2/c1', 'slower'],
      ['cycles/threads/map/w2/c1', 'cycles/threads/imapUnordered/w2/c1', 'same'],
      ['cycles/threads/imapUnordered/w4/c1', 'cycles/threads/imapUnordered/w2/c1', 'same'],
    ]);
    expect(made[0]?.ratio?.value).toBeCloseTo(2, 12);
  });

  it('say about how many more rounds would tell', () => {
    const [, noisy] = compare({ cases: [serial, threads(2, 60), threads(3, unsteady(61, 0.1))] });
    expect(noisy).toMatchObject({ verdict: 'cannot tell yet' });
    expect(noisy?.moreRounds).toBeGreaterThan(0);
  });

  it('that fail say so, and why', () => {
    const [, failed] = compare({
      cases: [serial, threads(2, 60), threads(4, 30, { verified: false, difference: 'task 3 differs' })],
    });
    expect(failed).toMatchObject({ verdict: 'failed', ratio: null, reason: 'task 3 differs' });
  });

  it('leave out what was not measured, references, replicas and cold starts', () => {
    const made = compare({
      cases: [
        serial,
        threads(2, 60),
        threads(1, 120, { role: 'reference' }),
        threads(3, undefined, { dropped: 'time was short' }),
        threads(2, 60, { replica: 'b' }),
        threads(2, 90, { cold: true }),
      ],
    });
    expect(made.map(({ case: one }) => one)).toEqual(['cycles/threads/imapUnordered/w2/c1']);
  });

  it('are corrected for the number of all of them', () => {
    const borderline = unsteady(60 * 1.1, 0.11);
    const verdictOf = (more: InventedCase[]) =>
      compare({ cases: [serial, threads(2, 60), threads(3, borderline), ...more] })[1]?.verdict;
    expect(verdictOf([])).toBe('slower');
    const others = [4, 5, 6, 7].map((workers) => threads(workers, unsteady(60 * 1.1, 0.11)));
    expect(verdictOf(others)).toBe('cannot tell yet');
  });

  it('are made against serial where that is recommended', () => {
    expect(compare({ cases: [serial, threads(2, 240)] })).toMatchObject([
      { case: 'cycles/threads/imapUnordered/w2/c1', against: 'cycles/serial', verdict: 'slower' },
    ]);
  });
});

describe('a repeated block', () => {
  const record = inventRecord({ cases: [serial, threads(2, 60, { disturbedRounds: [3] })] });
  const repeatOf = (id: string, wallMs: number) => {
    const first = record.lines.find((line) => line.kind === 'observation' && line.case === id);
    return { ...first!, round: 3, order: 100, wallMs: [wallMs], passes: 1 } as (typeof record.lines)[number];
  };
  const pool = 'cycles/threads/imapUnordered/w2/c1';
  record.lines.push(repeatOf('cycles/serial', 130), repeatOf(pool, 52));

  it('takes the place of the disturbed one, and leaves the figure over all rounds to the first visits', () => {
    const { kept, firstVisits } = roundRatiosBetween(analyse(record).measurements, pool, 'cycles/serial');
    const third = (ratios: typeof kept) => ratios.find(({ round }) => round === 3)!;
    expect(Math.exp(third(kept).logRatio)).toBeCloseTo(130 / 52, 12);
    expect(third(kept).disturbed).toBe(false);
    expect(Math.exp(third(firstVisits).logRatio)).toBeCloseTo(2, 12);
    expect(third(firstVisits).disturbed).toBe(true);
    const result = analyse(record).cases.find((one) => one.case.id === pool)!;
    expect(result).toMatchObject({ rounds: 10, disturbedRounds: 0 });
    expect(result.speedup?.value).toBeGreaterThan(2);
    expect(result.speedupAllRounds?.value).toBeCloseTo(2, 12);
  });
});
