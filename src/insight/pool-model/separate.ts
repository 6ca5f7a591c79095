import { leastSquares } from '../scaling/index.js';

/** In units of what would explain everything. */
const UNBOUNDED = 1e9;

/** One measured amount, and how often each of the causes that make it up occurred. */
export interface Composite {
  amount: number;
  counts: readonly number[];
  /** What an error of 1 in the amount counts; default 1. */
  weight?: number;
}

/**
 * What each cause takes, by weighted least squares with no cost below 0, nor above what it can take at `most`. Causes that never occurred cost 0. Ask it
 * only for causes whose counts differ from case to case, or one is given what belongs to the other.
 */
export function separate(
  composites: readonly Composite[],
  causes: number,
  most: (cause: number) => number = () => Number.POSITIVE_INFINITY,
): number[] {
  const weighted = composites.map(({ amount, counts, weight = 1 }) => ({
    amount: amount * weight,
    counts: counts.map((count) => count * weight),
  }));
  const largest = Math.max(...weighted.map(({ amount }) => Math.abs(amount)));
  if (!(largest > 0)) return new Array<number>(causes).fill(0);
  const scales = Array.from({ length: causes }, (_, cause) => {
    const often = Math.max(...weighted.map(({ counts }) => counts[cause]!));
    return often > 0 ? largest / often : 0;
  });
  const upper = (scale: number, cause: number) => (scale > 0 ? Math.min(UNBOUNDED, most(cause) / scale) : 0);
  const { parameters } = leastSquares({
    residuals: (costs) =>
      weighted.map(
        ({ amount, counts }) =>
          (counts.reduce((sum, count, cause) => sum + count * scales[cause]! * costs[cause]!, 0) - amount) /
          largest,
      ),
    start: scales.map((scale, cause) => Math.min(0.5, upper(scale, cause))),
    lower: new Array<number>(causes).fill(0),
    upper: scales.map(upper),
  });
  return parameters.map((cost, cause) => cost * scales[cause]!);
}
