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
import { madeInTurns } from './pairs.js';
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
