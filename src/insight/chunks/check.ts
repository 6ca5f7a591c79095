import { type Interval, liesAbove, verdicts } from '../../stats/index.js';
import { type CaseResult, type Measurements, restingOn, roundRatiosBetween } from '../analysis/index.js';
import { AS_GOOD } from './advised-chunksize.js';

/** `asGood`: may be within 1 % of the best; such chunksizes need not stand side by side. */
export interface ExpectedPass {
  chunksize: number;
  wallMs: number;
  low: number;
  high: number;
  asGood: boolean;
}

/** What the sweep itself says of the advice. */
export interface ChunkCheck {
  /**
   * `disagrees`: a chunksize was clearly faster than the fastest of those that should be as good as the best, and the
   * whole interval of the ratio lies above 1.01. `cannot tell yet`: it does not, and reaches further; too few rounds; or
   * none of those was measured.
   */
  verdict: 'agrees' | 'disagrees' | 'cannot tell yet';
  /** Case ids: the fastest of all, and of those that should be as good as the best; null where there is none. */
  best: string;
  within: string | null;
  /** Throughput of the best ÷ that of the one within, in the same rounds; null where they are one. */
  ratio: Interval | null;
}

/**
 * Measured chunksizes that should be worse against the fastest of those that should be as good as the best, in the
 * same rounds, corrected for their number. Null where only one chunksize was measured.
 */
export function checkAdvice(
  measurements: Measurements,
  cases: readonly CaseResult[],
  expected: readonly ExpectedPass[],
): ChunkCheck | null {
  if (cases.length < 2) return null;
  const good = new Set(expected.flatMap(({ chunksize, asGood }) => (asGood ? [chunksize] : [])));
  const isInside = ({ case: { chunksize } }: CaseResult) => good.has(chunksize);
  const fastestOfAll = fastest(cases)!.case.id;
  const within = fastest(cases.filter(isInside))?.case.id ?? null;
  if (within === null) return { verdict: 'cannot tell yet', best: fastestOfAll, within, ratio: null };
  const outside = cases.filter((result) => !isInside(result)).map(({ case: one }) => one.id);
  const told = verdicts(outside.map((id) => logRatiosOf(measurements, id, within)));
  const compared = outside.map((id, i) => ({ id, told: told[i]! }));
  const faster = compared.find(({ told: one }) => one.verdict === 'faster' && liesAbove(one.ratio, AS_GOOD));
  const open = compared.find(
    ({ told: one }) =>
      (one.verdict === 'cannot tell yet' || one.verdict === 'faster') && one.ratio.high > AS_GOOD,
  );
  const shown = faster ?? compared.find(({ id }) => id === fastestOfAll);
  return {
    verdict: faster ? 'disagrees' : open ? 'cannot tell yet' : 'agrees',
    best: shown?.id ?? within,
    within,
    ratio: shown && shown.told.verdict !== 'failed' ? shown.told.ratio : null,
  };
}

function fastest(cases: readonly CaseResult[]): CaseResult | undefined {
  return cases.toSorted((a, b) => a.wallMs!.median - b.wallMs!.median)[0];
}

function logRatiosOf(measurements: Measurements, one: string, other: string): number[] {
  const { kept } = roundRatiosBetween(measurements, one, other);
  return restingOn(kept).used.map(({ logRatio }) => logRatio);
}
