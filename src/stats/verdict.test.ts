import { describe, expect, it } from 'vitest';
import { verdict, verdicts } from './verdict.js';

/** Log ratios around log(ratio), alternating by ±spread so that no autocorrelation widens the interval. */
const around = (ratio: number, spread: number, rounds = 10) =>
  Array.from({ length: rounds }, (_, i) => Math.log(ratio) + (i % 2 === 0 ? spread : -spread));

describe('a verdict', () => {
  it.each([
    ['same', around(1.001, 0.005)],
    ['same', around(1.02, 0.005)],
    ['faster', around(1.1, 0.01)],
    ['slower', around(0.9, 0.01)],
    ['cannot tell yet', around(1.01, 0.1)],
    ['cannot tell yet', around(1.05, 0.001, 9)],
    ['faster', around(1.5, 0.01, 4)],
    ['slower', around(0.5, 0.01, 4)],
    ['cannot tell yet', around(1.5, 0.3, 4)],
    ['cannot tell yet', around(1.5, 0.01, 2)],
  ])('is %s for %j', (expected, logRatios) => expect(verdict(logRatios).verdict).toBe(expected));

  it('is same before it is faster: 1.02 with a narrow interval is both', () => {
    const result = verdict(around(1.02, 0.001));
    expect(result).toMatchObject({ verdict: 'same' });
    expect(result.verdict === 'same' && result.ratio.low).toBeGreaterThan(1);
  });

  it('says about how many more rounds would tell', () => {
    const few = verdict(around(1.05, 0.001, 4));
    expect(few).toMatchObject({ verdict: 'cannot tell yet', moreRounds: 6 });
    const noisy = verdict(around(1, 0.1, 20));
    expect(noisy.verdict === 'cannot tell yet' && noisy.moreRounds).toBeGreaterThan(10);
  });

  it.each([
    [[], 'A comparison needs at least 2 rounds with both settings; there are 0.'],
    [[0.1], 'A comparison needs at least 2 rounds with both settings; there are 1.'],
    [[0.1, Number.NaN], 'A ratio is not a finite number.'],
  ])('that cannot be computed says that it failed, never that something differs: %j', (logRatios, reason) => {
    expect(verdict(logRatios)).toEqual({ verdict: 'failed', reason });
  });
});

describe('verdicts of a family', () => {
  // t = 2.6 of 9 degrees of freedom: p = 0.029, a difference alone, none among three such.
  const borderline = around(1.1, 0.11);

  it('are corrected for the number of comparisons', () => {
    expect(verdict(borderline).verdict).toBe('faster');
    const three = verdicts([borderline, borderline, borderline]).map((each) => each.verdict);
    expect(three).toEqual(['cannot tell yet', 'cannot tell yet', 'cannot tell yet']);
  });

  it('step down: once the clear ones are rejected, the last is tested at the full 5 %', () => {
    const results = verdicts([around(2, 0.01), borderline, around(0.5, 0.01)]);
    expect(results.map((each) => each.verdict)).toEqual(['faster', 'faster', 'slower']);
  });

  it('a failed comparison counts for no other', () => {
    expect(verdicts([borderline, []]).map((each) => each.verdict)).toEqual(['faster', 'failed']);
  });

  it('an empty family has none', () => expect(verdicts([])).toEqual([]));
});
