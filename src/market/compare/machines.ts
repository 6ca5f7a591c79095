import { formatRatioInterval, listed } from '../../stats/index.js';
import { formatPrice } from '../catalog/index.js';
import { compareFamily, type Sides } from './comparison.js';
import { type ComparisonOptions, documentOf, pricedGroups } from './document.js';
import { type Entrant, entrantsOf, entriesOf } from './entries.js';
import { type JoinedWork, refuseOtherCode, worksOf } from './joined-work.js';
import { nameOf } from './measured.js';
import type { PricedGroup } from './price.js';
import { type ComparedRecord, machinesOf } from './records.js';
import { refuse } from './refusals.js';
import type { ComparisonDocument, Entry, SettingComparison } from './schema.js';
import { nameComparison, nameMore, nameThroughput } from './wording.js';

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
  const ranked = works.map((work) => ({ work, entrants: ranking(groups, work) }));
  const family = ranked.flatMap(({ work, entrants }) => pairsOf(entrants).map((sides) => ({ work, sides })));
  const compared = compareFamily(
    family.map(({ sides }) => sides),
    options.margin,
  );
  const answered = ranked.map(({ work, entrants }) => {
    const entries = entriesOf(entrants);
    const comparisons = compared.filter((_, i) => family[i]!.work === work);
    return { work, entries, comparisons, ...machinesAnswer(work, entries, comparisons, groups) };
  });
  return documentOf('machines', groups, works, answered, options);
}

function ranking(groups: readonly PricedGroup[], work: JoinedWork): Entrant[] {
  const entries = entrantsOf(groups, work);
  const rank = new Map(entriesOf(entries).map(({ group, rank: place }) => [group, place]));
  return entries.sort((a, b) => rank.get(a.group.name)! - rank.get(b.group.name)!);
}

/** Each machine with every slower one; with the next one is what the ranking rests on. */
function pairsOf(ranked: readonly Entrant[]): Sides[] {
  return ranked.flatMap((of, i) =>
    ranked.slice(i + 1).map((to, next) => ({
      of: { name: of.group.name, measured: of.best },
      to: { name: to.group.name, measured: to.best },
      setting: null,
      isAnswer: next === 0,
    })),
  );
}

const MOST_TOLD = 4;

/** Which machine is fastest and how sure that is; then how the others stand, and what is cheapest. */
function machinesAnswer(
  work: JoinedWork,
  entries: readonly Entry[],
  comparisons: readonly SettingComparison[],
  groups: readonly PricedGroup[],
): { headline: string; why: string } {
  const [first, second, ...rest] = comparisons.filter(({ isAnswer }) => isAnswer);
  const next = [...(second ? [second] : []), ...rest];
  const others = next.slice(0, MOST_TOLD).map((comparison) => `${nameComparison(comparison)}.`);
  const more = next.length > MOST_TOLD ? ['The table has the rest of the ranking.'] : [];
  const cheap = cheapest(entries, groups);
  return {
    headline: `${work.title}: ${headlineOf(work, entries, first)}.`,
    why: [...others, ...more, ...(cheap === undefined ? [] : [cheap])].join(' '),
  };
}

function headlineOf(
  work: JoinedWork,
  [best]: readonly Entry[],
  first: SettingComparison | undefined,
): string {
  if (best === undefined) return 'no machine has a figure';
  const does = `${nameThroughput(best, work)} using ${nameOf(best.setting)}`;
  if (first === undefined) return `${best.group} does ${does}; there is nothing to compare it with`;
  const figure = formatRatioInterval(first.ratio);
  if (first.verdict === 'faster') return `${best.group} is fastest, ${does}: ${figure} of ${first.to}`;
  if (first.verdict === 'same') return `${nameComparison(first)}, and lead: ${does}`;
  return `${best.group} came out first, ${does}, but may not beat ${first.to}: ${figure}${nameMore(first.moreRecords)}`;
}

function cheapest(entries: readonly Entry[], groups: readonly PricedGroup[]): string | undefined {
  const priced = entries.flatMap((entry) => {
    const price = groups.find(({ name }) => name === entry.group)?.price;
    return price && entry.costPerMillion ? [{ entry, cost: entry.costPerMillion, price }] : [];
  });
  const currencies = new Set(priced.map(({ price }) => price.currency));
  if (priced.length < 2 || currencies.size > 1) return undefined;
  const best = priced.reduce((a, b) => (b.cost.value < a.cost.value ? b : a));
  const rivals = priced.filter((one) => one !== best && one.cost.low < best.cost.high);
  const doubt =
    rivals.length === 0 ? '' : `; ${listed(rivals.map(({ entry }) => entry.group))} may be as cheap`;
  return `Cheapest of the ${priced.length} with a price: ${best.entry.group}, ${formatPrice(best.cost.value, best.price.currency)} per million tasks${doubt}.`;
}
