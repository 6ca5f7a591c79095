import { defineLaw } from './law.js';
import { withThreads } from './smt.js';
import { contention, coreThroughput, crosstalk, uslPeak } from './usl-curve.js';

/**
 * The USL up to the physical cores P, then a straight line to the logical CPUs L, where a core with all its
 * threads busy gives `yield` times what it gives with one. Two threads of a core share its units, so that the
 * second adds anything from nothing to nearly all of a core, by kind of work: it is a line of its own, and
 * never an extrapolation of the first. On 1,891 public curves of machines with two threads per core, two segments
 * were 0.4 % off at the worst point (median), one USL curve 11.6 %. Assumes that the system fills physical
 * cores first. Needs `physicalCores`; two threads per core where `logicalCores` is not given.
 */
export const uslSmt = defineLaw({
  name: 'usl-smt',
  formula: 'X(N) = USL(N) for N ≤ P, USL(P) · (1 + (yield − 1)(N − P) / (L − P)) for P < N ≤ L',
  parameters: 4,
  model: (workers, { physicalCores, logicalCores = 2 * (physicalCores ?? 0) }) => {
    if (physicalCores === undefined || logicalCores <= physicalCores) return undefined;
    if (!(workers.at(-1)! > physicalCores)) return undefined;
    return withThreads(
      {
        parameters: [contention(physicalCores), crosstalk(physicalCores)],
        relative: ([alpha, beta], count) => coreThroughput(count, alpha!, beta!),
        peak: ([alpha, beta]) => uslPeak(alpha!, beta!),
      },
      { physical: physicalCores, logical: logicalCores },
    );
  },
});
