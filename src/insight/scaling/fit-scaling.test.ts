import { describe, expect, it } from 'vitest';
import { fitScaling, type ScalingMachine, type ScalingPoint } from './index.js';
import { core, EIGHT, pointsOf, smt, threaded } from './testing/curves.js';

describe('the choice of a law', () => {
  it.each<[string, ScalingPoint[], ScalingMachine]>([
    ['linear', pointsOf(EIGHT, (n) => 7 * n), {}],
    ['amdahl', pointsOf(EIGHT, (n) => 7 * core(n, 0.05, 0)), {}],
    ['usl', pointsOf(EIGHT, (n) => 7 * core(n, 0.02, 0.002)), {}],
    ['saturating', pointsOf(EIGHT, (n) => 7 * (1 - Math.exp(-n / 9))), {}],
    ['usl-smt', pointsOf([1, 8, 16, 32], threaded), smt],
    ['quota', pointsOf([1, 2, 3, 4, 6, 8], (n) => 5 * Math.min(n, 3.5)), { quotaCpus: 3.5 }],
  ])('%s', (law, points, machine) => {
    const fit = fitScaling(points, machine);
    expect(fit.law).toBe(law);
    for (const { workers, throughput } of points) {
      expect(fit.predict(workers).throughput / throughput).toBeCloseTo(1, 3);
    }
    expect(fit.candidates.map((candidate) => candidate.law)).toContain(law);
  });

  it('finds α and β', () => {
    const { parameters } = fitScaling(pointsOf(EIGHT, (n) => 7 * core(n, 0.02, 0.002)));
    expect(parameters.gamma).toBeCloseTo(7, 4);
    expect(parameters.alpha).toBeCloseTo(0.02, 5);
    expect(parameters.beta).toBeCloseTo(0.002, 6);
  });

  it('four counts carry γ, α and the yield; β and turbo are held by their priors', () => {
    const fit = fitScaling(pointsOf([1, 8, 16, 32], threaded), smt);
    expect(Object.keys(fit.parameters)).toEqual(['gamma', 'alpha', 'yield']);
    expect(Object.keys(fit.assumed)).toEqual(['beta', 'turbo', 'knee']);
    expect(fit.parameters.yield).toBeCloseTo(1.2, 3);
  });

  it('never frees more than n − 1 parameters', () => {
    for (let n = 3; n <= EIGHT.length; n++) {
      for (const machine of [{}, smt]) {
        const { parameters } = fitScaling(pointsOf([...EIGHT.slice(0, n - 1), 32], threaded), machine);
        expect(Object.keys(parameters).length).toBeLessThan(n);
      }
    }
  });
});

describe('the knee', () => {
  const every = Array.from({ length: 32 }, (_, i) => i + 1);

  it('is found in the points where the machine says nothing', () => {
    const fit = fitScaling(pointsOf(every, threaded));
    expect(fit.law).toBe('usl-smt');
    expect(fit.parameters.knee).toBe(16);
    expect(fit.warnings.join()).toContain('bend at 16 workers');
  });

  it('is not found where the intervals of the points allow a straight line', () => {
    const within = (share: number) =>
      pointsOf(every, threaded).map((point) => ({
        ...point,
        low: point.throughput / (1 + share),
        high: point.throughput * (1 + share),
      }));
    expect(fitScaling(within(0.1)).warnings.join()).toContain('bend at 16 workers');
    expect(fitScaling(within(0.6)).warnings.join()).not.toContain('bend at 16 workers');
  });

  it('is not found on a straight curve, nor on one that droops', () => {
    for (const alpha of [0, 0.001, 0.02]) {
      expect(fitScaling(pointsOf(every, (n) => core(n, alpha, 0))).parameters.knee).toBeUndefined();
    }
  });

  it('is a finding where the machine reports one thread a core and the points bend', () => {
    const fit = fitScaling(pointsOf(every, threaded), { physicalCores: 32, logicalCores: 32 });
    expect(fit.warnings.join()).toContain('reports 32 physical cores, but the points bend at 16');
  });

  it('is a finding where the machine reports two threads per core and the points are straight', () => {
    const fit = fitScaling(
      pointsOf([1, 8, 16, 32], (n) => 3 * n),
      smt,
    );
    expect(fit.warnings.join()).toContain('do not bend');
    expect(fit.predict(24).throughput).toBeCloseTo(72, 1);
  });

  it('that nobody measured is crossed with the yield as a range', () => {
    const fit = fitScaling(pointsOf([1, 4, 8, 16], threaded), smt);
    const [at, across] = [fit.predict(16), fit.predict(32)];
    expect(at.assumed).toBeUndefined();
    expect(across).toMatchObject({ assumed: true, extrapolated: true });
    expect(across.low / at.throughput).toBeLessThan(0.43);
    expect(across.high / at.throughput).toBeGreaterThan(1.55);
    expect(fit.warnings.join()).toContain('0.42 to 1.56');
  });
});

