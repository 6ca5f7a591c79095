import { type Case, SERIAL, workKey } from '../../measure/cases/index.js';
import { type Interval, type Verdict, verdicts } from '../../stats/index.js';
import type { CaseResult } from './case-result.js';
import type { Measurements } from './measurements.js';
import { leastDifferenceOf, type RoundRatio, restingOn, roundRatios } from './ratios.js';
import type { Recommendation } from './recommend/recommendation.js';
import { serialOf } from './references.js';
import type { Samples } from './samples.js';

/** Throughput of a case ÷ that of another within rounds, and what that amounts to. */
export interface Comparison {
  scenario: string;
  params: Case['params'];
  /** Ids. */
  case: string;
  against: string;
  verdict: Verdict['verdict'];
  /** Uncorrected 95 % interval; null where the comparison failed. */
  ratio: Interval | null;
  /** Of *same* and *cannot tell yet*, as a fraction: a smaller difference would have gone unseen. */
  leastDifference?: number;
  /** Where it cannot be told yet: about how many more rounds would tell; absent where no number would. */
  moreRounds?: number;
  /** Why it failed. */
  reason?: string;
}

interface Pair {
  one: CaseResult;
  against: CaseResult;
}

/**
 * Every asked case against the recommended one of its scenario and params, and that one against serial, within
 * rounds. All of a record's comparisons are one family: the verdicts are corrected for their number. A case that
 * failed has failed comparisons; one that was never measured has none, nor has one that was left behind where the best
 * setting was looked for, nor have cold cases and replicas, which answer other questions.
 */
export function comparisonsOf(
  cases: readonly CaseResult[],
  recommendations: readonly Recommendation[],
  measurements: Measurements,
): Comparison[] {
  const pairs = recommendations.flatMap((recommendation) => pairsOf(cases, recommendation));
  const told = verdicts(pairs.map((pair) => logRatiosOf(pair, measurements)));
  return pairs.map((pair, i) => comparisonOf(pair, told[i]!));
}

function pairsOf(cases: readonly CaseResult[], recommendation: Recommendation): Pair[] {
  const ofWork = cases.filter((result) => workKey(result.case) === workKey(recommendation));
  const recommended = ofWork.find((result) => result.case.id === recommendation.caseId)!;
  const all = ofWork.map((result) => result.case);
  const serial = ofWork.find((result) => result.case === serialOf(recommended.case, all));
  const others = ofWork.filter(
    (result) => isCompared(result) && result !== recommended && result.case.engine !== SERIAL,
  );
  const overSerial = serial && serial !== recommended ? [{ one: recommended, against: serial }] : [];
  return [...overSerial, ...others.map((one) => ({ one, against: recommended }))];
}

function isCompared({ case: one, status, settled }: CaseResult): boolean {
  if (settled?.reason === 'behind') return false;
  const isMeasured = status === 'ok' || status === 'failed';
  return isMeasured && one.role === 'asked' && !one.cold && one.replica === undefined;
}

function logRatiosOf({ one, against }: Pair, { samples }: Measurements): number[] {
  if (one.status === 'failed' || against.status === 'failed') return [];
  const none: Samples = new Map();
  const ratios = roundRatios(samples.get(one.case.id) ?? none, samples.get(against.case.id) ?? none);
  return restingOn(ratios).used.map(({ logRatio }) => logRatio);
}

function comparisonOf({ one, against }: Pair, told: Verdict): Comparison {
  const { id, scenario, params } = one.case;
  const reason = one.reason ?? against.reason;
  return {
    scenario,
    params,
    case: id,
    against: against.case.id,
    verdict: told.verdict,
    ratio: ratioOf(told),
    ...(told.verdict === 'same' || told.verdict === 'cannot tell yet'
      ? { leastDifference: leastDifferenceOf(told.ratio) }
      : {}),
    ...(told.verdict === 'cannot tell yet' && told.moreRounds !== null
      ? { moreRounds: told.moreRounds }
      : {}),
    ...(told.verdict === 'failed' ? { reason: reason ?? told.reason } : {}),
  };
}

function ratioOf(told: Verdict): Interval | null {
  return told.verdict === 'failed' ? null : told.ratio;
}

/**
 * Throughput of one case ÷ that of another by round, for a comparison of one's own, by case id: what the figures
 * rest on (repeats instead of what was disturbed), and the first visit of every round.
 */
export function roundRatiosBetween(
  { samples, firstVisits }: Measurements,
  one: string,
  other: string,
): { kept: RoundRatio[]; firstVisits: RoundRatio[] } {
  const between = (from: ReadonlyMap<string, Samples>) =>
    roundRatios(from.get(one) ?? new Map(), from.get(other) ?? new Map());
  return { kept: between(samples), firstVisits: between(firstVisits) };
}
