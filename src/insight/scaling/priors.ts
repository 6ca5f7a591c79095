/**
 * What is assumed where the points cannot tell. `npm run bench:models` prints the same figures from the public
 * data in bench/models/data, so that they can be questioned.
 */
export const priors = {
  /** α(N − 1), the throughput that contention takes at the largest measured count, as a share of what is left. */
  contention: { mean: 0, deviation: 0.2 },
  /** βN(N − 1), the same for crosstalk. */
  crosstalk: { mean: 0, deviation: 0.05 },
  /** τ: how much slower a worker is beside others than alone, whatever the company (turbo clocks). */
  turbo: { mean: 0, deviation: 0.02 },
  /**
   * Throughput of a physical core with all its threads busy ÷ with one: the median, the ninth smallest and the
   * ninth largest of the medians of 84 kinds of work (bench/models/data/smt-yield.jsonl).
   */
  yield: { low: 0.42, middle: 1.2, high: 1.56, deviation: 0.3 },
  /** Single-count scatter of clean measurements, as a fraction, where the points carry no error of their own. */
  noise: 0.003,
  /** Software at large, for fewer than three points: published and measured fits. */
  assumed: { alpha: { low: 0, middle: 0.016, high: 0.06 }, beta: { low: 0, middle: 0, high: 0.0004 } },
} as const;

/**
 * How far measured throughputs lie from a law that fits, beyond what sampling explains: no law is the machine.
 * Half-widths of 95 % intervals of ln throughput.
 */
export interface Discrepancy {
  /** Between the measured counts, on a straight curve. */
  inside: number;
  /** More of it for each unit of efficiency missing below the knee: a curve that bends does so in its own way. */
  loss: number;
  /** More of it for each doubling beyond the largest measured count. */
  beyond: number;
}

/** From `npm run bench:models`, which calibrates them on the public curves. */
export const calibratedDiscrepancy: Discrepancy = { inside: 0.0033, loss: 0.25, beyond: 0.042 };

/** `efficiency` is that of the law at the count, 1 being no loss; SMT does not count as one. */
export function discrepancyAt(
  { inside, loss, beyond }: Discrepancy,
  efficiency: number,
  doublings: number,
): number {
  return inside + loss * Math.max(0, 1 - efficiency) + beyond * Math.max(0, doublings);
}
