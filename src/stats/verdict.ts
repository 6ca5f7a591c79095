import type { Interval } from './interval.js';
import { halfWidth, pValue, ratioOf, type SeriesSummary, summariseSeries } from './series.js';

/** Ratios within ±3 % are the same for every practical purpose. */
export const EQUIVALENCE_MARGIN = 0.03;

/** What other load may take before a round counts as disturbed: fixed beforehand, never chosen by what came out. */
export const DISTURBANCE_GATE = { foreignCpu: 0.05, stealShare: 0.01 } as const;

/** Fewer rounds support no verdict of a small difference: a t test on few, correlated rounds calls too many. */
export const MIN_ROUNDS_FOR_VERDICT = 10;

/** From three rounds on a difference of more than a tenth is told at a fifth of the level. */
const PLAIN = { rounds: 3, ratio: 1.1, ofLevel: 1 / 5 };

/** How two settings compare; `ratio` is the uncorrected 95 % interval. */
export type Verdict =
  | { verdict: 'same' | 'faster' | 'slower'; ratio: Interval }
  /** `moreRounds`: about how many more would tell at the spread seen so far; null where no number would. */
  | { verdict: 'cannot tell yet'; ratio: Interval; moreRounds: number | null }
  | { verdict: 'failed'; reason: string };

/** One comparison on its own: log ratios of throughput within rounds, in order of the rounds. */
export function verdict(logRatios: readonly number[]): Verdict {
  return verdicts([logRatios])[0]!;
}

/**
 * A family of comparisons. *Same* when the 90 % interval lies within ±3 % (two one-sided tests, Schuirmann
 * 1987); this takes precedence. Else *faster* or *slower* when the 95 % interval, corrected for the number of
 * comparisons, excludes 1 (Holm 1979); below ten rounds only where it is more than 10 % and at a fifth of that
 * level. A comparison that cannot be computed fails and counts for no other.
 */
export function verdicts(family: readonly (readonly number[])[]): Verdict[] {
  const summaries = family.map(summariseSeries);
  const levels = holmLevels(summaries.map((summary) => (summary === null ? null : pValue(summary))));
  return family.map((logRatios, i) => {
    const summary = summaries[i];
    if (!summary) return { verdict: 'failed', reason: reasonOf(logRatios) };
    return judge(logRatios, summary, levels[i] ?? null);
  });
}

function judge(logRatios: readonly number[], summary: SeriesSummary, level: number | null): Verdict {
  const ratio = ratioOf(summary);
  if (logRatios.length >= MIN_ROUNDS_FOR_VERDICT) {
    if (isEquivalent(summary)) return { verdict: 'same', ratio };
    if (level !== null) return { verdict: ratio.value > 1 ? 'faster' : 'slower', ratio };
  }
  if (level !== null && isPlain(logRatios, summary, level)) {
    return { verdict: ratio.value > 1 ? 'faster' : 'slower', ratio };
  }
  return { verdict: 'cannot tell yet', ratio, moreRounds: moreRounds(summary) };
}

/** A pool half as fast as another needs no ten rounds to be told from it. */
function isPlain(logRatios: readonly number[], summary: SeriesSummary, level: number): boolean {
  const isLarge = Math.abs(summary.mean) > Math.log(PLAIN.ratio);
  return logRatios.length >= PLAIN.rounds && isLarge && pValue(summary) <= level * PLAIN.ofLevel;
}

/** Two one-sided tests: the 90 % interval lies within the margin. */
export function isEquivalent(summary: SeriesSummary): boolean {
  const { low, high } = ratioOf(summary, 0.9);
  return low >= 1 - EQUIVALENCE_MARGIN && high <= 1 + EQUIVALENCE_MARGIN;
}

function moreRounds(summary: SeriesSummary): number | null {
  const rounds = summary.degreesOfFreedom + 1;
  const times = moreNeeded(summary);
  if (times === null) return null;
  return Math.max(1, Math.max(MIN_ROUNDS_FOR_VERDICT, Math.ceil(rounds * times)) - rounds);
}

/**
 * About how many times as many values would tell; null where no number would. An interval's width falls with the
 * square root of the values; the nearer of the two answers is aimed at.
 */
export function moreNeeded(summary: SeriesSummary): number | null {
  const distance = Math.abs(summary.mean);
  const toMargin = Math.log(1 + EQUIVALENCE_MARGIN) - distance;
  const forSame = toMargin > 0 ? (halfWidth(summary, 0.9) / toMargin) ** 2 : Number.POSITIVE_INFINITY;
  const forDifferent = distance > 0 ? (halfWidth(summary, 0.95) / distance) ** 2 : Number.POSITIVE_INFINITY;
  const needed = Math.min(forSame, forDifferent);
  return Number.isFinite(needed) ? needed : null;
}

function reasonOf(logRatios: readonly number[]): string {
  return logRatios.length < 2
    ? `A comparison needs at least 2 rounds with both settings; there are ${logRatios.length}.`
    : 'A ratio is not a finite number.';
}

const FAMILY_ERROR = 0.05;

/**
 * Holm's step-down procedure (1979): the i-th smallest of m p values is tested at 5 % ÷ (m − i), and the first
 * that fails ends it. Gives the level at which each was rejected; null where it was not, or had no p value.
 */
export function holmLevels(pValues: readonly (number | null)[]): (number | null)[] {
  const tested = pValues.flatMap((p, index) => (p === null ? [] : [{ p, index }])).sort((a, b) => a.p - b.p);
  const levels: (number | null)[] = pValues.map(() => null);
  for (const [step, { p, index }] of tested.entries()) {
    const level = FAMILY_ERROR / (tested.length - step);
    if (p > level) break;
    levels[index] = level;
  }
  return levels;
}
