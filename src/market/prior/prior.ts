import { median } from '../../stats/index.js';
import { covarianceOf } from './covariance.js';
import type { PublicRates } from './public-rates.js';
import { residualsOf } from './residuals.js';

/**
 * What other workloads say of a new one: its log rates over all types are multivariate t, around the mean over
 * workloads plus a level that nothing is known of.
 */
export interface Prior {
  readonly rates: PublicRates;
  /** By coordinate: each type on one vCPU, then each on all. */
  readonly mean: readonly number[];
  /** Of a workload that deviates as much as half of all do. */
  readonly covariance: readonly (readonly number[])[];
  /** Of the distribution of how much workloads deviate: the lower, the more they differ in that. */
  readonly degreesOfFreedom: number;
  /** The workloads themselves: how each deviates from the mean, and how much, as a multiple of `covariance`. */
  readonly members: readonly { residuals: readonly number[]; scale: number }[];
}

/**
 * Squared scales of workloads follow an inverse gamma distribution: some deviate ten times as much as others. Fitted to
 * the variance of their logarithm on the development data: 1.6.
 */
const DEGREES_OF_FREEDOM = 1.6;
/** Median of a gamma distribution of shape 0.8, ÷ its shape: from the median of squared scales to their parameter. */
const MEDIAN_OF_GAMMA = 0.6267;

/** Takes a tenth of a second, once for the same rates. */
export function priorFrom(rates: PublicRates): Prior {
  const found = known.get(rates) ?? computePrior(rates);
  known.set(rates, found);
  return found;
}

const known = new WeakMap<PublicRates, Prior>();

function computePrior(rates: PublicRates): Prior {
  // A workload on one type says nothing of the others.
  const rows = rates.logRates.filter((row) => row.filter((value) => value !== null).length > 2);
  const { mean, own } = residualsOf(rows);
  const squares = own.map((row) => row.reduce((sum, value) => sum + value ** 2, 0) / row.length);
  const parameter = Math.sqrt(median(squares) * MEDIAN_OF_GAMMA);
  const scales = squares.map((square) => Math.sqrt(square));
  const unit = own.map((row, i) => row.map((value) => (parameter * value) / scales[i]!));
  return {
    rates,
    mean,
    covariance: covarianceOf(unit, rates.types),
    degreesOfFreedom: DEGREES_OF_FREEDOM,
    members: own.map((residuals, i) => ({ residuals, scale: scales[i]! / parameter })),
  };
}
