/** Of `of` tasks the `take` that stand for all: spread evenly over them, whatever their number. */
export interface TaskSample {
  of: number;
  take: number;
}

const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** Steps of this length spread the first few of `count` evenly over all of them, however many are taken. */
export function goldenStep(count: number): number {
  return Math.max(1, Math.round(count * GOLDEN));
}

/**
 * All indices below `count`, each once, such that any first few of them are spread evenly: multiples of a step near
 * the golden section of the count that has no divisor in common with it.
 */
export function spreadOrder(count: number): number[] {
  let step = goldenStep(count);
  while (greatestCommonDivisor(step, count) !== 1) step++;
  return Array.from({ length: count }, (_, place) => (place * step) % count);
}

/** The sampled tasks, ascending. */
export function sampledIndices({ of, take }: TaskSample): number[] {
  return spreadOrder(of)
    .slice(0, take)
    .sort((a, b) => a - b);
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
