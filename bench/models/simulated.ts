import { fitScaling, type ScalingPoint } from '../../src/insight/scaling/index.js';
import { type Random, seededRandom } from '../../src/stats/index.js';

export interface Truth {
  alpha: number;
  beta: number;
}

/** Shares of runs whose interval holds the truth, over all eight counts. */
export interface Coverage {
  sampling: number;
  whole: number;
}

const COUNTS = [1, 2, 4, 8, 12, 16, 24, 32];
const NOISE = 0.02;

/** Eight counts of the USL with 2 % noise. */
export function coverageOf({ alpha, beta }: Truth, runs: number, seed: number): Coverage {
  const random = seededRandom(seed);
  let [sampling, whole, checks] = [0, 0, 0];
  for (let run = 0; run < runs; run++) {
    const truth = COUNTS.map((workers) => ({ workers, throughput: usl(workers, alpha, beta) }));
    const fit = fitScaling(truth.map((point) => noisy(point, random)));
    for (const { workers, throughput } of truth) {
      const prediction = fit.predict(workers);
      const narrow = prediction.sampling ?? prediction;
      if (throughput >= narrow.low && throughput <= narrow.high) sampling++;
      if (throughput >= prediction.low && throughput <= prediction.high) whole++;
      checks++;
    }
  }
  return { sampling: sampling / checks, whole: whole / checks };
}

function usl(workers: number, alpha: number, beta: number): number {
  return (100 * workers) / (1 + alpha * (workers - 1) + beta * workers * (workers - 1));
}

function noisy({ workers, throughput }: ScalingPoint, random: Random): ScalingPoint {
  return { workers, throughput: throughput * Math.exp(NOISE * normal(random)) };
}

/** Box and Muller (1958). */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
}
