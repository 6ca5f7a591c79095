import { priors } from '../priors.js';
import { type Model, type ModelParameter, type ModelPeak, others } from './model.js';

/** Serial fraction, or contention: what every worker waits for (α). `largest` is the largest measured count. */
export function contention(largest: number): ModelParameter {
  return {
    name: 'alpha',
    lower: 0,
    upper: Number.POSITIVE_INFINITY,
    unit: 1 / Math.max(1, others(largest)),
    starts: [0.01, 1],
    prior: priors.contention,
  };
}

/** What every pair of workers exchanges (β). */
export function crosstalk(largest: number): ModelParameter {
  return {
    name: 'beta',
    lower: 0,
    upper: Number.POSITIVE_INFINITY,
    unit: 1 / Math.max(1, largest) / Math.max(1, others(largest)),
    starts: [0.01, 1],
    prior: priors.crosstalk,
  };
}

/** How much faster a worker is alone than in any company (τ): turbo clocks, a cache of its own. */
function turbo(): ModelParameter {
  return {
    name: 'turbo',
    lower: 0,
    upper: 2,
    unit: 1,
    starts: [0.01],
    prior: priors.turbo,
    isAlwaysPrior: true,
  };
}

/** N ÷ (1 + α(N − 1) + βN(N − 1) + τ(N − 1)/N). */
export function coreThroughput(workers: number, alpha: number, beta: number, tau = 0): number {
  const rest = others(workers);
  return workers / (1 + alpha * rest + beta * workers * rest + (tau * rest) / workers);
}

/** √((1 − α) ÷ β) (Gunther), where β > 0 and the peak is beyond one worker. */
export function uslPeak(alpha: number, beta: number): ModelPeak | undefined {
  const workers = Math.sqrt((1 - alpha) / beta);
  const isThere = beta > 0 && Number.isFinite(workers) && workers > 1;
  return isThere ? { workers, because: 'beta', neutral: 0 } : undefined;
}

/** The USL with the correction for a worker alone: what `fitScaling` fits below the physical cores. */
export function correctedUsl(largest: number): Model {
  return {
    parameters: [contention(largest), crosstalk(largest), turbo()],
    relative: ([alpha, beta, tau], workers) => coreThroughput(workers, alpha!, beta!, tau!),
    peak: ([alpha, beta]) => uslPeak(alpha!, beta!),
  };
}
