import { UsageError } from '../errors.js';
import { groupBy } from '../insight/analysis/index.js';
import type { ScalingFit, ScalingMachine, ScalingPoint } from '../insight/scaling/index.js';
import { ratioInterval } from '../stats/index.js';
import { isWorkers } from './worker-words.js';

/** Throughput over workers, as another tool measured it. */
export interface MeasuredCurve {
  /** What the tool calls it; unique within a file, and empty where the file has but one and does not say. */
  name: string;
  /** One a worker count, ascending. */
  points: ScalingPoint[];
  /** What throughputs are given in: `runs/s`. */
  unit: string;
  /** How throughput was made from what the file says, as a sentence. */
  basis: string;
  /** What the file says of the machine. */
  machine: ScalingMachine;
  /** What so many isolated workers give together, where that was measured. */
  ceiling?: { workers: number; throughput: number; low: number; high: number }[];
  /** Its fit on that machine, where the file's own report knows better than its points alone. */
  fitted?: ScalingFit;
  /** What was left out, or had to be guessed, as sentences. */
  doubts: string[];
}

/** A single figure of a file. */
export interface Measurement {
  workers: number;
  throughput: number;
  /** 95 % interval, where the file gives one. */
  low?: number;
  high?: number;
}

/** Enough for every count of a large machine; the time that a fit takes grows with their square. */
const MOST_COUNTS = 256;
/** Beyond these, intervals are no finite numbers. */
const [LEAST, MOST] = [1e-100, 1e100];

/**
 * Several measurements of one count become a point with samples: their geometric mean, with its 95 % interval. Throws
 * UsageError for figures and numbers of counts that no fit can do with.
 */
export function pointsOf(measurements: readonly Measurement[]): ScalingPoint[] {
  const byCount = groupBy(measurements, ({ workers }) => String(workers));
  if (byCount.size > MOST_COUNTS)
    throw new UsageError(
      `A curve of ${byCount.size.toLocaleString('en-US')} worker counts cannot be fitted: keep at most ${MOST_COUNTS} of them.`,
    );
  const odd = measurements.find(({ workers }) => !isWorkers(workers));
  if (odd !== undefined) throw new UsageError(`A curve cannot have a point of ${odd.workers} workers.`);
  for (const { throughput, low = throughput, high = throughput } of measurements)
    for (const figure of [throughput, low, high])
      if (!(figure >= LEAST && figure <= MOST))
        throw new UsageError(
          `A throughput of ${figure} cannot be fitted: expected one from ${LEAST} to ${MOST}. Choose another unit.`,
        );
  return [...byCount.values()].map(pointOf).sort((a, b) => a.workers - b.workers);
}

function pointOf(measurements: readonly Measurement[]): ScalingPoint {
  const [first, ...more] = measurements as [Measurement, ...Measurement[]];
  if (more.length === 0) return first;
  const samples = measurements.map(({ throughput }) => throughput);
  const { value, low, high } = ratioInterval(samples.map(Math.log))!;
  return { workers: first.workers, throughput: value, low, high, samples };
}
