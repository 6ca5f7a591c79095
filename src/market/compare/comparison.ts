import { restingOn } from '../../insight/analysis/index.js';
import {
  type DifferenceVerdict,
  differenceOf,
  differenceVerdicts,
  estimateOf,
  type SeriesSummary,
  summaryOf,
  surelyBelow,
} from '../../stats/index.js';
import { type Measured, resting, throughputOf } from './measured.js';
import type { Setting, SettingComparison } from './schema.js';

/** Two sides whose throughput is to be compared. */
export interface Sides {
  of: { name: string; measured: Measured };
  to: { name: string; measured: Measured };
  /** The setting on both sides; null: each at its own best one. */
  setting: Setting | null;
  isAnswer: boolean;
}

/**
 * One family of comparisons of throughput, over what differs between records. With `margin`, each is asked too
 * whether it is surely slower by more than that.
 */
export function compareFamily(family: readonly Sides[], margin?: number): SettingComparison[] {
  const compared = family.map(comparedOf);
  const differences = compared.map(({ difference }) => difference);
  const verdicts = differenceVerdicts(differences);
  const beyond = margin === undefined ? undefined : surelyBelow(differences, Math.log(1 - margin));
  return family.map(({ of, to, setting, isAnswer }, i) => ({
    of: of.name,
    to: to.name,
    setting,
    isAnswer,
    verdict: verdicts[i]!.verdict,
    ratio: verdicts[i]!.ratio,
    design: compared[i]!.design,
    records: compared[i]!.records,
    ...moreRecords(compared[i]!.records, verdicts[i]!),
    ...(beyond && { isRegression: beyond[i]! && verdicts[i]!.verdict === 'slower' }),
  }));
}

interface Compared extends Pick<SettingComparison, 'design' | 'records'> {
  /** Log throughput of one side less that of the other. */
  difference: SeriesSummary;
}

function comparedOf({ of, to }: Sides): Compared {
  const pairs = madeInTurns(of.measured, to.measured);
  if (pairs)
    return {
      design: 'pairs',
      records: { of: pairs.length, to: pairs.length },
      difference: summaryOf(estimateOf(pairs)),
    };
  const records = { of: resting(of.measured).length, to: resting(to.measured).length };
  return {
    design: Math.min(records.of, records.to) < 2 ? 'one record' : 'means',
    records,
    difference: differenceOf(throughputOf(of.measured), throughputOf(to.measured)),
  };
}

function moreRecords(
  { of, to }: SettingComparison['records'],
  { timesAsMany }: DifferenceVerdict,
): { moreRecords?: number } {
  if (timesAsMany === null) return {};
  const fewest = Math.min(of, to);
  return { moreRecords: Math.max(1, Math.ceil(fewest * timesAsMany) - fewest) };
}

/** Fewer pairs say too little of their own spread: with three the t interval is 2.5 standard errors of a pair wide. */
const MIN_PAIRS = 3;

/**
 * Log ratios of records that were made alternately: by their starts the first two are one of each side, the next two
 * again, and so on to the end. As within rounds, what drifts then hits both sides of a ratio; and as of rounds, the
 * undisturbed pairs count where there are three or more. Null where they were not made so, or are too few. A matter of
 * when they were made and what else ran, never of what came out.
 */
function madeInTurns(one: Measured, other: Measured): number[] | null {
  const runs = [...runsOf(one, 1), ...runsOf(other, -1)].sort((a, b) => a.startedAt - b.startedAt);
  if (one.results.length !== other.results.length || one.results.length < MIN_PAIRS) return null;
  const pairs = runs.flatMap((run, i) => (i % 2 === 0 ? [[run, runs[i + 1]!] as const] : []));
  if (pairs.some(([first, second]) => first.sign === second.sign)) return null;
  const ratios = pairs.map(([first, second]) => ({
    log: first.sign * first.log + second.sign * second.log,
    disturbed: first.disturbed || second.disturbed,
  }));
  return restingOn(ratios).used.map(({ log }) => log);
}

interface Run {
  startedAt: number;
  log: number;
  sign: 1 | -1;
  disturbed: boolean;
}

function runsOf({ results }: Measured, sign: Run['sign']): Run[] {
  return results.map(({ record, result, disturbed }) => ({
    startedAt: Date.parse(record.record.header.plan.startedAt),
    log: Math.log(result.throughput.value),
    sign,
    disturbed,
  }));
}
