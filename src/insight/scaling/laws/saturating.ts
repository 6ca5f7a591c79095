import { defineLaw } from './law.js';
import type { Model } from './model.js';

/** (1 − exp(−sN)) ÷ s, which is N for s = 0. */
export function saturation(largest: number): Model {
  return {
    parameters: [
      {
        name: 'saturation',
        lower: 0,
        upper: Number.POSITIVE_INFINITY,
        unit: 1 / largest,
        starts: [0.1, 1, 5],
      },
    ],
    relative: ([rate], workers) => (rate! * workers < 1e-9 ? workers : -Math.expm1(-rate! * workers) / rate!),
  };
}

/**
 * One shared resource that saturates, memory bandwidth above all: linear at first, then ever closer to γ ÷ s.
 * The smooth form of the roofline min(γN, γ/s) (Williams, Waterman, Patterson, CACM 52, 2009): measured
 * bandwidth bends before it ends, since requests queue. Assumes that waiting costs the resource nothing.
 * 1 ÷ s is the number of workers that the resource could feed at full speed.
 */
export const saturating = defineLaw({
  name: 'saturating',
  formula: 'X(N) = γ(1 − exp(−sN)) / s',
  parameters: 2,
  model: (workers) => saturation(workers.at(-1)!),
});
