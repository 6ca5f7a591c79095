import { defineLaw } from './law.js';
import { contention, coreThroughput } from './usl-curve.js';

/**
 * A share α of the work cannot be split (Amdahl, Validity of the single processor approach to achieving large
 * scale computing capabilities, AFIPS 30, 1967). Assumes work of a fixed size, a serial part that does not
 * depend on N, and the rest split without loss. Its ceiling is γ ÷ α.
 */
export const amdahl = defineLaw({
  name: 'amdahl',
  formula: 'X(N) = γN / (1 + α(N − 1))',
  parameters: 2,
  model: (workers) => ({
    parameters: [{ ...contention(workers.at(-1)!), upper: 1 }],
    relative: ([alpha], count) => coreThroughput(count, alpha!, 0),
  }),
});
