import { describe, expect, it } from 'vitest';
import {
  geometricMean,
  meanInterval,
  median,
  medianInterval,
  quantile,
  quantileOfSorted,
  ratioInterval,
  seededRandom,
  shuffle,
} from './index.js';
import { lag1 } from './series.js';

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

describe('summaries', () => {
  it.each([
    [[3, 1, 2], 2],
    [[4, 1, 2, 3], 2.5],
    [[7], 7],
  ])('the median of %j is %d', (values, expected) => expect(median(values)).toBe(expected));

  it.each([
    [0, 1],
    [0.1, 1.3],
    [0.5, 2.5],
    [0.9, 3.7],
    [1, 4],
  ])('quantile %d of 1, 2, 3, 4 is %d', (probability, expected) => {
    expect(quantile([4, 3, 2, 1], probability)).toBeCloseTo(expected, 12);
    expect(quantileOfSorted(Float64Array.of(1, 2, 3, 4), probability)).toBeCloseTo(expected, 12);
  });

  it('quantiles of one value are that value, of none NaN', () => {
    expect(quantile([5], 0.9)).toBe(5);
    expect(quantile([], 0.5)).toBeNaN();
  });

  it('the geometric mean of 1 and 4 is 2', () => expect(geometricMean([1, 4])).toBeCloseTo(2, 12));

  it('does not sort the caller’s list', () => {
    const values = [3, 1, 2];
    medianInterval(values);
    expect(values).toEqual([3, 1, 2]);
  });

  it.each([
    [3, 1, 3],
    [5, 1, 5],
    [8, 1, 8],
    [9, 2, 8],
    [20, 6, 15],
  ])('the interval of the median of 1 to %d is %d to %d', (count, low, high) => {
    const values = Array.from({ length: count }, (_, i) => count - i);
    expect(medianInterval(values)).toEqual({ median: (count + 1) / 2, low, high });
  });
});

describe('seeded random numbers', () => {
  const draw = (seed: number) => {
    const random = seededRandom(seed);
    return Array.from({ length: 5 }, () => random.int(1000));
  };

  it('are the same for the same seed and differ for another', () => {
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
  });

  it('stay in range and fill it evenly', () => {
    const random = seededRandom(7);
    const counts = [0, 0, 0];
    for (let i = 0; i < 30_000; i++) counts[random.int(3)]!++;
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(400);
    const value = random.next();
    expect(value >= 0 && value < 1).toBe(true);
    expect(random.int(1)).toBe(0);
  });

  it('shuffle a copy with every item once, each place equally likely', () => {
    const items = [1, 2, 3, 4];
    const random = seededRandom(3);
    const firsts = Array.from({ length: 8000 }, () => shuffle(items, random)[0]!);
    expect(items).toEqual([1, 2, 3, 4]);
    expect(shuffle(items, random).sort()).toEqual(items);
    expect(Math.abs(sum(firsts) / firsts.length - 2.5)).toBeLessThan(0.06);
  });
});

describe('the interval of a ratio', () => {
  it('is null below two rounds: one round does not tell its own spread', () => {
    expect(ratioInterval([])).toBeNull();
    expect(ratioInterval([0.5])).toBeNull();
  });

  it('is null, not NaN, where a ratio is not finite', () => {
    expect(ratioInterval([0.1, Number.NEGATIVE_INFINITY])).toBeNull();
  });

  it('has no width where every round gives the same ratio', () => {
    const interval = ratioInterval(new Array(5).fill(Math.log(4)))!;
    for (const end of [interval.value, interval.low, interval.high]) expect(end).toBeCloseTo(4, 12);
  });

  it('is the t interval on log ratios where successive rounds are not alike', () => {
    // Mean 0, standard deviation √(4/3), negative lag-1; t(0.975, 3) = 3.182446.
    const interval = ratioInterval([1, -1, 1, -1])!;
    expect(interval.value).toBeCloseTo(1, 12);
    expect(Math.log(interval.high)).toBeCloseTo((3.182446 * Math.sqrt(4 / 3)) / 2, 5);
    expect(Math.log(interval.low)).toBeCloseTo(-Math.log(interval.high), 12);
  });

  it('is that of the mean, on the log scale', () => {
    const logRatios = [0.1, 0.3, 0.15, 0.2];
    const { value, low, high } = meanInterval(logRatios)!;
    expect(value).toBeCloseTo(0.1875, 12);
    expect([low, high].map(Math.exp)).toEqual([
      ratioInterval(logRatios)!.low,
      ratioInterval(logRatios)!.high,
    ]);
    expect(meanInterval([1])).toBeNull();
  });

  it('is widened by √((1 + r)/(1 − r)) where they are, r being corrected for their small number', () => {
    // Deviations ±½ in pairs: lag-1 is (4·¼ − 3·¼) ÷ (8·¼) = ⅛, to which (1 + 3·⅛) ÷ 8 is added.
    const logRatios = [0, 0, 1, 1, 0, 0, 1, 1];
    expect(lag1(logRatios)).toBeCloseTo(1 / 8, 12);
    const r = 1 / 8 + 1.375 / 8;
    const half = 2.364624 * Math.sqrt(2 / 7 / 8) * Math.sqrt((1 + r) / (1 - r));
    expect(Math.log(ratioInterval(logRatios)!.high)).toBeCloseTo(0.5 + half, 5);
  });

  it('is as wide as that of a single value where they tell no more: two long runs', () => {
    // Of 0, 0, 0, 1, 1, 1 the corrected lag-1 leaves less than one value's worth.
    const half = 2.570582 * Math.sqrt(0.3);
    expect(Math.log(ratioInterval([0, 0, 0, 1, 1, 1])!.high)).toBeCloseTo(0.5 + half, 5);
  });

  it('is narrower for less confidence', () => {
    const logRatios = [0.1, 0.2, 0.15, 0.12];
    expect(ratioInterval(logRatios, 0.9)!.high).toBeLessThan(ratioInterval(logRatios)!.high);
  });

  const coverage = (correlation: number, rounds: number, repeats: number) => {
    const random = seededRandom(11);
    let held = 0;
    for (let i = 0; i < repeats; i++) {
      const interval = ratioInterval(
        autoregressive(correlation, rounds, random).map((x) => x + Math.log(2)),
      )!;
      if (interval.low <= 2 && 2 <= interval.high) held++;
    }
    return held / repeats;
  };

  it.each([
    [0, 15, 0.93, 0.985],
    [0.3, 40, 0.91, 0.98],
    [0.65, 100, 0.89, 0.97],
  ])('holds the truth about as often as it says, lag-1 %d, %d rounds', (correlation, rounds, low, high) => {
    const share = coverage(correlation, rounds, 1500);
    expect(share).toBeGreaterThan(low);
    expect(share).toBeLessThan(high);
  });
});

function autoregressive(correlation: number, count: number, random: { next(): number }): number[] {
  const normal = () => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
  let value = normal();
  return Array.from({ length: count }, () => {
    value = correlation * value + Math.sqrt(1 - correlation ** 2) * normal();
    return 0.1 * value;
  });
}
