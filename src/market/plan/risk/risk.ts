import { chancesWithin } from '../../prior/index.js';
import { type Choice, priceOf, type Shop } from '../choice.js';
import { surelyEnough } from '../choose.js';
import type { RankedChoice } from '../rank.js';
import { type Setting, serverOf } from '../settings/settings.js';
import { wholeInstances } from '../sizing/sizing.js';

/** How wrong the first choice can be. */
export interface Risk {
  /** How likely it costs at most a tenth more than the cheapest of the types whose speed is known. */
  withinTenPercent: { chance: number; types: number } | null;
  /** How likely as many as are bought are enough. */
  enough: number;
  /** What it takes at other certainties; where no number would do it is left out. */
  certainties: readonly { certainty: number; instances: number; costPerHour: number }[];
  /** What costs least to be that sure at once, where that is another type: it is better known. */
  surest: RankedChoice | null;
}

const TENTH = 1.1;
const CERTAINTIES = [0.5, 0.95, 0.99];

export function riskOf(first: RankedChoice, choices: readonly RankedChoice[], shop: Shop): Risk {
  return {
    withinTenPercent: withinTenPercent(first, choices, shop),
    enough: chanceEnough(first, shop),
    certainties: certaintiesOf(first, shop),
    surest: surestOf(first, choices, shop),
  };
}

function surestOf(
  first: RankedChoice,
  choices: readonly RankedChoice[],
  { publicSpeeds }: Shop,
): RankedChoice | null {
  if (publicSpeeds === undefined) return null;
  const known = choices.filter(({ instance }) => publicSpeeds.isKnown(instance));
  const surest = known.reduce((a, b) => (b.costPerHour.value < a.costPerHour.value ? b : a), first);
  return surest === first ? null : surest;
}

/** Measured and predicted types, and the first choice in any case. */
function withinTenPercent(first: Choice, choices: readonly Choice[], shop: Shop): Risk['withinTenPercent'] {
  const { publicSpeeds } = shop;
  if (publicSpeeds === undefined) return null;
  const known = choices.filter(
    (choice) => choice === first || choice.setting.isPredicted || publicSpeeds.isMeasured(choice.instance),
  );
  const costs = new Map(
    // Of a type that several regions sell, the cheapest.
    known.toReversed().map((choice) => [publicSpeeds.of(choice.instance).machine, costAt(choice, shop)]),
  );
  const costOf = (machine: number, error: number) => costs.get(machine)!(Math.exp(error));
  const chances = chancesWithin(publicSpeeds.posterior, { machines: [...costs.keys()], costOf }, TENTH);
  return { chance: chances.get(publicSpeeds.of(first.instance).machine)!, types: costs.size };
}

const SLOWEST = 1e-3;
const FASTEST = 1e3;
const STEPS = 40;

/** By the slowest speed at which they still are. */
function chanceEnough({ instances, setting }: Choice, shop: Shop): number {
  const { constraints, demand, sizing } = shop;
  const working = instances - constraints.spare;
  const isEnough = (perSecond: number) => {
    const server = { ...serverOf(setting), perSecond };
    if (demand.kind !== 'arrivals') return sizing.isEnough(server, working);
    const needed = sizing.roughly(server);
    return typeof needed === 'number' && needed <= working;
  };
  const { value } = setting.perSecond;
  let [no, yes] = [value * SLOWEST, value * FASTEST];
  if (isEnough(no)) return 1;
  for (let step = 0; step < STEPS; step++) {
    const middle = Math.sqrt(no * yes);
    if (isEnough(middle)) yes = middle;
    else no = middle;
  }
  return setting.chances.chanceOf(yes);
}

function certaintiesOf({ instance, setting, expected }: Choice, shop: Shop): Risk['certainties'] {
  const { constraints } = shop;
  const least = leastOf(setting, expected.instances, shop);
  return CERTAINTIES.flatMap((certainty) => {
    const needed = surelyEnough(setting, least, shop, certainty);
    if (needed === null) return [];
    const instances = Math.max(needed + constraints.spare, constraints.minInstances);
    return [{ certainty, instances, costPerHour: instances * priceOf(instance, constraints) }];
  });
}

function leastOf(setting: Setting, expected: number, { constraints, demand, sizing }: Shop): number {
  const least = demand.kind === 'arrivals' ? expected - constraints.spare : sizing.least(serverOf(setting));
  return typeof least === 'number' ? Math.max(1, least) : expected;
}

/** What a choice costs an hour if its instances are so many times as fast as expected. */
export function costAt(choice: Choice, { constraints, demand, sizing }: Shop): (speed: number) => number {
  const each = priceOf(choice.instance, constraints);
  const { spare, minInstances } = constraints;
  const count = (needed: number) => Math.max(wholeInstances(needed) + spare, minInstances);
  // Programs have a core each, however fast it is.
  if (demand.kind === 'programs') return () => choice.expected.costPerHour;
  const least = Math.max(1, choice.expected.instances - spare);
  const share = sizing.utilisation(serverOf(choice.setting), 1) / (1 - constraints.headroom);
  const needed = Math.min(least, Math.max(share, least - 1 + SLACK));
  return (speed) => each * count(needed / speed);
}

/** More than one instance less would have been enough. */
const SLACK = 1e-6;
