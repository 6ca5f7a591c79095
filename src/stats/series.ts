import type { Interval } from './interval.js';
import { jStat, mean, sum } from './summary.js';

/** What a t interval or t test of the mean of successive values needs; of ratios, their logarithms are given. */
export interface SeriesSummary {
  mean: number;
  /** Of the mean, widened where successive values are alike. */
  standardError: number;
  degreesOfFreedom: number;
}

/**
 * Successive rounds are alike on a machine that drifts, so n values tell no more than
 * n·(1 − r)/(1 + r) independent ones, r being their lag-1 autocorrelation (Bayley and Hammersley, 1946, for a
 * first-order autoregressive series). In few values r comes out too low, by about (1 + 3r)/n where the mean is
 * estimated too (Marriott and Pope, 1954), which is added. A negative r is taken as 0: it would only narrow the
 * interval. Null below two values, or where one is not finite.
 */
export function summariseSeries(values: readonly number[]): SeriesSummary | null {
  const count = values.length;
  if (count < 2 || !values.every(Number.isFinite)) return null;
  const low = lag1(values);
  const correlation = Math.max(0, low + (1 + 3 * low) / count);
  const effective = Math.max(1, (count * (1 - correlation)) / (1 + correlation));
  const deviation = jStat().stdev([...values], true);
  return {
    mean: mean(values),
    standardError: deviation / Math.sqrt(effective),
    degreesOfFreedom: count - 1,
  };
}

/** Lag-1 autocorrelation; 0 where all values are equal. */
export function lag1(values: readonly number[]): number {
  const centre = mean(values);
  const deviations = values.map((value) => value - centre);
  const variance = sum(deviations.map((deviation) => deviation ** 2));
  if (variance === 0) return 0;
  return sum(deviations.slice(1).map((deviation, i) => deviation * deviations[i]!)) / variance;
}

/** Mean of successive values with its t interval; null below two values, or where one is not finite. */
export function meanInterval(values: readonly number[], confidence = 0.95): Interval | null {
  const summary = summariseSeries(values);
  if (summary === null) return null;
  const half = halfWidth(summary, confidence);
  return { value: summary.mean, low: summary.mean - half, high: summary.mean + half };
}

/** Half the width of the t interval. */
export function halfWidth(summary: SeriesSummary, confidence: number): number {
  if (summary.standardError === 0) return 0;
  return jStat().studentt.inv((1 + confidence) / 2, summary.degreesOfFreedom) * summary.standardError;
}

/** Two-sided p value of the t test of "the mean is 0". */
export function pValue(summary: SeriesSummary): number {
  if (summary.mean === 0) return 1;
  if (summary.standardError === 0) return 0;
  const t = Math.abs(summary.mean) / summary.standardError;
  return Math.min(1, 2 * jStat().studentt.cdf(-t, summary.degreesOfFreedom));
}

/**
 * exp(mean of the rounds' log ratios) with its t interval, for ratios taken within rounds, in their order.
 * Null below two values: one round says nothing of its own spread.
 */
export function ratioInterval(logRatios: readonly number[], confidence = 0.95): Interval | null {
  const summary = summariseSeries(logRatios);
  return summary === null ? null : ratioOf(summary, confidence);
}

/** exp(mean) of what was summarised on the log scale, with its t interval. */
export function ratioOf(summary: SeriesSummary, confidence = 0.95): Interval {
  const half = halfWidth(summary, confidence);
  return {
    value: Math.exp(summary.mean),
    low: Math.exp(summary.mean - half),
    high: Math.exp(summary.mean + half),
  };
}
