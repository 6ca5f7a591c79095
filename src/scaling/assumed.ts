import { coreThroughput } from './core.js';
import { type MeasuredPoint, NORMAL_95 } from './points.js';
import type { ScalingPrediction } from './prediction.js';
import { priors } from './priors.js';
import { type Threads, throughputWithThreads } from './smt.js';

/**
 * What one or two counts allow to say: the range that public measurements of other software and machines span,
 * put through the largest count, and widened by how little that count is known, up to the ideal.
 */
export function assumedPrediction(
  points: readonly MeasuredPoint[],
  workers: number,
  threads: Threads | undefined,
  quotaCpus = Number.POSITIVE_INFINITY,
): ScalingPrediction {
  const last = points.at(-1)!;
  const shape = (which: 'low' | 'middle' | 'high', count: number) => {
    const { alpha, beta } = priors.assumed;
    const worst = { low: 'high', middle: 'middle', high: 'low' } as const;
    const core = (n: number) => coreThroughput(n, alpha[worst[which]], beta[worst[which]]);
    const within = Math.min(count, quotaCpus);
    return threads === undefined
      ? core(within)
      : throughputWithThreads(core, priors.yield[which], threads, within);
  };
  const from = (which: 'low' | 'middle' | 'high') =>
    last.throughput * (shape(which, workers) / shape(which, last.workers));
  const [low, throughput, high] = [from('low'), from('middle'), from('high')].toSorted((a, b) => a - b);
  const known = Math.exp(NORMAL_95 * (last.error ?? 0));
  const ideal = (workers * points[0]!.throughput) / points[0]!.workers;
  return {
    throughput: throughput!,
    low: low! / known,
    high: Math.max(high!, Math.min(high! * known, ideal)),
    extrapolated: workers > last.workers,
    assumed: true,
  };
}
