import { describe, expect, it } from 'vitest';
import { UsageError } from '../../errors.js';
import { seededRandom } from '../../stats/index.js';
import { fitScaling, type ScalingFit, type ScalingMachine, type ScalingPoint } from './index.js';

const core = (n: number, alpha: number, beta: number) => n / (1 + alpha * (n - 1) + beta * n * (n - 1));
const pointsOf = (counts: readonly number[], throughput: (workers: number) => number): ScalingPoint[] =>
  counts.map((workers) => ({ workers, throughput: throughput(workers) }));
const EIGHT = [1, 2, 4, 8, 12, 16, 24, 32];
/** Two threads a core that gain a fifth. */
const threaded = (n: number) =>
  100 * core(Math.min(n, 16), 0.002, 0) * (1 + (0.2 * Math.max(0, n - 16)) / 16);
const smt: ScalingMachine = { physicalCores: 16, logicalCores: 32 };

describe('the chosen of a law', () => {
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

  it('is a finding where the machine reports two threads a core and the points are straight', () => {
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

describe('what cannot be told', () => {
  it('below three counts no law is named and the range is assumed', () => {
    const fit = fitScaling(
      pointsOf([1, 2], (n) => 10 * n),
      { physicalCores: 2, logicalCores: 4 },
    );
    expect(fit.law).toBeNull();
    const prediction = fit.predict(4);
    expect(prediction).toMatchObject({ assumed: true, extrapolated: true });
    expect(prediction.low).toBeLessThan(20);
    expect(prediction.high).toBeCloseTo(20 * 1.56, 6);
    expect(fit.predict(2)).toMatchObject({ throughput: 20, low: 20, high: 20 });
    expect(fit.warnings.join()).toMatch(/No law.*two worker counts.*assumed.*at least three/s);
  });

  it('an assumed range is wider where the largest count is hardly known', () => {
    const rangeAt = (factor: number) => {
      const point = { workers: 2, throughput: 190, low: 190 / factor, high: 190 * factor };
      return fitScaling([{ workers: 1, throughput: 100 }, point]).predict(4);
    };
    const known = rangeAt(1);
    expect(rangeAt(1.02).low).toBeCloseTo(known.low / 1.02, 6);
    expect(rangeAt(1.02).high).toBeCloseTo(known.high * 1.02, 6);
    expect(rangeAt(1.5).high).toBeCloseTo(400, 6);
  });

  it('an assumed range passes through both counts, whatever they are', () => {
    const random = seededRandom(3);
    const machines: ScalingMachine[] = [{}, { physicalCores: 4, logicalCores: 8 }, { quotaCpus: 2.5 }];
    for (let run = 0; run < 200; run++) {
      const few = 1 + random.int(4);
      const points = [few, few + 1 + random.int(30)].map((workers) => {
        const throughput = 10 ** (3 * random.next());
        return { workers, throughput, low: throughput / 1.05, high: throughput * 1.05 };
      });
      const fit = fitScaling(points, machines[run % machines.length]);
      for (const { workers, throughput, low, high } of points) {
        const prediction = fit.predict(workers);
        expect(prediction.throughput / throughput).toBeCloseTo(1, 9);
        expect(prediction.low).toBeGreaterThanOrEqual(low * 0.999_999);
        expect(prediction.high).toBeLessThanOrEqual(high * 1.000_001);
      }
    }
  });

  it('superlinear data is said to be, and no law is forced on it', () => {
    const fit = fitScaling(pointsOf([1, 2, 4, 8], (n) => n ** 1.2));
    expect(fit.law).toBeNull();
    expect(fit.warnings.join()).toContain('Superlinear');
    expect(fit.predict(4).throughput).toBeCloseTo(4 ** 1.2, 6);
    const beyond = fit.predict(16);
    expect(beyond.low).toBeLessThan(16 * 8 ** 0.2);
    expect(beyond.extrapolated).toBe(true);
  });

  it('a curve that has bent makes what lies beyond a guess', () => {
    const seconds = { 1: 899, 2: 461, 3: 350, 4: 254, 6: 181, 8: 138 };
    const points = Object.entries(seconds).map(([workers, s]) => ({ workers: +workers, throughput: 1 / s }));
    expect(fitScaling(points).warnings.join()).toContain('is a guess');
  });
});

describe('nonsense is named', () => {
  it.each<[string, unknown, string]>([
    ['no point', [], 'No point'],
    ['no list', undefined, 'No point'],
    ['NaN', [{ workers: 1, throughput: Number.NaN }], 'throughput of point 1'],
    ['zero workers', [{ workers: 0, throughput: 1 }], 'workers of point 1'],
    [
      'negative',
      [
        { workers: 1, throughput: 1 },
        { workers: 2, throughput: -3 },
      ],
      'throughput of point 2',
    ],
    ['a sample', [{ workers: 1, throughput: 1, samples: [1, 0] }], 'sample 2 of point 1'],
    ['low above high', [{ workers: 1, throughput: 1, low: 2, high: 1 }], 'above its high'],
  ])('%s', (_, points, message) => {
    expect(() => fitScaling(points as ScalingPoint[])).toThrow(UsageError);
    expect(() => fitScaling(points as ScalingPoint[])).toThrow(message);
  });

  it('machines and predicted counts too', () => {
    const points = pointsOf([1, 2, 4], (n) => n);
    expect(() => fitScaling(points, { quotaCpus: 0 })).toThrow('quotaCpus');
    expect(() => fitScaling(points, { physicalCpus: 8 } as never)).toThrow(
      'Unknown field of the machine "physicalCpus". Did you mean "physicalCores"?',
    );
    expect(() => fitScaling(points, 8 as never)).toThrow(
      'The machine of fitScaling is 8; it must be an object, such as { physicalCores: 8 }.',
    );
    expect(() => fitScaling(points, { physicalCores: 8, logicalCores: 4 })).toThrow(
      '4 logical and 8 physical',
    );
    expect(() => fitScaling(points).predict(0)).toThrow('workers');
  });
});

describe('any finite positive input', () => {
  const random = seededRandom(11);
  const positive = () => 10 ** (12 * random.next() - 6);
  const extreme = () => [Number.MIN_VALUE, 1e-300, 1e300, Number.MAX_VALUE, 1, 2 ** 53][random.int(6)]!;

  function check(fit: ScalingFit): void {
    for (const workers of [1, 2, 3.5, 7, 64, 1e6]) {
      const { throughput, low, high } = fit.predict(workers);
      for (const value of [throughput, low, high]) expect(Number.isNaN(value)).toBe(false);
      expect(low).toBeLessThanOrEqual(throughput);
      expect(high).toBeGreaterThanOrEqual(throughput);
    }
    for (const value of Object.values({ ...fit.parameters, ...fit.assumed }))
      expect(Number.isNaN(value)).toBe(false);
  }

  it('gives numbers', () => {
    for (let run = 0; run < 60; run++) {
      const count = 1 + random.int(9);
      const points = Array.from({ length: count }, () => ({
        workers: run % 3 === 0 ? positive() : 1 + random.int(64),
        throughput: positive(),
        ...(run % 4 === 0 && { samples: [positive(), positive()] }),
      }));
      const machines: ScalingMachine[] = [
        {},
        { physicalCores: 1 + random.int(32) },
        { physicalCores: 8, logicalCores: 16, quotaCpus: 0.1 + 20 * random.next() },
      ];
      for (const machine of machines) check(fitScaling(points, machine));
    }
  });

  it('however large or small', () => {
    for (let run = 0; run < 60; run++) {
      const points = Array.from({ length: 1 + random.int(6) }, () => ({
        workers: extreme(),
        throughput: extreme(),
      }));
      check(fitScaling(points));
    }
  });
});

describe('a curve that falls', () => {
  it.each([[[100, 80, 61, 40]], [[100, 90, 80, 70]], [[1000, 520, 610, 580]]])(
    '%j at 1, 2, 4 and 8 workers promises no more beyond than what was measured last',
    (throughputs) => {
      const points = throughputs.map((throughput, index) => ({ workers: 2 ** index, throughput }));
      const fit = fitScaling(points);
      expect(['amdahl', 'usl']).toContain(fit.law);
      for (const workers of [16, 32, 64])
        expect(fit.predict(workers).throughput).toBeLessThanOrEqual(throughputs.at(-1)!);
    },
  );
});
