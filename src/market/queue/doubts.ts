import { formatCount, formatPercent } from '../../stats/index.js';
import type { Latency } from './latency.js';
import { isLongEnough, type RunLength } from './settling.js';

export function doubtsAboutLength(length: RunLength): string[] {
  if (isLongEnough(length)) return [];
  const { count, warmUp, relaxation } = length;
  return [
    `Waiting times depend on the last ${formatCount(relaxation)} arrivals or so, and the ${formatCount(count)} that were simulated after a warm-up of ${formatCount(warmUp)} are too few for that: the intervals may be too narrow.`,
  ];
}

/** Given arrivals end, and so does their queue; what they would come to if they went on is another matter. */
export function doubtsAboutOverload(load: number): string[] {
  if (load < 1) return [];
  return [
    `The arrivals offer ${formatPercent(load)} of what the workers carry: the queue grows to their end, and the times hold for arrivals that last as long as these.`,
  ];
}

export function doubtsAboutTail({ p99 }: Latency, longestMs: number): string[] {
  if (p99.high < longestMs || p99.low === longestMs) return [];
  return ['Too few arrivals were simulated to bound the 99th percentile: it may be larger.'];
}
