import {
  type DifferenceVerdict,
  differenceOf,
  differenceVerdicts,
  estimateOf,
  type SeriesSummary,
  summaryOf,
  surelyBelow,
} from '../stats/index.js';
import { type Measured, throughputOf } from './measured.js';
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
  const designs = family.map(designOf);
  const differences = family.map((sides, i) => differenceBetween(sides, designs[i]!));
  const verdicts = differenceVerdicts(differences);
  const beyond = margin === undefined ? undefined : surelyBelow(differences, Math.log(1 - margin));
  return family.map(({ of, to, setting, isAnswer }, i) => ({
    of: of.name,
    to: to.name,
    setting,
    isAnswer,
    verdict: verdicts[i]!.verdict,
    ratio: verdicts[i]!.ratio,
    design: designs[i]!,
    records: { of: of.measured.results.length, to: to.measured.results.length },
    ...moreRecords(family[i]!, verdicts[i]!),
    ...(beyond && { isRegression: beyond[i]! && verdicts[i]!.verdict === 'slower' }),
  }));
}

function designOf({ of, to }: Sides): SettingComparison['design'] {
  const fewest = Math.min(of.measured.results.length, to.measured.results.length);
  if (fewest < 2) return 'one record';
  return madeInTurns(of.measured, to.measured) ? 'pairs' : 'means';
}

/** Log throughput of one side less that of the other. */
function differenceBetween({ of, to }: Sides, design: SettingComparison['design']): SeriesSummary {
  const pairs = design === 'pairs' ? madeInTurns(of.measured, to.measured) : null;
  if (pairs) return summaryOf(estimateOf(pairs));
  return differenceOf(throughputOf(of.measured), throughputOf(to.measured));
}

function moreRecords({ of, to }: Sides, { timesAsMany }: DifferenceVerdict): { moreRecords?: number } {
  if (timesAsMany === null) return {};
  const fewest = Math.min(of.measured.results.length, to.measured.results.length);
  return { moreRecords: Math.max(1, Math.ceil(fewest * timesAsMany) - fewest) };
}
