import { UsageError } from '../../errors.js';
import { checkNames } from '../../read-options.js';
import { geometricMean, mean, median } from '../../stats/index.js';
import { priors } from './priors.js';

/** One measured worker count. */
export interface ScalingPoint {
  /** Positive; usually an integer. */
  workers: number;
  /** Tasks (or anything else) per unit of time; positive. */
  throughput: number;
  /** Single measurements of the throughput, for its sampling error. */
  samples?: readonly number[];
  /** 95 % interval of the throughput, used where there are no samples. */
  low?: number;
  high?: number;
}

/** What is known of the machine that was measured. Positive numbers; a quota may be fractional. */
export interface ScalingMachine {
  physicalCores?: number;
  logicalCores?: number;
  /** CPUs' worth of time that a cgroup allows. */
  quotaCpus?: number;
}

/** A worker count as the fits see it: one a count, in ascending order. */
export interface MeasuredPoint {
  workers: number;
  throughput: number;
  /** Standard error as a fraction of the throughput; undefined where nothing tells. */
  error?: number;
  /** Scatter beyond that, as a fraction; that of clean measurements where it is not known. */
  noise?: number;
}

/** Width of a 95 % interval in standard errors, to either side. */
export const NORMAL_95 = 1.96;

/**
 * Points of the same count become one, their geometric mean, and count as each other's samples.
 * @throws UsageError that names the point and what is wrong with it.
 */
export function measuredPoints(points: readonly ScalingPoint[]): MeasuredPoint[] {
  if (!Array.isArray(points) || points.length === 0) {
    throw new UsageError('No point to fit: give at least one of { workers, throughput }.');
  }
  points.forEach(checkPoint);
  const byWorkers = new Map<number, ScalingPoint[]>();
  for (const point of points) {
    const same = byWorkers.get(point.workers);
    if (same === undefined) byWorkers.set(point.workers, [point]);
    else same.push(point);
  }
  return [...byWorkers.values()].map(merged).toSorted((a, b) => a.workers - b.workers);
}

const machineFields = ['physicalCores', 'logicalCores', 'quotaCpus'] as const;

/** @throws UsageError that names the number, or a field that there is none of. */
export function checkMachine(machine: ScalingMachine): void {
  if (typeof machine !== 'object' || machine === null)
    throw new UsageError(
      `The machine of fitScaling is ${String(machine)}; it must be an object, such as { physicalCores: 8 }.`,
    );
  checkNames(machine, 'field of the machine', machineFields);
  for (const name of machineFields) {
    const value = machine[name];
    if (value !== undefined) checkPositive(value, `${name} of the machine`);
  }
  const { physicalCores, logicalCores } = machine;
  if (physicalCores !== undefined && logicalCores !== undefined && logicalCores < physicalCores) {
    throw new UsageError(
      `A machine has at least as many logical as physical cores, got ${logicalCores} logical and ${physicalCores} physical.`,
    );
  }
}

/** @throws UsageError for anything but a positive finite number. */
export function checkPositive(value: unknown, what: string): asserts value is number {
  if (typeof value !== 'number' || !Number.isFinite(value) || value <= 0) {
    throw new UsageError(`Expected ${what} to be a positive finite number, got ${String(value)}.`);
  }
}

function checkPoint(point: ScalingPoint, index: number): void {
  const where = `of point ${index + 1}`;
  if (typeof point !== 'object' || point === null) {
    throw new UsageError(`Expected point ${index + 1} to be { workers, throughput }, got ${String(point)}.`);
  }
  checkPositive(point.workers, `workers ${where}`);
  checkPositive(point.throughput, `throughput ${where}`);
  if (point.samples !== undefined && !Array.isArray(point.samples)) {
    throw new UsageError(`Expected samples ${where} to be a list of numbers.`);
  }
  point.samples?.forEach((sample, i) => {
    checkPositive(sample, `sample ${i + 1} ${where}`);
  });
  if (point.low !== undefined) checkPositive(point.low, `low ${where}`);
  if (point.high !== undefined) checkPositive(point.high, `high ${where}`);
  if (point.low !== undefined && point.high !== undefined && point.low > point.high) {
    throw new UsageError(`low ${where} is above its high: ${point.low} and ${point.high}.`);
  }
}

function merged(points: readonly ScalingPoint[]): MeasuredPoint {
  const [first] = points as [ScalingPoint];
  const measured = {
    workers: first.workers,
    throughput: points.length === 1 ? first.throughput : geometricMean(points.map((p) => p.throughput)),
  };
  const error = points.length === 1 ? errorOf(first) : errorOfMean(points.map((p) => p.throughput));
  return error === undefined ? measured : { ...measured, error };
}

function errorOf({ samples, low, high }: ScalingPoint): number | undefined {
  if (samples !== undefined && samples.length > 1) return errorOfMean(samples);
  if (low !== undefined && high !== undefined) return Math.log(high / low) / (2 * NORMAL_95);
  return undefined;
}

/** Of the mean of logarithms, hence a fraction. */
function errorOfMean(samples: readonly number[]): number {
  const logs = samples.map(Math.log);
  const centre = mean(logs);
  const variance = logs.reduce((sum, log) => sum + (log - centre) ** 2, 0) / (logs.length - 1);
  return Math.sqrt(variance / logs.length);
}

/** A measured count with its error: its own, or the one that is assumed where the file gives none. */
export interface SurePoint extends MeasuredPoint {
  error: number;
  /** It comes from samples or an interval of this count. */
  isErrorKnown: boolean;
}

/** Fewer counts do not tell their noise from their shape. */
const LEAST_POINTS = 7;
/** Median of |x| of a standard normal distribution. */
const MEDIAN_OF_NORMAL = 0.6745;

/** Where nothing tells, the error is that of clean measurements, or what neighbours scatter where they are enough. */
export function withErrors(points: readonly MeasuredPoint[]): SurePoint[] {
  const assumed = Math.max(priors.noise, points.length < LEAST_POINTS ? 0 : localNoise(points));
  return points.map((point) => ({
    ...point,
    error: point.error ?? assumed,
    isErrorKnown: point.error !== undefined,
  }));
}

/**
 * Scatter of ln throughput around a curve of which only smoothness is known: each four neighbours are compared with the
 * parabola in ln workers that is nearest to them (Gasser, Sroka, Jennen-Steinmetz, Biometrika 73, 1986, with a parabola
 * for their line, since these curves bend). The median, so that a single kink is no noise.
 */
function localNoise(points: readonly MeasuredPoint[]): number {
  const misses = points.slice(3).map((_, i) => Math.abs(missOfFour(points.slice(i, i + 4))));
  return median(misses) / MEDIAN_OF_NORMAL;
}

/** Their third divided difference, scaled to the standard deviation of one of them. */
function missOfFour(four: readonly MeasuredPoint[]): number {
  const places = four.map(({ workers }) => Math.log(workers));
  const weights = places.map((at, i) =>
    places.reduce((product, other, j) => (i === j ? product : product / (at - other)), 1),
  );
  const difference = weights.reduce((sum, weight, i) => sum + weight * Math.log(four[i]!.throughput), 0);
  return difference / Math.hypot(...weights);
}
