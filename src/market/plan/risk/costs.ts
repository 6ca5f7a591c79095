import { type Choice, priceOf, type Shop } from '../choice.js';
import { serverOf } from '../settings/settings.js';
import { wholeInstances } from '../sizing/sizing.js';

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
