import { type Interval, jStat } from '../../stats/index.js';
import type { Posterior } from './posterior.js';

/** Rate of a machine with all of its vCPUs, with its 95 % interval. */
export function intervalOf({ predicted }: Posterior, machine: number): Interval {
  const { mean, deviation, degreesOfFreedom } = predicted[machine]!;
  const half = deviation * jStat().studentt.inv(0.975, degreesOfFreedom);
  return { value: Math.exp(mean), low: Math.exp(mean - half), high: Math.exp(mean + half) };
}

/**
 * Logarithm of a rate that the machine reaches with this certainty: what the predicted distribution allows, and no more
 * than what public workloads would have reached as often (split conformal prediction: of n errors, the
 * (n + 1)(1 − certainty)-th smallest; Vovk et al. 2005). The second counts where a few of them fall far behind on
 * some kind of core, which no tail of one shape for all cores has.
 */
export function reachedWith(posterior: Posterior, machine: number, certainty: number): number {
  const { mean, deviation, degreesOfFreedom } = posterior.predicted[machine]!;
  const likely = deviation * jStat().studentt.inv(1 - certainty, degreesOfFreedom);
  const errors = posterior.errorsOf(machine);
  const place = (errors.length + 1) * (1 - certainty) - 1;
  return mean + Math.min(0, likely, between(errors, place));
}

/** How likely the machine reaches a rate, given as its logarithm: the inverse of `reachedWith`. */
export function chanceOf(posterior: Posterior, machine: number, logRate: number): number {
  const { mean, deviation, degreesOfFreedom } = posterior.predicted[machine]!;
  const likely = jStat().studentt.cdf((mean - logRate) / deviation, degreesOfFreedom);
  const errors = posterior.errorsOf(machine);
  const below = errors.filter((error) => mean + error < logRate).length;
  return Math.min(likely, 1 - below / (errors.length + 1));
}

/** At a place that need not be whole; outside of them the nearest. */
function between(ascending: readonly number[], place: number): number {
  const within = Math.max(0, Math.min(ascending.length - 1, place));
  const [low, high] = [Math.floor(within), Math.ceil(within)];
  return ascending[low]! + (within - low) * (ascending[high]! - ascending[low]!);
}

interface Comparison {
  /** All machines that could be chosen. */
  machines: readonly number[];
  /** What a machine costs whose log rate is so far above the predicted one. */
  costOf(machine: number, error: number): number;
}

/** How likely each machine costs at most `factor` times as much as the cheapest. */
export function chancesWithin(
  posterior: Posterior,
  { machines, costOf }: Comparison,
  factor: number,
): Map<number, number> {
  const chances = new Map(machines.map((machine) => [machine, 0]));
  for (const { weight, errors } of posterior.draws()) {
    const costs = machines.map((machine) => costOf(machine, errors[machine]!));
    const most = factor * Math.min(...costs);
    for (const [i, machine] of machines.entries())
      if (costs[i]! <= most) chances.set(machine, Math.min(1, chances.get(machine)! + weight));
  }
  return chances;
}
