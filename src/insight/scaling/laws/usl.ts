import { defineLaw } from './law.js';
import { contention, coreThroughput, crosstalk, uslPeak } from './usl-curve.js';

/**
 * The Universal Scalability Law (Gunther, A Simple Capacity Model of Massively Parallel Transaction Systems,
 * CMG 1993; Guerrilla Capacity Planning, 2007) in throughput form, α, β ≥ 0: contention queues workers one
 * behind another, crosstalk makes every pair of them exchange something. Assumes like workers on like cores:
 * not two on one core. Its peak is at √((1 − α) ÷ β).
 */
export const usl = defineLaw({
  name: 'usl',
  formula: 'X(N) = γN / (1 + α(N − 1) + βN(N − 1))',
  parameters: 3,
  model: (workers) => ({
    parameters: [contention(workers.at(-1)!), crosstalk(workers.at(-1)!)],
    relative: ([alpha, beta], count) => coreThroughput(count, alpha!, beta!),
    peak: ([alpha, beta]) => uslPeak(alpha!, beta!),
  }),
});
