import { type Interval, ratioInterval } from '../../stats/index.js';
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
export const MIN_UNDISTURBED = 3;

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
