import type library from 'jstat';
import { onDemand } from '../own-package.js';
import type { Interval } from './interval.js';

export const jStat = onDemand<typeof library>('jstat');

/** NaN for an empty list, as are the other summaries here. */
export function median(values: readonly number[]): number {
  return jStat().median([...values]);
}

/** Linear between the order statistics (R's type 7); `probability` from 0 to 1. */
export function quantile(values: readonly number[], probability: number): number {
  if (values.length < 2) return values[0] ?? Number.NaN;
  return jStat().quantiles([...values], [probability], 1, 1)[0]!;
}

/** As `quantile`, of ascending values of which there are too many to copy and sort once more. */
export function quantileOfSorted(ascending: ArrayLike<number>, probability: number): number {
  const rank = (ascending.length - 1) * probability;
  const below = Math.floor(rank);
  const low = ascending[below] ?? Number.NaN;
  return low + (rank - below) * ((ascending[below + 1] ?? low) - low);
}

/** 0 for an empty list. */
export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** -Infinity for an empty list. `Math.max(...values)` takes no more than some 100,000 of them. */
export function largest(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
}

/** Infinity for an empty list. */
export function smallest(values: readonly number[]): number {
  return values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
}

export function mean(values: readonly number[]): number {
  return jStat().mean([...values]);
}

/** Of positive numbers. */
export function geometricMean(values: readonly number[]): number {
  return Math.exp(mean(values.map(Math.log)));
}

/**
 * The median with its 95 % interval from order statistics, which assumes no shape: the k-th smallest and the
 * k-th largest value, with the largest k for which P(Binomial(n, ½) < k) is at most 2.5 % (Conover, Practical
 * Nonparametric Statistics, 3.2). Below six values no k does: smallest and largest are given.
 */
export function medianInterval(values: readonly number[]): { median: number; low: number; high: number } {
  const sorted = values.toSorted((a, b) => a - b);
  const rank = Math.max(1, rankOfInterval(sorted.length));
  return {
    median: median(sorted),
    low: sorted[rank - 1] ?? Number.NaN,
    high: sorted[sorted.length - rank] ?? Number.NaN,
  };
}

function rankOfInterval(count: number): number {
  let rank = 0;
  while (jStat().binomial.cdf(rank, count, 0.5) <= 0.025) rank++;
  return rank;
}

/**
 * A positive estimate with its 95 % interval, from what it comes to without each of g groups of the data: on the log
 * scale the variance is (g − 1) ÷ g · Σ (θ₋ᵢ − θ̄)² (delete-a-group jackknife; Tukey 1958, Shao and Tu 1995), and the
 * interval Student's t with g − 1 degrees of freedom. Just the estimate where there are fewer than two groups.
 */
export function jackknifeInterval(value: number, without: readonly number[]): Interval {
  const groups = without.length;
  if (groups < 2) return { value, low: value, high: value };
  const logs = without.map(Math.log);
  const centre = mean(logs);
  const variance = ((groups - 1) / groups) * sum(logs.map((log) => (log - centre) ** 2));
  const factor = Math.exp(jStat().studentt.inv(0.975, groups - 1) * Math.sqrt(variance));
  return { value, low: value / factor, high: value * factor };
}

/** So many of the items, spread evenly over them and in their order; all where there are no more. */
export function evenly<T>(items: readonly T[], wanted: number): readonly T[] {
  if (items.length <= wanted) return items;
  return Array.from({ length: wanted }, (_, index) => items[Math.floor((index * items.length) / wanted)]!);
}
