import { describe, expect, it } from 'vitest';
import { priors } from '../../../insight/scaling/index.js';
import { inventCurve } from '../testing/invented.js';
import { curveOnShapes } from './curve-on-shape.js';

/** Four cores with two threads each; all threads together give 1.5 times what the cores give alone. */
const smt = inventCurve([1, 2, 4], { machine: { physicalCores: 4, logicalCores: 8 } });
const withThreads = { ...smt, points: [...smt.points, { workers: 8, throughput: 600, low: 594, high: 606 }] };

describe('a curve on another machine', () => {
  it('goes on by its law on physical cores, whatever its own threads did', () => {
    const curve = curveOnShapes(withThreads);
    expect(curve.law).toBe('linear');
    expect(curve.onCores(8).perSecond.value).toBeCloseTo(800, 0);
    expect(curve.onCores(8).provenance).toBe('extrapolated');
    expect(curve.onCores(4).provenance).toBe('measured here');
  });

  it('takes the measured gain of threads with it', () => {
    const { perSecond, provenance } = curveOnShapes(withThreads).onThreads(4, 2, 2);
    expect(perSecond.value).toBeCloseTo(300, 0);
    expect(perSecond.high / perSecond.low).toBeLessThan(1.1);
    expect(provenance).toBe('measured here');
  });

  it('gains half of that where half of the cores are shared', () => {
    expect(curveOnShapes(withThreads).onThreads(6, 4, 2).perSecond.value).toBeCloseTo(500, 0);
  });

  it('assumes the public range of that gain where it was not measured', () => {
    const { perSecond, provenance } = curveOnShapes(smt).onThreads(8, 4, 2);
    expect(perSecond.value).toBeCloseTo(400 * priors.yield.middle, 0);
    expect(perSecond.low).toBeLessThan(400 * 0.5);
    expect(provenance).toBe('assumed');
  });

  it('does not take a quota for a law', () => {
    const machine = { physicalCores: 8, logicalCores: 8, quotaCpus: 2 };
    const capped = inventCurve([1, 2, 4, 8], { machine });
    const flat = capped.points.map((point) => ({ ...point, throughput: 100 * Math.min(2, point.workers) }));
    expect(curveOnShapes({ ...capped, points: flat }).onCores(2).perSecond.value).toBeCloseTo(200, 0);
    expect(curveOnShapes({ ...capped, points: flat }).onCores(8).perSecond.value).toBeGreaterThan(600);
  });

  it('is best at the count beyond which more workers give less', () => {
    const falling = inventCurve([1, 2, 4, 8, 16], { contention: 0.05, crosstalk: 0.02 });
    const curve = curveOnShapes(falling);
    const best = curve.bestCount(64);
    expect(best).toBeLessThan(16);
    expect(curve.onCores(best + 1).perSecond.value).toBeLessThanOrEqual(curve.onCores(best).perSecond.value);
    expect(curve.bestCount(3)).toBe(3);
  });

  it('is best where the measured count is, though no law falls from there', () => {
    const throughputs = { 1: 100, 2: 200, 4: 400, 8: 760, 12: 1050, 16: 910 };
    const points = Object.entries(throughputs).map(([workers, throughput]) => ({
      ...{ workers: Number(workers), throughput },
      ...{ low: 0.99 * throughput, high: 1.01 * throughput },
    }));
    const curve = curveOnShapes({ ...inventCurve([1, 16]), points });
    expect(curve.bestCount(16)).toBe(12);
    expect(curve.onCores(16).perSecond.value).toBeLessThan(930);
  });
});
