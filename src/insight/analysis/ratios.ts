import { deviationBehind, formatPercent, type Interval, ratioInterval } from '../../stats/index.js';
import type { Samples } from './samples.js';

export type Basis = 'undisturbed' | 'all';

/** A ratio of throughputs within one round; disturbed where either side was. */
export interface RoundRatio {
  round: number;
  logRatio: number;
  disturbed: boolean;
}

/** Log ratios of throughput, `of` ÷ `to`, in the rounds that have both. */
export function roundRatios(of: Samples, to: Samples): RoundRatio[] {
  return [...of.values()].flatMap((sample) => {
    const other = to.get(sample.round);
    if (!other || !(sample.throughput > 0) || !(other.throughput > 0)) return [];
    return {
      round: sample.round,
      logRatio: Math.log(sample.throughput / other.throughput),
      disturbed: sample.disturbed || other.disturbed,
    };
  });
}

/** With fewer undisturbed rounds than this a figure rests on all of them, and says so. */
const MIN_UNDISTURBED = 3;

/**
 * The rounds a figure rests on: the undisturbed ones where there are at least three, else all. Few undisturbed
 * rounds give a wide interval that holds the truth, many disturbed ones a narrow interval that does not: with
 * one round in three disturbed, three suffice for 95 % coverage of ten rounds, and asking for six lost 3 %.
 */
export function restingOn<T extends { disturbed: boolean }>(
  rounds: readonly T[],
): { basis: Basis; used: T[] } {
  const undisturbed = rounds.filter(({ disturbed }) => !disturbed);
  const enough = undisturbed.length >= MIN_UNDISTURBED || undisturbed.length === rounds.length;
  return enough ? { basis: 'undisturbed', used: undisturbed } : { basis: 'all', used: [...rounds] };
}

/** A ratio over the rounds that figures rest on. */
export function ratioOver(ratios: readonly RoundRatio[]): { interval: Interval | null; basis: Basis } {
  const { basis, used } = restingOn(ratios);
  return { interval: intervalOf(used), basis };
}

export function intervalOf(ratios: readonly RoundRatio[]): Interval | null {
  return ratioInterval(ratios.map(({ logRatio }) => logRatio));
}

/**
 * The least difference that a ratio's 95 % interval would have shown, as a fraction: where the true ratio is closer to
 * 1, the interval would hold 1 as often as not. Half of its width on the log scale, taken as a ratio, minus 1.
 */
export function leastDifferenceOf({ low, high }: Pick<Interval, 'low' | 'high'>): number {
  return Math.sqrt(high / low) - 1;
}

/** `a difference below 4 % would have gone unseen`; `a factor below 3.15 …` where it is larger than a doubling. */
export function unseenBelow(leastDifference: number): string {
  const least =
    leastDifference < 1
      ? `difference below ${formatPercent(leastDifference)}`
      : `factor below ${(1 + leastDifference).toPrecision(3)}`;
  return `a ${least} would have gone unseen`;
}

/**
 * What two runs of the same thing differ by, at 95 %: identical pools were seen to differ by about 6 % for as long as
 * they live. It stands in where a side has one record, which says nothing of the next run. `npm run
 * bench:run-to-run` measures it on a machine; docs/accuracy.md has what came out.
 */
export const ASSUMED_BETWEEN_RUNS = 0.06;

/** The standard deviation of a run's log throughput behind it. */
export const ASSUMED_RUN_DEVIATION = deviationBehind(Math.log(1 + ASSUMED_BETWEEN_RUNS));
