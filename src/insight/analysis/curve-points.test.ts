import { expect, it } from 'vitest';
import { withoutCommonError } from './curve-points.js';

const point = (workers: number, half: number) => ({
  workers,
  throughput: 100 * workers,
  low: 100 * workers * Math.exp(-half),
  high: 100 * workers * Math.exp(half),
});
const halves = (points: { low: number; high: number }[]) =>
  points.map(({ low, high }) => Number((Math.log(high / low) / 2).toFixed(6)));

it('the noise of one worker goes from the ratios to the point of one worker', () => {
  const shared = Math.SQRT1_2 * 0.02;
  expect(halves(withoutCommonError([point(1, 0), point(2, 0.02), point(4, 0.05)]))).toEqual(
    [shared, shared, Math.sqrt(0.05 ** 2 - shared ** 2)].map((half) => Number(half.toFixed(6))),
  );
});

it.each([
  ['two counts', [point(1, 0), point(2, 0.02)]],
  ['counts without one worker', [point(2, 0.01), point(4, 0.02), point(8, 0.03)]],
])('%s stay as they are', (_, points) => {
  expect(withoutCommonError(points)).toEqual(points);
});

it('exact ratios stay exact', () => {
  expect(halves(withoutCommonError([point(1, 0), point(2, 0), point(4, 0)]))).toEqual([0, 0, 0]);
});
