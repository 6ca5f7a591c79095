import { defineLaw } from '../law.js';
import { saturation } from '../saturation.js';

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
