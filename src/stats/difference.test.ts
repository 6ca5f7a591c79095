import { describe, expect, it } from 'vitest';
import {
  deviationBehind,
  differenceOf,
  differenceVerdicts,
  estimateBehind,
  estimateOf,
  KNOWN,
  ratioInterval,
  ratioOf,
  summaryOf,
  surelyBelow,
} from './index.js';

describe('a difference of means', () => {
  const a = [1.1, 1.3, 0.9, 1.2, 1.0];
  const b = [1.4, 1.8, 1.5, 1.3, 1.7];
  const difference = differenceOf(estimateOf(a), estimateOf(b));

  it('is Welch’s', () => {
    const within = (values: number[]) => {
      const centre = values.reduce((x, y) => x + y) / values.length;
      return (
        values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1) / values.length
      );
    };
    const [va, vb] = [within(a), within(b)];
    expect(difference.mean).toBeCloseTo(-0.44, 12);
    expect(difference.standardError).toBeCloseTo(Math.sqrt(va + vb), 12);
    expect(difference.degreesOfFreedom).toBeCloseTo((va + vb) ** 2 / (va ** 2 / 4 + vb ** 2 / 4), 9);
  });

  it('with known variances has the normal interval', () => {
    const known = { mean: 0, parts: [{ variance: deviationBehind(0.06) ** 2, degreesOfFreedom: KNOWN }] };
    const { low, high } = ratioOf(differenceOf(known, known));
    expect(Math.log(high)).toBeCloseTo(0.06, 6);
    expect(Math.log(low)).toBeCloseTo(-0.06, 6);
  });

  it('of two points is a point', () => {
    expect(ratioOf(differenceOf(estimateOf([1, 1]), estimateOf([0, 0])))).toEqual({
      value: Math.E,
      low: Math.E,
      high: Math.E,
    });
  });
});

it('an estimate behind an interval gives that interval again', () => {
  const interval = ratioInterval([0.1, 0.12, 0.08, 0.11, 0.1])!;
  const again = ratioOf(summaryOf(estimateBehind(interval, 5)));
  expect(again.low).toBeCloseTo(interval.low, 10);
  expect(again.high).toBeCloseTo(interval.high, 10);
});

const summary = (mean: number, standardError: number, degreesOfFreedom = 8) => ({
  mean,
  standardError,
  degreesOfFreedom,
});

describe('a family of differences', () => {
  it('is the same where the 90 % interval lies within 3 %, even if the 95 % one excludes 1', () => {
    expect(differenceVerdicts([summary(0.01, 0.003)])[0]!.verdict).toBe('same');
  });

  it('is faster or slower where the interval excludes 1, corrected for the number of comparisons', () => {
    const borderline = summary(-0.1, 0.0405); // p = 0.039
    expect(differenceVerdicts([borderline])[0]!.verdict).toBe('slower');
    expect(differenceVerdicts([borderline, summary(0.1, 0.1)])[0]!.verdict).toBe('cannot tell yet');
  });

  it('tells about how many times as many values would tell', () => {
    const [told] = differenceVerdicts([summary(0.05, 0.05, 1e6)]);
    expect(told).toMatchObject({ verdict: 'cannot tell yet' });
    expect(told!.timesAsMany).toBeCloseTo((1.96 * 0.05) ** 2 / 0.05 ** 2, 2);
  });
});

describe('surely below a bound', () => {
  it('is a one-sided test at 5 %', () => {
    const critical = 1.8595; // t, 8 degrees of freedom
    expect(surelyBelow([summary(-0.05 - critical * 0.0101, 0.01)], -0.05)).toEqual([true]);
    expect(surelyBelow([summary(-0.05 - critical * 0.0099, 0.01)], -0.05)).toEqual([false]);
  });

  it('is corrected for the number of comparisons', () => {
    const borderline = summary(-0.07, 0.0105);
    expect(surelyBelow([borderline], -0.05)).toEqual([true]);
    expect(surelyBelow([borderline, summary(0, 0.01)], -0.05)).toEqual([false, false]);
  });

  it('of exact values needs no test', () => {
    expect(surelyBelow([summary(-0.06, 0), summary(-0.05, 0)], -0.05)).toEqual([true, false]);
  });
});
