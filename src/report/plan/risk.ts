import { formatCount, formatPercent } from '../../stats/index.js';
import type { PlanDocument } from './schema.js';
import { formatCost, nameOf } from './words.js';

type Risk = NonNullable<PlanDocument['risk']>;

/** `; 85 % likely to be within 10 % of the cheapest; 97 % likely to be enough`. Empty where nothing is known of it. */
export function riskText(risk: PlanDocument['risk']): string {
  if (risk == null) return '';
  const { withinTenPercent, enough } = risk;
  const within =
    withinTenPercent === null
      ? ''
      : `; ${chanceText(withinTenPercent.chance)} likely to be within 10 % of the cheapest`;
  return `${within}; ${chanceText(enough)} likely to be enough`;
}

/** Nothing that is predicted is certain. */
function chanceText(chance: number): string {
  if (chance > 0.99) return 'over 99 %';
  return chance < 0.01 ? 'under 1 %' : formatPercent(Math.round(100 * chance) / 100);
}

/** What to buy at once by one who cannot measure first. Empty where that is the first choice. */
export function surestSentence(
  { surest }: Risk,
  { certainty }: PlanDocument['constraints'],
  currency: string,
): string {
  if (surest === null || certainty === undefined) return '';
  const { instances, costPerHour } = surest;
  return `To be ${formatPercent(certainty)} sure without measuring first, ${formatCount(instances)} × ${nameOf(surest)} cost least: ${formatCost(costPerHour, currency)} an hour.`;
}

/** What it would take to be surer, or less sure. Empty where that makes no difference. */
export function certaintySentence({ certainties }: Risk, currency: string): string {
  const counts = new Set(certainties.map(({ instances }) => instances));
  if (counts.size < 2) return '';
  const each = certainties.map(
    ({ certainty, instances, costPerHour }) =>
      `${formatCount(instances)} (${formatCost(costPerHour, currency)} an hour) for ${formatPercent(certainty)}`,
  );
  return `The price of certainty: ${each.join(', ')}.`;
}
