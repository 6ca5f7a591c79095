import { UsageError } from '../../errors.js';
import { checkNames } from '../../read-options.js';
import { geometricMean, mean } from '../../stats/index.js';

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
