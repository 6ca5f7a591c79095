import { describe, expect, test } from 'vitest';
import { fitScaling, type ScalingFit } from '../../insight/scaling/index.js';
import {
  dip,
  dipOnTheWay,
  falling,
  mixedCores,
  mixedCoresInSmallSteps,
  oneIsBest,
  type Points,
  rising,
  slowCores,
  twoCounts,
} from './testing/invented-curves.js';

describe('a prediction never contradicts what was measured', () => {
  const fits = new Map<Points, ScalingFit>();
  const at = (points: Points, workers: number) => {
    const fit = fits.get(points) ?? fitScaling(points);
    fits.set(points, fit);
    return fit.predict(workers);
  };

  test('two counts: both are met, and more workers do about what eight did', () => {
    expect(at(twoCounts, 1)).toMatchObject({ throughput: 200, low: 200, high: 200 });
    expect(at(twoCounts, 8)).toMatchObject({ throughput: 202, low: 202, high: 202 });
    const more = at(twoCounts, 16);
    expect(more.throughput).toBeGreaterThan(195);
    expect(more.throughput).toBeLessThan(210);
    expect(more.low).toBeGreaterThan(150);
    expect(more.high).toBeLessThan(250);
  });

  test('two counts that fall: nothing beyond does more than half of one worker again', () => {
    const { throughput, high } = at(falling, 16);
    expect(throughput).toBeLessThan(60);
    expect(high).toBeLessThan(100);
  });

  test.each<[string, Points]>([
    ['a dip', dip],
    ['one worker best', oneIsBest],
    ['fast and slow cores', mixedCores],
    ['fast and slow cores in small steps', mixedCoresInSmallSteps],
    ['slow cores', slowCores],
    ['a dip on the way', dipOnTheWay],
    ['a law that fits', rising],
    ['two counts', twoCounts],
    ['a fall', falling],
  ])('%s: the points lie in their intervals, and nothing passes perfect scaling', (_, points) => {
    const last = points.at(-1)!;
    for (const { workers, throughput } of points) {
      const { low, high } = at(points, workers);
      expect(throughput).toBeGreaterThanOrEqual(low * 0.99);
      expect(throughput).toBeLessThanOrEqual(high * 1.01);
    }
    for (const workers of [2, 4, 8, 64, 1000].map((times) => times * last.workers)) {
      const { low, high } = at(points, workers);
      expect(low).toBeGreaterThanOrEqual(0);
      expect(high).toBeLessThanOrEqual(((1.02 * workers) / last.workers) * last.throughput);
    }
  });

  test.each<[string, Points]>([
    ['six counts', mixedCores],
    ['nine counts', mixedCoresInSmallSteps],
    ['every count', slowCores],
  ])('fast and slow cores are not smoothed into a rise: %s', (_, points) => {
    expect(at(points, 12).throughput).toBeGreaterThan(at(points, 16).throughput);
    expect(at(points, 64).throughput).toBeLessThan(at(points, 12).throughput);
  });
});
