import { formatPercent, type Interval } from '../../stats/index.js';

/**
 * The least difference that a ratio's 95 % interval would have shown, as a fraction: where the true ratio is closer to
 * 1, the interval would hold 1 as often as not. Half of its width on the log scale, taken as a ratio, minus 1.
 */
export function leastDifferenceOf({ low, high }: Pick<Interval, 'low' | 'high'>): number {
  return Math.sqrt(high / low) - 1;
}

/** `a difference below 4 % would not have been seen`; `a factor below 3.15 …` where it is larger than a doubling. */
export function unseenBelow(leastDifference: number): string {
  const least =
    leastDifference < 1
      ? `difference below ${formatPercent(leastDifference)}`
      : `factor below ${(1 + leastDifference).toPrecision(3)}`;
  return `a ${least} would not have been seen`;
}
