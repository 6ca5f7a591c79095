import { defineLaw } from './law.js';

/** X(N) = γN: workers that have nothing to do with each other, each on a core of its own. */
export const linear = defineLaw({
  name: 'linear',
  formula: 'X(N) = γN',
  parameters: 1,
  model: () => ({ parameters: [], relative: (_, workers) => workers }),
});
