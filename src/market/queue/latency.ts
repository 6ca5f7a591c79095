import { type Interval, meanInterval, quantileOfSorted } from '../../stats/index.js';

/** Times in ms with their 95 % intervals. */
export interface Latency {
  mean: Interval;
  p50: Interval;
  p95: Interval;
  p99: Interval;
}

/**
 * Mean and percentiles of times that come in sections of equal length, one after the other. The sections' means
 * tell how sure the overall mean is (batch means: Law, Simulation Modeling and Analysis, 5th edition 2015, 9.5.3).
 * For a percentile p it is the share of each section below the overall percentile: the interval is that of the
 * share, read off at p ± half its width (Woodruff, J. Am. Stat. Ass. 47, 1952). It assumes no density, so that it
 * holds also where many wait for exactly 0 ms. Sections that resemble the one before count for less.
 */
export function latencyOf(times: Float64Array, sections: number): Latency {
  const parts = sectionsOf(times, sections);
  const ascending = times.toSorted();
  const percentile = (probability: number) => percentileInterval(parts, ascending, probability);
  return {
    mean: meanInterval(parts.map(meanOf))!,
    p50: percentile(0.5),
    p95: percentile(0.95),
    p99: percentile(0.99),
  };
}

function percentileInterval(
  parts: readonly Float64Array[],
  ascending: Float64Array,
  probability: number,
): Interval {
  const value = quantileOfSorted(ascending, probability);
  const share = meanInterval(parts.map((part) => shareUpTo(value, part)))!;
  const half = share.high - share.value;
  return {
    value,
    low: quantileOfSorted(ascending, Math.max(0, probability - half)),
    high: quantileOfSorted(ascending, Math.min(1, probability + half)),
  };
}

function sectionsOf(times: Float64Array, sections: number): Float64Array[] {
  const size = Math.floor(times.length / sections);
  return Array.from({ length: sections }, (_, i) => times.subarray(i * size, (i + 1) * size));
}

function shareUpTo(value: number, times: Float64Array): number {
  let count = 0;
  for (const time of times) if (time <= value) count++;
  return count / times.length;
}
function meanOf(times: Float64Array): number {
  let total = 0;
  for (const time of times) total += time;
  return total / times.length;
}
