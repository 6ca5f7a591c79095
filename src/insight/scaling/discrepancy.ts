/**
 * How far measured throughputs lie from a law that fits, beyond what sampling explains: no law is the machine.
 * Half-widths of 95 % intervals of ln throughput.
 */
export interface Discrepancy {
  /** Between the measured counts, on a straight curve. */
  inside: number;
  /** More of it for each unit of efficiency lost below the knee: a curve that bends does so in its own way. */
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
