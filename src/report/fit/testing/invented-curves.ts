import type { MeasuredCurve } from '../../../readers/index.js';

export type Points = MeasuredCurve['points'];

/** Throughput by workers, with a 95 % interval of so much to either side. */
export const measured = (throughputs: Record<number, number>, spread = 0): Points =>
  Object.entries(throughputs).map(([workers, throughput]) => ({
    workers: Number(workers),
    throughput,
    ...(spread > 0 && { low: throughput / (1 + spread), high: throughput * (1 + spread) }),
  }));

/** `[3, 4]`: every third of ten samples takes twice as long at 3 and 4 workers. */
export const sampled = (throughputs: Record<number, number>, slow: readonly number[], samples = 10): Points =>
  measured(throughputs).map((point) => ({
    ...point,
    samples: Array.from({ length: samples }, (_, i) => {
      const factor = slow.includes(point.workers) && i % 3 === 2 ? 0.5 : 1;
      return point.throughput * factor * (1 + 0.001 * ((i * 7) % 5));
    }),
  }));

export const twoCounts = measured({ 1: 200, 8: 202 });
export const dip = measured({ 1: 1000, 2: 520, 4: 610, 8: 580 });
export const oneIsBest = measured({ 1: 100, 2: 92, 4: 75, 8: 58 });
export const mixedCores = measured({ 1: 1, 2: 2, 4: 4, 8: 7.6, 12: 10.5, 16: 9.1 });
export const mixedCoresInSmallSteps = measured({
  ...{ 1: 1, 2: 2, 4: 4, 6: 6, 8: 7.9 },
  ...{ 10: 9.8, 12: 11.6, 14: 10.4, 16: 9.3 },
});
export const slowCores = Array.from({ length: 16 }, (_, i) => i + 1).map((workers) => ({
  workers,
  throughput: workers <= 12 ? workers * (1 - 0.004 * workers) : 11.424 * (1 - 0.045 * (workers - 12)),
}));
export const tooMuch = measured({ 1: 1, 64: 64, 512: 700, 2048: 7000 });
export const tooMuchOnce = measured({ 1: 1, 2: 2, 4: 4, 8: 8, 2048: 7000 });
export const falling = measured({ 1: 100, 8: 58 });
export const rising = measured({ 1: 100, 2: 190, 4: 340, 8: 560 }, 0.01);
export const dipOnTheWay = measured({ 1: 100, 2: 60, 4: 120, 8: 200 });
