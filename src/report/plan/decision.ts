import { nameWorkers } from '../../insight/analysis/index.js';
import { isMeasured } from '../../market/plan/index.js';
import { counted, formatCount, formatPercent } from '../../stats/index.js';
import type { PlanChoice } from './choice-schema.js';
import { certaintySentence, riskText, surestSentence } from './risk.js';
import type { PlanDocument } from './schema.js';
import {
  demandText,
  formatCost,
  formatCostRange,
  formatTime,
  memoryText,
  nameOf,
  settingOf,
} from './words.js';

type Told = Pick<
  PlanDocument,
  'choices' | 'constraints' | 'demand' | 'currency' | 'impossible' | 'sensitivity' | 'rivals' | 'risk'
>;

/** What a choice was made from, beside what is told of it. */
type ToldOfShop = Told & { considered: number; burstable: number; known: number | null };

/** What to buy, in one sentence. */
export function decisionOf({ choices, constraints, demand, currency, impossible, risk }: Told): string {
  const [first] = choices;
  if (first === undefined) return `${impossible!.message} ${impossible!.nearest}`;
  const { instances, costPerHour } = first;
  const warning = isArbitrary(first) ? `${measureFirst(first)} ` : '';
  const each = `${instances === 1 ? '' : 'each '}with ${nameWorkers(first)}`;
  const cost = `${formatCost(costPerHour.value, currency)} an hour${rangeText(first, currency)}${termsOf(constraints)}`;
  return `${warning}For ${demandText(demand)}: ${formatCount(instances)} × ${nameOf(first)}, ${each}${inBrackets(`${settingOf(first)}${memoryText(first)}`)}, ${cost}; ${effectOf(first, demand)}; ${knownText(first)}${outranksText(first)}${riskText(risk)}.`;
}

/** What it rests on, in a word or a few. */
function knownText({ known, provenance }: PlanChoice): string {
  return known === 'predicted' ? known : provenance.row;
}

function inBrackets(text: string): string {
  return text === '' ? '' : ` (${text.replace(/^; /, '')})`;
}

/** Beyond what the speed of unmeasured cores and of their threads leaves open, which is a factor of twelve. */
const MOST_RANGE = 20;

/** What is known of the choice allows nearly any number of it. */
export function isArbitrary({ costPerHour: { low, high }, known, instances, expected }: PlanChoice): boolean {
  // Of these it is said how likely they are enough, and what less certainty costs.
  if (known === 'predicted') return instances > expected!.instances * MOST_RANGE;
  return high !== null && high > low * MOST_RANGE;
}

function measureFirst(first: PlanChoice): string {
  const { low, high } = first.instancesRange;
  return `Buy nothing on this: measure again, on ${nameOf(first)} itself (npx corewise run --instance-type ${first.instance}), since what is known allows ${formatCount(low)} to ${formatCount(high!)} of them.`;
}

function rangeText({ costPerHour, instancesRange: { low, high } }: PlanChoice, currency: string): string {
  return low === high ? '' : ` (${formatCostRange(costPerHour, currency)})`;
}

/** What is not seen in the count: spare instances, and another price than the listed one. */
function termsOf({ spare, price }: PlanDocument['constraints']): string {
  return [
    ...(spare === 0 ? [] : [`, ${counted(spare, 'spare instance')} included`]),
    ...(price === undefined ? [] : [`, at ${price.factor} × the list price (${price.name})`]),
  ].join('');
}

function effectOf({ timeMs, utilisation }: PlanChoice, demand: PlanDocument['demand']): string {
  const used = `${formatPercent(utilisation.value)} used`;
  if (timeMs === null) return used;
  const time = formatTime(timeMs.value);
  if (demand.kind === 'job') return `it takes ${time}`;
  return demand.kind === 'arrivals'
    ? `95 % are done within ${time} behind a ${demand.balancer} balancer, ${used}`
    : `a program takes ${time}`;
}

