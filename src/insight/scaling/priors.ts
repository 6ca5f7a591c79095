/**
 * What is assumed where the points cannot tell. `npm run bench:models` prints the same figures from the public
 * data in bench/models/data, so that they can be questioned.
 */
export const priors = {
  /** α(N − 1), the throughput lost to contention at the largest measured count, as a share of what is left. */
  contention: { mean: 0, deviation: 0.2 },
  /** βN(N − 1), the same for crosstalk. */
  crosstalk: { mean: 0, deviation: 0.05 },
  /** τ: how much slower a worker is in company than alone, whatever the company (turbo clocks). */
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
