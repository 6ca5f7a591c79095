import { NORMAL_95 } from './points.js';
import type { SurePoint } from './sure-points.js';

/** The measured count with the highest throughput. */
export interface MeasuredBest {
  workers: number;
  throughput: number;
  /** More workers that did less, by more than the points scatter. */
  fall?: MeasuredFall;
}

export interface MeasuredFall {
  /** The count that did more. */
  from: number;
  workers: number;
  /** Throughput ÷ that at `from`, below 1. */
  times: number;
}

/** A fall of less is none that anybody acts on. */
const LEAST_FALL = 0.02;

/** Of equal counts the smaller one; of several falls the one to the largest count, otherwise the deepest. */
export function bestOf(points: readonly SurePoint[]): MeasuredBest {
  const best = highestOf(points);
  const last = points.at(-1)!;
  const fall = isFall(best, last) ? fallOf(best, last) : deepestFall(points);
  return { workers: best.workers, throughput: best.throughput, ...(fall && { fall }) };
}

/** The second did less than the first, by more than both are known to. */
export function isFall(before: SurePoint, after: SurePoint): boolean {
  const drop = Math.log(before.throughput / after.throughput);
  return drop > Math.max(LEAST_FALL, NORMAL_95 * Math.hypot(before.error, after.error));
}

/** The first count that did less than fewer workers and than more. */
export function dipOf(points: readonly SurePoint[]): number | undefined {
  const dip = points.find(
    (point, i) =>
      i > 0 &&
      isFall(highestOf(points.slice(0, i)), point) &&
      points.slice(i + 1).some((after) => isFall(after, point)),
  );
  return dip?.workers;
}

function highestOf(points: readonly SurePoint[]): SurePoint {
  return points.reduce((a, b) => (b.throughput > a.throughput ? b : a));
}

function deepestFall(points: readonly SurePoint[]): MeasuredFall | undefined {
  const falls = points.slice(1).flatMap((point, i) => {
    const before = highestOf(points.slice(0, i + 1));
    return isFall(before, point) ? [fallOf(before, point)] : [];
  });
  return falls.toSorted((a, b) => a.times - b.times)[0];
}

function fallOf(before: SurePoint, after: SurePoint): MeasuredFall {
  return {
    from: before.workers,
    workers: after.workers,
    times: after.throughput / before.throughput,
  };
}
