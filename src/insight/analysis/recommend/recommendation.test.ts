import { describe, expect, it } from 'vitest';
import { inventRecord } from '../../testing/invented-record.js';
import type { InventedCase } from '../../testing/invented-run.js';
import { analyse } from '../index.js';

/** Alternating around the middle, so that the interval has a width. */
const around = (wallMs: number, spread: number, rounds = 5) =>
  Array.from({ length: rounds }, (_, i) => wallMs * Math.exp([0, spread, -spread][i % 3]!));

const recommended = (pool: Partial<InventedCase>, serial: Partial<InventedCase> = {}) =>
  analyse(
    inventRecord({
      cases: [
        { engine: 'serial', wallMs: 120, confirmationMs: around(120, 0), ...serial },
        { engine: 'threads', workers: 2, wallMs: 60, ...pool },
      ],
    }),
  ).recommendations[0]!;

describe('a recommendation', () => {
  it('is confirmed by fresh rounds that agree, which change none of its figures', () => {
    const { confirmed, speedup, headline, why } = recommended({ confirmationMs: around(61, 0.01) });
    expect(confirmed).toMatchObject({ rounds: 5, verdict: 'confirmed' });
    expect(confirmed?.speedup.value).toBeCloseTo(120 / 61, 2);
    expect(speedup.value).toBeCloseTo(2, 12);
    expect(headline).not.toContain('confirmed');
    expect(why).toContain('; confirmed by 5 fresh rounds: 1.96×');
  });

  it('is not confirmed by fresh rounds that contradict it, and its headline says so', () => {
    const { confirmed, headline } = recommended({ confirmationMs: around(80, 0.01) });
    expect(confirmed?.verdict).toBe('not confirmed');
    expect(headline).toContain('; not confirmed: fresh rounds gave 1.50× (1.4');
  });

  it('is not contradicted by less than the margin of equivalence, however narrow the intervals', () => {
    expect(recommended({ confirmationMs: around(61.5, 0) }).confirmed?.verdict).toBe('confirmed');
  });

  it.each<[string, Partial<InventedCase>]>([
    ['that spread too far', { confirmationMs: around(60, 1) }],
    ['that were disturbed', { confirmationMs: around(80, 0), disturbedRounds: [1, 2, 3, 4, 5] }],
  ])('is neither confirmed nor contradicted by fresh rounds %s', (_, pool) => {
    const { confirmed, why } = recommended(pool);
    expect(confirmed?.verdict).toBe('cannot tell yet');
    expect(why).toContain('not contradicted, but not proved either, by 5 fresh rounds');
  });

  it.each([
    ['none', undefined],
    ['too few', around(60, 0, 2)],
  ])('has no confirmation with %s', (_, confirmationMs) => {
    expect(recommended(confirmationMs ? { confirmationMs } : {}).confirmed).toBeNull();
  });

  it('is not made for a case that failed in its confirmation', () => {
    const record = inventRecord({
      cases: [
        { engine: 'serial', wallMs: 120 },
        { engine: 'threads', workers: 2, wallMs: 60 },
        { engine: 'threads', workers: 3, wallMs: 40 },
      ],
      lines: [{ kind: 'failed', case: 'cycles/threads/imapUnordered/w3/c1', reason: 'it threw' }],
    });
    expect(analyse(record).recommendations[0]?.workers).toBe(2);
  });
});
