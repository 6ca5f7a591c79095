import { leastSquares } from '../scaling/index.js';
import { chunksizesOf, type MeasuredCase } from './measured-case.js';

/** In units of what would explain everything. */
const UNBOUNDED = 1e9;

/** One measured amount, and how often each of the causes that make it up occurred. */
interface Composite {
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

/** Of an amount that messages cause: a chunk that travels alone, one that goes with others, a task. */
export interface MessageCosts {
  alone: number;
  further: number;
  perTask: number;
}

/**
 * Tells apart what cases of several chunksizes let be told apart; where no chunks went together, a further one
 * costs the same. An error counts by its share of the case's wall time.
 */
export function separateMessages(
  measured: readonly MeasuredCase[],
  amountOf: (one: MeasuredCase) => number,
): MessageCosts {
  const goTogether = measured.some(({ chunks, messages }) => chunks > messages);
  const isSeparable = chunksizesOf(measured) > 1;
  const composites = measured.map((one) => {
    const { messages, chunks, tasks, wallMs } = one;
    const counts = [messages, ...(goTogether ? [chunks - messages] : []), ...(isSeparable ? [tasks] : [])];
    return { amount: amountOf(one), counts, weight: 1 / wallMs };
  });
  const costs = separate(composites, 1 + Number(goTogether) + Number(isSeparable));
  const alone = costs[0]!;
  return { alone, further: goTogether ? costs[1]! : alone, perTask: isSeparable ? costs.at(-1)! : 0 };
}
