import { describe, expect, it } from 'vitest';
import { UsageError } from '../../errors.js';
import { seededRandom } from '../../stats/index.js';
import { fitScaling, type ScalingFit, type ScalingMachine, type ScalingPoint } from './index.js';
import { pointsOf } from './testing/curves.js';

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
    expect(fit.warnings.join()).toMatch(/Two worker counts are too few for a law.*assumed.*at least three/s);
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
      'Unknown field "physicalCpus" of the machine. Did you mean "physicalCores"?',
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
    for (let run = 0; run < 12; run++) {
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
    for (let run = 0; run < 30; run++) {
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
