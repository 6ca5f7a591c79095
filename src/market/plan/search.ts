import type { Instance } from '../catalog/index.js';
import { type Choice, isRefusal, type Refusal, type Shop } from './choice.js';
import { chooseOn, settingsFor } from './choose.js';
import { priceOf } from './cost.js';
import { serverOf } from './settings/settings.js';

export interface Found {
  choices: Choice[];
  refusals: Refusal[];
  /** Types that were left out because each costs at least `atLeast` an hour, more than every listed one. */
  dearer: { types: number; atLeast: number } | null;
}

/** Simulations take time: so many of the cheapest choices are found, and no more. */
const MOST_SIMULATED = 12;

/**
 * What each type would cost. Where that takes a simulation, types are taken in the order of the least that they can
 * cost, told without one, until no other can be among the cheapest.
 */
export function search(
  instances: readonly Instance[],
  shop: Shop,
  isWithin: (one: Choice) => boolean,
): Found {
  const found: Found = { choices: [], refusals: [], dearer: null };
  const isSimulated = shop.demand.kind === 'arrivals';
  const queue = instances
    .map((instance) => ({ instance, atLeast: isSimulated ? leastCost(instance, shop) : 0 }))
    .sort((a, b) => a.atLeast - b.atLeast);
  for (const [index, { instance, atLeast }] of queue.entries()) {
    const within = found.choices.filter(isWithin).map(({ costPerHour }) => costPerHour.value);
    const worst = within.sort((a, b) => a - b)[MOST_SIMULATED - 1];
    if (isSimulated && worst !== undefined && atLeast > worst) {
      found.dearer = { types: queue.length - index, atLeast };
      break;
    }
    const one = chooseOn(instance, shop);
    if (isRefusal(one)) found.refusals.push(one);
    else found.choices.push(one);
  }
  return found;
}

function leastCost(instance: Instance, shop: Shop): number {
  const counts = settingsFor(instance, shop).map((setting) => shop.sizing.atLeast(serverOf(setting)));
  const { spare, minInstances } = shop.constraints;
  return Math.max(Math.min(...counts) + spare, minInstances) * priceOf(instance, shop.constraints);
}
