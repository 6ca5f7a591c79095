import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../own-package.js';
import { seededRandom } from '../../stats/index.js';
import { laws, type ScalingMachine } from './index.js';
import { core, pointsOf } from './testing/curves.js';

const COUNTS = [1, 2, 3, 4, 6, 8, 12, 16];

describe('the plain fit of each law finds the parameters of data without noise', () => {
  const random = seededRandom(7);
  const between = (low: number, high: number) => low + (high - low) * random.next();
  const draws = Array.from({ length: 25 }, () => ({
    gamma: 10 ** between(-6, 9),
    alpha: between(0.001, 0.3),
    beta: between(0.0001, 0.02),
    yield: between(0.5, 1.9),
    saturation: between(0.01, 0.5),
  }));
  type Draw = (typeof draws)[number];
  const machine: ScalingMachine = { physicalCores: 8, logicalCores: 16, quotaCpus: 5.5 };
  const curves: Record<keyof typeof laws, { names: (keyof Draw)[]; at: (draw: Draw, n: number) => number }> =
    {
      linear: { names: ['gamma'], at: ({ gamma }, n) => gamma * n },
      amdahl: { names: ['gamma', 'alpha'], at: ({ gamma, alpha }, n) => gamma * core(n, alpha, 0) },
      usl: {
        names: ['gamma', 'alpha', 'beta'],
        at: ({ gamma, alpha, beta }, n) => gamma * core(n, alpha, beta),
      },
      uslSmt: {
        names: ['gamma', 'alpha', 'beta', 'yield'],
        at: ({ gamma, alpha, beta, yield: gain }, n) =>
          gamma * core(Math.min(n, 8), alpha, beta) * (1 + ((gain - 1) * Math.max(0, n - 8)) / 8),
      },
      quota: {
        names: ['gamma', 'alpha'],
        at: ({ gamma, alpha }, n) => gamma * core(Math.min(n, 5.5), alpha, 0),
      },
      saturating: {
        names: ['gamma', 'saturation'],
        at: ({ gamma, saturation }, n) => (gamma * (1 - Math.exp(-saturation * n))) / saturation,
      },
    };
  it.each(Object.keys(curves) as (keyof typeof laws)[])('%s', (name) => {
    const { names, at } = curves[name];
    for (const draw of draws) {
      const fit = laws[name].fit(
        pointsOf(COUNTS, (n) => at(draw, n)),
        machine,
      )!;
      for (const parameter of names) {
        expect(
          fit.parameters[parameter]! / draw[parameter],
          `${parameter} of ${JSON.stringify(draw)}`,
        ).toBeCloseTo(1, 4);
      }
      expect(fit.predict(10).throughput / at(draw, 10)).toBeCloseTo(1, 6);
    }
  });
});

interface Published {
  id: string;
  points: [number, number][];
  alpha: number;
  beta: number;
  gamma?: number;
  peakWorkers?: number;
  peakThroughput?: number;
  residuals?: number[];
  interval95?: Record<string, [number, number]>;
}
const published = readFileSync(join(packageRoot, 'bench/models/data/published-usl-fits.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => JSON.parse(line) as Published);

describe('published fits of the USL', () => {
  it.each(published)('$id', ({ points, interval95, ...expected }) => {
    const fit = laws.usl.fit(points.map(([workers, throughput]) => ({ workers, throughput })))!;
    const isNear = (got: number, wanted: number, share: number) =>
      expect(Math.abs(got - wanted)).toBeLessThanOrEqual(share * wanted);
    isNear(fit.parameters.alpha!, expected.alpha, 0.005);
    isNear(fit.parameters.beta!, expected.beta, 0.005);
    if (expected.gamma !== undefined) isNear(fit.parameters.gamma!, expected.gamma, 0.001);
    if (expected.peakWorkers !== undefined) isNear(fit.peak!.workers, expected.peakWorkers, 0.001);
    if (expected.peakThroughput !== undefined) isNear(fit.peak!.throughput, expected.peakThroughput, 0.001);
    expected.residuals?.forEach((residual, i) => {
      expect(fit.residuals[i]).toBeCloseTo(residual, 1);
    });
    // The package's "95 %" interval is ± the 95th percentile of t with n − 1 degrees of freedom: 2.015 here.
    for (const [name, [low, high]] of Object.entries(interval95 ?? {})) {
      isNear(fit.standardErrors![name]!, (high - low) / 2 / 2.015, 0.02);
    }
  });

  it('has no peak where beta is at its bound or not significant', () => {
    const peaks = published.map(({ points }) => {
      const fit = laws.usl.fit(points.map(([workers, throughput]) => ({ workers, throughput })))!;
      return fit.peak !== undefined;
    });
    expect(peaks).toEqual([true, true, false, true, false]);
  });
});

describe('a law', () => {
  it.each(['amdahl', 'usl'] as const)('%s stays within its bounds on superlinear data', (name) => {
    const fit = laws[name].fit(pointsOf([1, 2, 4, 8], (n) => n ** 1.3))!;
    expect(fit.parameters.alpha).toBe(0);
    expect(fit.parameters.beta ?? 0).toBe(0);
  });

  it('is undefined below as many points as it has parameters, or without what it needs of the machine', () => {
    const two = pointsOf([1, 2], (n) => n);
    expect(laws.usl.fit(two)).toBeUndefined();
    expect(laws.quota.fit(two)).toBeUndefined();
    expect(laws.uslSmt.fit(pointsOf(COUNTS, (n) => n))).toBeUndefined();
  });

  it('never falls with more workers where nothing makes it', () => {
    for (const name of ['linear', 'amdahl', 'saturating', 'quota'] as const) {
      const fit = laws[name].fit(
        pointsOf(COUNTS, (n) => core(n, 0.05, 0.001)),
        { quotaCpus: 6 },
      )!;
      const at = Array.from({ length: 64 }, (_, i) => fit.predict(i + 1).throughput);
      expect(at.every((value, i) => i === 0 || value >= at[i - 1]!)).toBe(true);
    }
  });

  it('by hand: 10 and 15 on one and two workers are a serial fraction of a third', () => {
    const { gamma, alpha } = laws.amdahl.fit([
      { workers: 1, throughput: 10 },
      { workers: 2, throughput: 15 },
    ])!.parameters;
    expect(gamma).toBeCloseTo(10, 8);
    expect(alpha).toBeCloseTo(1 / 3, 8);
  });
});
