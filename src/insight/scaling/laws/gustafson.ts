import { defineLaw } from '../law.js';
import { others } from '../model.js';

/**
 * Scaled speedup (Gustafson, Reevaluating Amdahl's law, CACM 31, 1988): the parallel work grows with the
 * workers, the serial time does not, and α is its share of the time on N workers. For throughputs of such work
 * only; `fitScaling` does not choose it, since work of a fixed size would be given a serial fraction that it
 * does not have.
 */
export const gustafson = defineLaw({
  name: 'gustafson',
  formula: 'X(N) = γ(N − α(N − 1))',
  parameters: 2,
  model: () => ({
    parameters: [{ name: 'alpha', lower: 0, upper: 1, unit: 1, starts: [0.01, 0.5] }],
    relative: ([alpha], workers) => workers - alpha! * others(workers),
  }),
});
