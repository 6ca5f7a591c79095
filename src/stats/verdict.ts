import type { Interval } from './interval.js';
import { halfWidth, type LogRatioSummary, pValue, ratioInterval, summariseLogRatios } from './ratio.js';

/** Ratios within ±3 % are the same for every practical purpose. */
export const EQUIVALENCE_MARGIN = 0.03;

/** Fewer rounds support no verdict of a difference: a t test on few, correlated rounds calls too many. */
export const MIN_ROUNDS_FOR_VERDICT = 10;

const FAMILY_ERROR = 0.05;

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
 * comparisons, excludes 1 (Holm 1979). A comparison that cannot be computed fails and counts for no other.
 */
export function verdicts(family: readonly (readonly number[])[]): Verdict[] {
  const summaries = family.map(summariseLogRatios);
  const levels = holmLevels(summaries.map((summary) => (summary === null ? null : pValue(summary))));
  return family.map((logRatios, i) => {
    const summary = summaries[i];
    if (!summary) return { verdict: 'failed', reason: reasonOf(logRatios) };
    return judge(logRatios, summary, levels[i] ?? null);
  });
}

/**
 * Holm's step-down procedure: the i-th smallest of m p values is tested at 5 % ÷ (m − i), and the first that
 * fails ends it. Gives the level at which each was rejected; null where it was not.
 */
function holmLevels(pValues: readonly (number | null)[]): (number | null)[] {
  const tested = pValues.flatMap((p, index) => (p === null ? [] : [{ p, index }])).sort((a, b) => a.p - b.p);
  const levels: (number | null)[] = pValues.map(() => null);
  for (const [step, { p, index }] of tested.entries()) {
    const level = FAMILY_ERROR / (tested.length - step);
    if (p > level) break;
    levels[index] = level;
  }
  return levels;
}

function judge(logRatios: readonly number[], summary: LogRatioSummary, level: number | null): Verdict {
  const ratio = ratioInterval(logRatios)!;
  const equivalence = ratioInterval(logRatios, 0.9)!;
  const isSame = equivalence.low >= 1 - EQUIVALENCE_MARGIN && equivalence.high <= 1 + EQUIVALENCE_MARGIN;
  if (logRatios.length >= MIN_ROUNDS_FOR_VERDICT) {
    if (isSame) return { verdict: 'same', ratio };
    if (level !== null) return { verdict: ratio.value > 1 ? 'faster' : 'slower', ratio };
  }
  return { verdict: 'cannot tell yet', ratio, moreRounds: moreRounds(summary) };
}

/** An interval's width falls with the square root of the rounds; the nearer of the two answers is aimed at. */
function moreRounds(summary: LogRatioSummary): number | null {
  const rounds = summary.degreesOfFreedom + 1;
  const distance = Math.abs(summary.mean);
  const toMargin = Math.log(1 + EQUIVALENCE_MARGIN) - distance;
  const forSame =
    toMargin > 0 ? rounds * (halfWidth(summary, 0.9) / toMargin) ** 2 : Number.POSITIVE_INFINITY;
  const forDifferent =
    distance > 0 ? rounds * (halfWidth(summary, 0.95) / distance) ** 2 : Number.POSITIVE_INFINITY;
  const needed = Math.max(MIN_ROUNDS_FOR_VERDICT, Math.ceil(Math.min(forSame, forDifferent)));
  return Number.isFinite(needed) ? Math.max(1, needed - rounds) : null;
}

function reasonOf(logRatios: readonly number[]): string {
  return logRatios.length < 2
    ? `A comparison needs at least 2 rounds with both settings; there are ${logRatios.length}.`
    : 'A ratio is not a finite number.';
}
