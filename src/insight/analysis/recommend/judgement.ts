import { hasSerialByChunk, isPool, SERIAL } from '../../../measure/cases/index.js';
import { type Interval, MIN_ROUNDS_FOR_VERDICT, verdict } from '../../../stats/index.js';
import type { CaseResult } from '../case-result.js';
import type { Measurements } from '../measurements.js';
import { leastDifferenceOf, restingOn, roundRatios } from '../ratios.js';
import type { Coverage } from './coverage.js';
import type { Confirmed, Recommendation } from './recommendation.js';
import { type MoreRounds, priceOf, type RunSoFar } from './run-so-far.js';

/** A case that could be recommended. */
export type Contender = CaseResult & { speedup: Interval };

/** What was decided for one scenario and params, and from what. */
export interface Judgement {
  verdict: Recommendation['verdict'];
  /** What to do: where it is undecided, to stay as one is. */
  chosen: Contender;
  /** Whose speedup the verdict rests on: the chosen pool, else the best one. */
  subject: Contender;
  /** Highest speedup, serial included. */
  best: Contender;
  serial: Contender | undefined;
  contenders: readonly Contender[];
  /** What fresh rounds say of the chosen one. */
  confirmed: Confirmed | null;
  /** Pools that the best one does not clearly beat, itself included. */
  equals: readonly Contender[];
  /** Throughput of the best ÷ that of a contender, within rounds. */
  bestOver(contender: Contender): Interval | null;
  /** What the subject's speedup rests on, and what would decide it. */
  evidence: Evidence;
  coverage: Coverage;
  /** The contenders are what was left of many settings when the best one was looked for. */
  isTuned: boolean;
}

interface Evidence {
  /** Rounds that the subject's speedup rests on. */
  rounds: number;
  /** Other rounds were disturbed, and do not count. */
  onlyQuiet: boolean;
  /** As a fraction: a smaller difference from serial would have gone unseen. */
  leastDifference: number;
  /** About how many more rounds that count would tell; null where no number would. */
  moreRounds: number | null;
  /** What those take; where no number would tell, what twice as many as there are do, and ten at least. */
  price: MoreRounds;
}

/** A gain below this is not worth a pool, which costs code, memory and start-up. */
export const WORTH_A_POOL = 1.05;

/** What the speedups say, and of which pool; promises on one thread, which gain without one, count as such. */
export interface Decision {
  verdict: Recommendation['verdict'];
  /** Pools that are proved to gain; empty unless the verdict is theirs. */
  gaining: readonly Contender[];
  /** Whose interval decides, or leaves it open. */
  subject: Contender;
}

/**
 * A pool where an interval over serial lies above 1 and reaches a gain that is worth one; serial where every interval
 * ends below that gain; else undecided. One worker decides nothing beside several: it is not there to gain, and least of
 * all where it is the very run that serial is. Undefined without a pool.
 */
export function decide(contenders: readonly Contender[]): Decision | undefined {
  const all = contenders.filter(({ case: { engine } }) => engine !== SERIAL);
  const others = all.filter(({ case: { sameAs } }) => sameAs === undefined);
  const pools = others.length > 0 ? others : all;
  const gaining = pools.filter(isWorthIt);
  const best = highest(pools.filter(({ case: { engine } }) => isPool(engine))) ?? highest(pools);
  if (!best) return undefined;
  if (gaining.length > 0) return { verdict: 'pool', gaining, subject: highest(gaining)! };
  const several = pools.filter(({ case: { workers } }) => workers > 1);
  const open = highest((several.length > 0 ? several : pools).filter(mayBeWorthIt));
  return open
    ? { verdict: 'undecided', gaining, subject: open }
    : { verdict: 'serial', gaining, subject: best };
}

/** The highest speedup; the highest throughput where speedups are relative to different serials. */
export function highest(contenders: readonly Contender[]): Contender | undefined {
  return [...contenders].sort((a, b) => rankOf(b) - rankOf(a))[0];
}

/** What settings of one scenario are ordered by: their serials differ where every chunk starts a program. */
export function rankOf({ case: one, speedup, throughput }: Contender): number {
  return hasSerialByChunk(one) ? (throughput?.value ?? 0) : speedup.value;
}

function isWorthIt({ speedup }: Contender): boolean {
  return speedup.low > 1 && speedup.high >= WORTH_A_POOL;
}

function mayBeWorthIt({ speedup }: Contender): boolean {
  return speedup.high >= WORTH_A_POOL;
}

/** Beyond so many times the rounds so far, their spread is too badly known to say how many more would tell. */
const FURTHEST = 20;

/** What the speedup of a pool in question rests on, and what would decide it; `atLeastMs`: a run that measures all takes as long. */
export function evidenceOf(
  { case: one, speedup }: Contender,
  serial: Contender | undefined,
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
