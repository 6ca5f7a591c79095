import type { ScalingMachine, ScalingPoint } from '../../src/insight/scaling/index.js';
import { asPoints, type CloudCurve, cloudCurves, scalingTables } from './public-data.js';

/** Some counts of a curve to fit, others to check the prediction at. */
export interface Design {
  id: string;
  machine: ScalingMachine;
  fitted: ScalingPoint[];
  /** Every measured count. */
  measured: ScalingPoint[];
  /** Counts that were not fitted and that this design is judged by. */
  unseen: ScalingPoint[];
}

const hasThreads = ({ threadsPerCore }: CloudCurve) => threadsPerCore === 2;
const isLarge = ({ vcpus }: CloudCurve) => vcpus >= 16;

/** Every count from one to all vCPUs was measured. */
export const isComplete = ({ vcpus, points }: CloudCurve) => points.length === vcpus;

/** Throughput a vCPU at full load ÷ at the first count. */
export function fullLoadEfficiency({ points }: CloudCurve): number {
  const [first, last] = [points[0]!, points.at(-1)!];
  return last[1] / last[0] / (first[1] / first[0]);
}

/** 1, P/2, P and 2P, or the nearest measured counts, on machines with two threads per core. */
export function fourCounts(): Design[] {
  return cloudCurves()
    .filter((curve) => hasThreads(curve) && isLarge(curve))
    .map((curve) => design(curve, [1, curve.vcpus / 4, curve.vcpus / 2, curve.vcpus]));
}

export function fourCountsOfCompleteCurves(): Design[] {
  const complete = new Set(
    cloudCurves()
      .filter(isComplete)
      .map(({ id }) => id),
  );
  return fourCounts().filter(({ id }) => complete.has(id));
}

/** 1, N/8, N/4, N/2 and N, or the nearest, on machines with one thread a core. */
export function fiveCounts(): Design[] {
  return cloudCurves()
    .filter((curve) => !hasThreads(curve))
    .map((curve) =>
      design(
        curve,
        [1, 8, 4, 2, 1].map((part, i) => (i === 0 ? 1 : curve.vcpus / part)),
      ),
    );
}

/** Up to a half or a quarter of the physical cores fitted, four counts or every one, the rest of them predicted. */
export function extrapolations(): Design[] {
  return cloudCurves().flatMap((curve) => {
    const physical = curve.vcpus / curve.threadsPerCore;
    return [2, 4].flatMap((part) => {
      const reach = physical / part;
      const every = curve.points.map(([workers]) => workers).filter((workers) => workers <= reach);
      return [[1, reach / 4, reach / 2, reach], every].flatMap((counts) => beyond(curve, counts, physical));
    });
  });
}

function beyond(curve: CloudCurve, counts: readonly number[], physical: number): Design[] {
  const { fitted, measured, ...rest } = design(curve, counts);
  const largest = fitted.at(-1)?.workers ?? 0;
  const unseen = measured.filter(({ workers }) => workers > largest && workers <= physical);
  return fitted.length < 3 || unseen.length === 0 ? [] : [{ ...rest, fitted, measured, unseen }];
}

/** Tables of software, fitted on 8 workers and fewer. */
export function tablesUpToEight(): Design[] {
  return scalingTables().map(({ id, points, kind }) => {
    const measured = asPoints(points, kind);
    return {
      id,
      machine: {},
      measured,
      fitted: measured.filter(({ workers }) => workers <= 8),
      unseen: measured.filter(({ workers }) => workers > 8),
    };
  });
}

function design(curve: CloudCurve, counts: readonly number[]): Design {
  const measured = asPoints(curve.points);
  const nearest = (count: number) =>
    measured.reduce((a, b) => (Math.abs(b.workers - count) < Math.abs(a.workers - count) ? b : a));
  const fitted = [...new Set(counts.map(nearest))].toSorted((a, b) => a.workers - b.workers);
  return {
    id: curve.id,
    machine: { physicalCores: curve.vcpus / curve.threadsPerCore, logicalCores: curve.vcpus },
    fitted,
    measured,
    unseen: measured.filter((point) => !fitted.includes(point)),
  };
}
