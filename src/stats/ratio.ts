import type { Interval } from './interval.js';
import { halfWidth, type SeriesSummary, summariseSeries } from './series.js';

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
