import { formatRatioInterval, listed } from '../../stats/index.js';
import { formatPrice } from '../catalog/index.js';
import type { PricedGroup } from './price.js';
import type { Entry, SettingComparison } from './schema.js';
import { nameOf } from './setting.js';
import { nameComparison, nameMore, nameThroughput } from './wording.js';
import type { Work } from './work.js';

const MOST_TOLD = 4;

/** Which machine is fastest and how sure that is; then how the others stand, and what is cheapest. */
export function machinesAnswer(
  work: Work,
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

function headlineOf(work: Work, [best]: readonly Entry[], first: SettingComparison | undefined): string {
  if (best === undefined) return 'no figure, on no machine';
  const does = `${nameThroughput(best, work)} with ${nameOf(best.setting)}`;
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