describe('predictions', () => {
  it('a count beyond the logical CPUs is a larger machine of the same kind', () => {
    const fit = fitScaling(
      pointsOf([1, 8, 16, 32], (n) => 2 * Math.min(n, 16) + 0.4 * Math.max(0, n - 16)),
      smt,
    );
    expect(fit.predict(64).throughput / fit.predict(32).throughput).toBeCloseTo(2, 2);
    expect(fit.predict(64).extrapolated).toBe(true);
  });

  it('beyond a quota they are flat', () => {
    const fit = fitScaling(
      pointsOf([1, 2, 3], (n) => n),
      { quotaCpus: 4 },
    );
    expect(fit.predict(16).throughput).toBe(fit.predict(4).throughput);
  });

  it('are wider beyond the largest count', () => {
    const fit = fitScaling(pointsOf(EIGHT, (n) => 7 * core(n, 0.01, 0)));
    const widths = [32, 64, 128, 256].map((workers) => {
      const { low, high, throughput } = fit.predict(workers);
      return (high - low) / throughput;
    });
    expect(widths).toEqual(widths.toSorted((a, b) => a - b));
    expect(fit.predict(32).extrapolated).toBe(false);
  });

  it('end at perfect scaling from the last count, however little the points settle', () => {
    const measured = Object.entries({ 1: 100, 2: 190, 4: 340, 8: 560 });
    const points = measured.map(([workers, throughput]) => ({
      workers: Number(workers),
      throughput,
      low: 0.98 * throughput,
      high: 1.02 * throughput,
    }));
    const { high } = fitScaling(points).predict(64);
    expect(high).toBeGreaterThan(8 * 560);
    expect(high).toBeLessThan(1.03 * 8 * 560);
  });

  it('end at perfect scaling of what was measured under a quota too', () => {
    const measured = Object.entries({ 1: 100, 2: 150, 3: 180 });
    const points = measured.map(([workers, throughput]) => ({ workers: Number(workers), throughput }));
    expect(fitScaling(points, { quotaCpus: 4 }).predict(16).high).toBeLessThan(1.02 * (4 / 3) * 180);
  });

  it('are not bounded so where something superlinear was measured', () => {
    const points = pointsOf([1, 2, 4, 8], (n) => (n === 8 ? 9.6 : n));
    expect(fitScaling(points).predict(16).high).toBeGreaterThan(19);
  });

  it('samples that scatter more widen the interval', () => {
    const width = (scatter: number) => {
      const { low, high } = fitScaling(
        EIGHT.map((workers) => ({
          workers,
          throughput: workers,
          samples: [workers * (1 - scatter), workers, workers * (1 + scatter)],
        })),
      ).predict(8);
      return high - low;
    };
    expect(width(0.1)).toBeGreaterThan(2 * width(0.02));
  });

  it('points of one count are merged and count as its samples', () => {
    const points = pointsOf([1, 2, 4], (n) => 10 * n);
    const fit = fitScaling([...points, { workers: 4, throughput: 40 }]);
    expect(fit.predict(4).throughput).toBeCloseTo(40, 6);
  });
});

describe('a peak', () => {
  it('is reported with its interval where the fall is significant', () => {
    const fit = fitScaling(pointsOf(EIGHT, (n) => core(n, 0.02, 0.01)));
    expect(fit.peak!.workers).toBeCloseTo(Math.sqrt(0.98 / 0.01), 3);
    expect(fit.peak!.low).toBeLessThan(fit.peak!.throughput);
    expect(fit.peak!.high).toBeGreaterThan(fit.peak!.throughput);
  });

  it('is not where beta is within its error', () => {
    const noisy = [22.7, 45.4, 76.9, 109.3, 100, 137.6, 143.2, 145.3];
    const points = [2, 4, 8, 12, 16, 20, 24, 30].map((workers, i) => ({ workers, throughput: noisy[i]! }));
    expect(fitScaling(points).peak).toBeUndefined();
  });

  it('is at the physical cores where the second threads cost more than they give', () => {
    const fit = fitScaling(
      pointsOf([1, 4, 8, 12, 16, 24, 32], (n) => Math.min(n, 16) * (n > 16 ? 1 - (n - 16) / 64 : 1)),
      smt,
    );
    expect(fit.peak!.workers).toBe(16);
  });
});
