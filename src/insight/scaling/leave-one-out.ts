import { throughputOf } from './fitting.js';
import type { MeasuredPoint } from './points.js';
import { type Candidate, fitRelatively } from './relative-fit.js';

/**
 * Root mean square of the logarithmic error with which each point is predicted from the others (Stone, JRSS B
 * 36, 1974): about the relative error. It needs no count of parameters, unlike AICc, which is not defined for
 * as few points as these.
 */
export function leaveOneOutError(candidate: Candidate, points: readonly MeasuredPoint[]): number {
  const squares = points.map(({ workers, throughput }, i) => {
    const fit = fitRelatively(candidate, points.toSpliced(i, 1));
    return Math.log(throughputOf(fit, workers) / throughput) ** 2;
  });
  return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / points.length);
}
