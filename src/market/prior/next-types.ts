import { jStat } from '../../stats/index.js';
import type { Posterior, Predicted } from './posterior.js';

/** A machine that could be chosen, and measured before. */
export interface Offer {
  /** Index of the machine. */
  machine: number;
  /** Of several that are measured at the same time, no two are of one kind. */
  kind: string;
  /** Logarithm of what it costs to meet the demand, if it is as fast as predicted. */
  logCost: number;
  /** Logarithm of the least that it can cost, however fast it is: whole instances are bought. */
  floor: number;
  /** What measuring it costs, beside others. */
  pricePerHour: number;
  isMeasured: boolean;
}

export interface NextType {
  machine: number;
  /** Expected share by which the cheapest choice becomes cheaper once it is measured. */
  saving: number;
}

/** Nearly as much to be expected of one is as good, and the smaller machine is cheaper to measure. */
const AS_GOOD = 0.9;

/**
 * Which types to measure, the most promising first: by expected improvement of the least cost (Jones, Schonlau and
 * Welch, J. Global Optim. 13, 1998), on a log scale. Several at once: after each pick its measurement is taken to be
 * what is expected of it, which leaves the means and narrows what is like it (Ginsbourger et al., 2010). Where nothing
 * that could be chosen was measured, what is expected to be cheapest comes first.
 */
export function nextTypes(posterior: Posterior, offers: readonly Offer[], count: number): NextType[] {
  const measured = offers.filter(({ isMeasured }) => isMeasured);
  const picked: Offer[] = [];
  const savings: number[] = [];
  while (picked.length < count) {
    const known = [...measured, ...picked];
    const unknown = offers.filter((one) => !known.includes(one));
    if (unknown.length === 0) break;
    const others = unknown.filter(({ kind }) => picked.every((one) => one.kind !== kind));
    const left = others.length > 0 ? others : unknown;
    const best = cheapestOf(known.length > 0 ? known : left);
    const improvements = improvementsOver(best, left, { posterior, picked });
    const largest = Math.max(0, ...improvements.map(({ improvement }) => improvement));
    const asGood = improvements.filter(({ improvement }) => improvement >= AS_GOOD * largest);
    const smallest = asGood
      .map(({ offer }) => offer)
      .reduce((a, b) => (b.pricePerHour < a.pricePerHour ? b : a));
    picked.push(known.length > 0 ? smallest : best);
    savings.push(1 - Math.exp(-largest));
  }
  return picked.map(({ machine }, i) => ({ machine, saving: savings[i]! }));
}

function cheapestOf(offers: readonly Offer[]): Offer {
  return offers.reduce((a, b) => (b.logCost < a.logCost ? b : a));
}

interface Known {
  posterior: Posterior;
  /** Their measurements are taken to be what is expected. */
  picked: readonly Offer[];
}

function improvementsOver(best: Offer, left: readonly Offer[], { posterior, picked }: Known) {
  const deviations = posterior.deviationsBeside(
    best.machine,
    picked.map(({ machine }) => machine),
  );
  return left.map((offer) => {
    const { mean, degreesOfFreedom } = posterior.predicted[offer.machine]!;
    const beside = { mean, deviation: deviations[offer.machine]!, degreesOfFreedom };
    return { offer, improvement: improvementOf(offer, best.logCost, beside) };
  });
}

/** How far it is expected to come below the least cost, as far as its floor lets it. */
function improvementOf({ logCost, floor }: Offer, least: number, speed: Predicted): number {
  if (floor >= least) return 0;
  return positivePart(least - logCost, speed) - positivePart(floor - logCost, speed);
}

/** Expected positive part of a t variate with this mean. */
function positivePart(mean: number, { deviation, degreesOfFreedom: nu }: Predicted): number {
  if (mean === Number.NEGATIVE_INFINITY) return 0;
  const u = mean / deviation;
  const { cdf, pdf } = jStat().studentt;
  return deviation * (u * cdf(u, nu) + (pdf(u, nu) * (nu + u ** 2)) / (nu - 1));
}
