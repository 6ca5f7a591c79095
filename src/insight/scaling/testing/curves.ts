import type { ScalingMachine, ScalingPoint } from '../index.js';

/** The USL in units of one worker. */
export const core = (n: number, alpha: number, beta: number) =>
  n / (1 + alpha * (n - 1) + beta * n * (n - 1));

export const pointsOf = (
  counts: readonly number[],
  throughput: (workers: number) => number,
): ScalingPoint[] => counts.map((workers) => ({ workers, throughput: throughput(workers) }));

export const EIGHT = [1, 2, 4, 8, 12, 16, 24, 32];

/** Two threads per core that gain a fifth. */
export const threaded = (n: number) =>
  100 * core(Math.min(n, 16), 0.002, 0) * (1 + (0.2 * Math.max(0, n - 16)) / 16);

/** What `threaded` is measured on. */
export const smt: ScalingMachine = { physicalCores: 16, logicalCores: 32 };
