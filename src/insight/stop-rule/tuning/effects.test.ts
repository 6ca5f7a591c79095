import { describe, expect, it } from 'vitest';
import { effectsOf } from './effects.js';

const ROUND_FACTORS = [1, 0.8, 1.25];

type Row = (number | null)[];

/** Throughputs by setting and round; null: not measured. `disturbed`: places in the table, such as `a 1`. */
function samplesOf(rows: Record<string, Row>, disturbed: readonly string[] = []) {
  const samples = Object.entries(rows).map(([id, row]) => {
    const cells = row.flatMap((throughput, i) => {
      const round = i + 1;
      if (throughput === null) return [];
      return [
        [round, { round, throughput, wallMs: 1, disturbed: disturbed.includes(`${id} ${round}`) }] as const,
      ];
    });
    return [id, new Map(cells)] as const;
  });
  return new Map(samples);
}

const inRounds = (throughput: number, rounds = 3): Row =>
  ROUND_FACTORS.map((factor, i) => (i < rounds ? throughput * factor : null));

describe('settings and rounds as an additive model', () => {
  const rows = { a: inRounds(10), b: inRounds(30), c: inRounds(20, 1), d: inRounds(40, 2) };

  it('ranks settings by what they do, whichever rounds they had', () => {
    const { standings } = effectsOf(samplesOf(rows), ['a', 'b', 'c', 'd']);
    expect(standings.map(({ id, rounds }) => [id, rounds])).toEqual([
      ['d', 2],
      ['b', 3],
      ['c', 1],
      ['a', 3],
    ]);
    const [d, b] = standings;
    expect(Math.exp(d!.value - b!.value)).toBeCloseTo(4 / 3, 6);
  });

  it('leaves out what was not measured', () => {
    const { standings } = effectsOf(samplesOf(rows), ['a', 'nothing']);
    expect(standings.map(({ id }) => id)).toEqual(['a']);
  });

  it('knows of no noise but the assumed one until two rounds tell, and less the longer there is none', () => {
    expect(effectsOf(samplesOf(rows), ['c']).noise).toBeCloseTo(0.06, 12);
    // Eight residuals of three settings in three rounds leave 8 − 3 − 2 degrees of freedom.
    expect(effectsOf(samplesOf(rows), ['a', 'b', 'd']).noise).toBeCloseTo(
      Math.sqrt((3 * 0.03 ** 2) / (3 + 3)),
      6,
    );
  });

  it('takes the noise from what rounds and settings do not explain', () => {
    const off = Math.exp(0.1);
    const two = samplesOf({ a: [10 * off, 10 / off], b: [10 / off, 10 * off] });
    // Each residual is 0.1; 4 − 2 − 1 degrees of freedom.
    expect(effectsOf(two, ['a', 'b']).noise).toBeCloseTo(Math.sqrt((3 * 0.03 ** 2 + 4 * 0.01) / (3 + 1)), 6);
  });

  it('assumes more of what other load disturbed, by the share of settings of which nothing else is known', () => {
    const rows = { a: [10], b: [20], c: [30], d: [40] };
    const noise = (disturbed: string[]) => effectsOf(samplesOf(rows, disturbed), Object.keys(rows)).noise;
    expect(noise(['a 1', 'b 1', 'c 1', 'd 1'])).toBeCloseTo(0.15, 12);
    expect(noise(['a 1'])).toBeCloseTo(Math.sqrt((0.15 ** 2 + 3 * 0.06 ** 2) / 4), 12);
  });

  it('lets disturbed rounds count only of a setting that has no other', () => {
    const disturbed = samplesOf({ a: [5, 10, 10], b: [8, null, null] }, ['a 1', 'b 1']);
    const { standings } = effectsOf(disturbed, ['a', 'b']);
    expect(standings).toMatchObject([
      { id: 'a', rounds: 2, isDisturbed: false },
      { id: 'b', rounds: 1, isDisturbed: true },
    ]);
    expect(Math.exp(standings[0]!.value)).toBeCloseTo(10, 6);
  });
});