/** To be said wherever such a choice stands before a measured one. */
export function outranksText({ outranks }: PlanChoice): string {
  return outranks === null ? '' : `, yet before ${outranks.instance} (#${outranks.rank}), which was measured`;
}

/** How sure the decision is, and what would change it. */
export function reasonsFor(told: ToldOfShop): string[] {
  const [first, ...others] = told.choices;
  if (first === undefined) return [];
  const { risk, currency, constraints } = told;
  const sentences = risk
    ? [certaintySentence(risk, currency), surestSentence(risk, constraints, currency)]
    : [];
  return [
    certaintyOf(others, told),
    ...sentences.filter((sentence) => sentence !== ''),
    ...(told.sensitivity ? [told.sensitivity.message] : []),
  ];
}

function certaintyOf(others: readonly PlanChoice[], told: ToldOfShop): string {
  const { rivals } = told;
  const shop = shopText(told);
  if (told.considered === 1) return `It is ${shop}.`;
  if (others.length === 0) return `It is the only one of ${shop} that meets the demand.`;
  if (rivals.count === 0) {
    // The others were left out by what they cost at the expected speed.
    const stays = rivals.isLeast ? '; of those simulated it stays so' : '';
    return `It is the cheapest of ${shop}${stays}, whatever the speed of its cores within what is known.`;
  }
  return `It is the cheapest of ${shop} by expected cost; ${rivals.isLeast ? 'at least ' : ''}${counted(rivals.count, 'type')} with other cores may be as cheap, ${rivals.nearest} first, since their ranges overlap.`;
}

/** What was chosen from: `the 120 types in the catalog`, `the 12 arm64 types of aws in the catalog`. */
function shopText({ considered, constraints, burstable, known }: ToldOfShop): string {
  const { provider, architecture } = constraints;
  const words = [
    architecture,
    considered === 1 ? 'type' : 'types',
    ...(provider === undefined ? [] : ['of', provider]),
    'in the catalog',
    ...(burstable === 0 ? [] : ['that are not burstable']),
  ].filter((word) => word !== undefined);
  if (considered === 1) return `the only ${words.join(' ')}`;
  if (known === null || known === considered || known === 0) return `the ${considered} ${words.join(' ')}`;
  return `${known} of the ${considered} ${words.join(' ')} (those with public data)`;
}

/** What would change the answer, of cores that differ from the winner's. */
export function sensitivityText(
  winner: PlanChoice,
  rival: PlanChoice,
  { winnerSpeed, rivalSpeed }: { winnerSpeed: number | null; rivalSpeed: number | null },
): string {
  const [a, b] = [nameOf(winner), nameOf(rival)];
  const slower =
    winnerSpeed === null
      ? null
      : `its cores are more than ${formatPercent(1 - winnerSpeed)} slower than ${isMeasured(winner.provenance.coreSpeed) ? 'measured' : supposed(winner)}`;
  const isRivalKnown = rival.coreSpeed.low === rival.coreSpeed.high;
  const faster =
    rivalSpeed === null || isRivalKnown
      ? null
      : `those of ${b} are more than ${formatPercent(rivalSpeed - 1)} faster than ${supposed(rival)}`;
  const turns = [slower, faster].filter((turn) => turn !== null);
  if (turns.length === 0) return `${a} stays cheaper than ${b} whatever the speed of either’s cores.`;
  return `${a} wins unless ${turns.join(', or ')}; then ${b} is cheaper. ${opennessOf(winner, winnerSpeed, rival, rivalSpeed)}`;
}

const supposed = ({ known }: PlanChoice) => (known === 'predicted' ? 'predicted' : 'assumed');

/** Whether what is known of the cores leaves that open. */
function opennessOf(winner: PlanChoice, slow: number | null, rival: PlanChoice, fast: number | null): string {
  const isOpen =
    (slow !== null && winner.coreSpeed.low < slow * winner.coreSpeed.value) ||
    (fast !== null && rival.coreSpeed.high > fast * rival.coreSpeed.value);
  return isOpen
    ? 'What is known about the cores leaves that open.'
    : 'What is known about the cores rules that out.';
}
