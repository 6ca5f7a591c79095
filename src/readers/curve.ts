import type { ScalingFit, ScalingMachine, ScalingPoint } from '../insight/scaling/index.js';
import { ratioInterval } from '../stats/index.js';

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

/** Several measurements of one count become a point with samples: their geometric mean, with its 95 % interval. */
export function pointsOf(measurements: readonly Measurement[]): ScalingPoint[] {
  const counts = [...new Set(measurements.map(({ workers }) => workers))].sort((a, b) => a - b);
  return counts.map((count) => pointOf(measurements.filter(({ workers }) => workers === count)));
}

function pointOf(measurements: readonly Measurement[]): ScalingPoint {
  const [first, ...more] = measurements as [Measurement, ...Measurement[]];
  if (more.length === 0) return first;
  const samples = measurements.map(({ throughput }) => throughput);
  const { value, low, high } = ratioInterval(samples.map(Math.log))!;
  return { workers: first.workers, throughput: value, low, high, samples };
}
