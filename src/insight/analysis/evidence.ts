import { MIN_ROUNDS_FOR_VERDICT, verdict } from '../../stats/index.js';
import type { Candidate, Evidence } from './choice.js';
import { leastDifferenceOf } from './least-difference.js';
import type { Measurements } from './measurements.js';
import { restingOn, roundRatios } from './ratios.js';
import { priceOf, type RunSoFar } from './run-so-far.js';

/** Beyond so many times the rounds so far, their spread is too badly known to say how many more would tell. */
const FURTHEST = 20;

/** What a candidate's speedup rests on, and what would decide it; `atLeastMs`: a run that measures all takes as long. */
export function evidenceOf(
  { case: one, speedup }: Candidate,
  serial: Candidate | undefined,
  { samples }: Measurements,
  run: RunSoFar,
  atLeastMs: number,
): Evidence {
  const none = new Map();
  const ratios = roundRatios(samples.get(one.id) ?? none, samples.get(serial?.case.id ?? '') ?? none);
  const { used } = restingOn(ratios);
  const told = verdict(used.map(({ logRatio }) => logRatio));
  const needed = told.verdict === 'cannot tell yet' ? told.moreRounds : null;
  const moreRounds = needed !== null && needed <= FURTHEST * used.length ? needed : null;
  const more = moreRounds ?? Math.max(used.length, MIN_ROUNDS_FOR_VERDICT - used.length);
  return {
    rounds: used.length,
    onlyQuiet: used.length < ratios.length,
    leastDifference: leastDifferenceOf(speedup),
    moreRounds,
    price: priceOf(more, used.length, run, atLeastMs),
  };
}
