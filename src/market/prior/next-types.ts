import { jStat } from '../../stats/index.js';
import type { Posterior, Predicted } from './posterior.js';

/** A machine that could be measured next. */
export interface Offer {
  /** Index of the machine. */
  machine: number;
  /** Logarithm of what an hour of it costs. */
  logPrice: number;
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
 * what is expected of it, which leaves the means and narrows what is like it (Ginsbourger et al., 2010).
 */
export function nextTypes(posterior: Posterior, offers: readonly Offer[], count: number): NextType[] {
  const { predicted } = posterior;
  const logCost = ({ machine, logPrice }: Offer) => logPrice - predicted[machine]!.mean;
  const measured = offers.filter(({ isMeasured }) => isMeasured);
  const known = measured.length > 0 ? measured : offers;
  let least = Math.min(...known.map(logCost));
  let deviations = predicted.map(({ deviation }) => deviation);
  const picked: NextType[] = [];
  while (picked.length < count) {
    const left = offers.filter(
      (one) => !one.isMeasured && !picked.some(({ machine }) => machine === one.machine),
    );
    if (left.length === 0) break;
    const found = left.map((offer) => ({
      offer,
      improvement: improvementOf(least - logCost(offer), {
        ...predicted[offer.machine]!,
        deviation: deviations[offer.machine]!,
      }),
    }));
    const best = Math.max(...found.map(({ improvement }) => improvement));
    const asGood = found.filter(({ improvement }) => improvement >= AS_GOOD * best);
    const { offer, improvement } = asGood.reduce((a, b) => (b.offer.logPrice < a.offer.logPrice ? b : a));
    picked.push({ machine: offer.machine, saving: 1 - Math.exp(-improvement) });
    if (picked.length === count) break;
    least = Math.min(least, logCost(offer));
    deviations = posterior.deviationsAfter(picked.map(({ machine }) => machine));
  }
  return picked;
}

/** Expected positive part of a t variate with this mean. */
function improvementOf(mean: number, { deviation, degreesOfFreedom: nu }: Predicted): number {
  const u = mean / deviation;
  const { cdf, pdf } = jStat().studentt;
  const tail = nu > 1 ? (pdf(u, nu) * (nu + u ** 2)) / (nu - 1) : 0;
  return deviation * (u * cdf(u, nu) + tail);
}
