import {
  type Case,
  hasSerialByChunk,
  isPool,
  isReferenceOf,
  isSameWork,
  placeKey,
  SERIAL,
} from '../../measure/cases/index.js';
import type { DecidedCase } from '../../measure/runner/index.js';
import { EQUIVALENCE_MARGIN, formatPercent, formatRatioInterval, type Interval } from '../../stats/index.js';
import { type Analysis, type CaseResult, type Comparison, rankOf } from '../analysis/index.js';

/** What the rule asks of an analysis. */
export type Standings = Pick<Analysis, 'cases' | 'recommendations' | 'comparisons'>;

/** A case that was clearly beaten, and by which. */
export interface Beaten {
  case: Case;
  comparison: Comparison;
}

/**
 * Cases that are slower than the recommended one of their scenario by verdict (at least ten undisturbed rounds,
 * corrected for the number of comparisons) and by more than the margin of equivalence. Smaller sets of cores and quotas
 * are another question and are not beaten; the fastest pool stays, so that a report has one to compare with serial.
 */
export function beatenCases(cases: readonly Case[], analysis: Standings): Beaten[] {
  const byId = new Map(cases.map((one) => [one.id, one]));
  return analysis.comparisons.flatMap((comparison) => {
    const one = byId.get(comparison.case);
    const against = byId.get(comparison.against);
    if (!one || !against || one.engine === SERIAL || placeKey(one) !== placeKey(against)) return [];
    return isClearlySlower(comparison) && !isFastestPool(one, analysis) ? [{ case: one, comparison }] : [];
  });
}

function isClearlySlower({ verdict, ratio }: Comparison): boolean {
  return verdict === 'slower' && ratio !== null && ratio.value < 1 - EQUIVALENCE_MARGIN;
}

function isFastestPool(one: Case, { cases }: Standings): boolean {
  const pools = cases.filter(
    (result): result is CaseResult & { speedup: Interval } =>
      isPool(result.case.engine) && result.speedup !== null && isSameWork(one, result.case),
  );
  const fastest = pools.sort((a, b) => rankOf(b) - rankOf(a))[0];
  return fastest?.case.id === one.id;
}

/** Cases still to be visited when some were beaten: the others, and what figures of the others are ratios to. */
export function stillNeeded(cases: readonly Case[], beaten: ReadonlySet<string>): Case[] {
  const racing = cases.filter((one) => one.role === 'asked' && !beaten.has(one.id));
  return cases.filter(
    (one) =>
      (one.engine === SERIAL && !hasSerialByChunk(one)) ||
      racing.includes(one) ||
      racing.some((other) => isReferenceOf(one, other)),
  );
}

export function decidedAsBeaten({ case: one, comparison }: Beaten, round: number): DecidedCase {
  const ratio = formatRatioInterval(comparison.ratio!);
  const message = `Clearly slower than ${comparison.against} after ${round} rounds: ${ratio} of its throughput.`;
  return { case: one.id, reason: 'lost', round, message };
}

export function decidedAsPrecise(
  { case: one, speedup }: Pick<CaseResult, 'case' | 'speedup'>,
  round: number,
): DecidedCase {
  const message = `The speedup is known to ±${formatPercent(relativeHalfWidth({ speedup }))} after ${round} rounds.`;
  return { case: one.id, reason: 'precise', round, message };
}

/** Half the width of the speedup's interval, as a fraction of the speedup; infinite where there is none. */
export function relativeHalfWidth({ speedup }: Pick<CaseResult, 'speedup'>): number {
  return speedup ? (speedup.high - speedup.low) / 2 / speedup.value : Number.POSITIVE_INFINITY;
}
