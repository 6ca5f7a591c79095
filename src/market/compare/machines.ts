import type { ComparedRecord } from './compared-record.js';
import { compareFamily, type Sides } from './comparison.js';
import { type ComparisonOptions, documentOf, pricedGroups } from './document.js';
import { type Candidate, candidatesOf, entriesOf } from './entries.js';
import { machinesOf } from './group.js';
import { machinesAnswer } from './machines-answer.js';
import type { PricedGroup } from './price.js';
import { refuse } from './refusals.js';
import type { ComparisonDocument } from './schema.js';
import { refuseOtherCode, type Work, worksOf } from './work.js';

/**
 * Machines side by side, each at the setting that is fastest there. All pairs of machines over all works are one
 * family, since the order in which they end up is chosen by what was measured.
 * Throws UsageError where the records cannot be compared: see `refuse`; other code under the same name.
 */
export function compareMachines(
  records: readonly ComparedRecord[],
  options: ComparisonOptions,
): ComparisonDocument {
  refuse(records, options.catalog);
  const works = worksOf(records);
  refuseOtherCode(
    works,
    'these records',
    'Run the same code on every machine; to compare versions of it, give the older records with --against.',
  );
  const groups = pricedGroups(machinesOf(records), options.catalog);
  const ranked = works.map((work) => ({ work, candidates: ranking(groups, work) }));
  const family = ranked.flatMap(({ work, candidates }) =>
    pairsOf(candidates).map((sides) => ({ work, sides })),
  );
  const compared = compareFamily(
    family.map(({ sides }) => sides),
    options.margin,
  );
  const answered = ranked.map(({ work, candidates }) => {
    const entries = entriesOf(candidates);
    const comparisons = compared.filter((_, i) => family[i]!.work === work);
    return { work, entries, comparisons, ...machinesAnswer(work, entries, comparisons, groups) };
  });
  return documentOf('machines', groups, works, answered, options);
}

function ranking(groups: readonly PricedGroup[], work: Work): Candidate[] {
  const entries = candidatesOf(groups, work);
  const rank = new Map(entriesOf(entries).map(({ group, rank: place }) => [group, place]));
  return entries.sort((a, b) => rank.get(a.group.name)! - rank.get(b.group.name)!);
}

/** Each machine with every slower one; with the next one is what the ranking rests on. */
function pairsOf(ranked: readonly Candidate[]): Sides[] {
  return ranked.flatMap((of, i) =>
    ranked.slice(i + 1).map((to, next) => ({
      of: { name: of.group.name, measured: of.best },
      to: { name: to.group.name, measured: to.best },
      setting: null,
      isAnswer: next === 0,
    })),
  );
}
