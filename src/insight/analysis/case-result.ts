import type { Case } from '../../measure/cases/index.js';
import type { Interval } from '../../stats/index.js';
import type { Bound } from '../scaling/index.js';
import type { Loss, LossIntervals, LossParts } from './loss/loss.js';

/** What a record says of one case. Figures are null where the record does not support them. */
export interface CaseResult {
  case: Case;
  status: 'ok' | 'failed' | 'skipped' | 'dropped';
  reason?: string;
  /** null: could not be checked against serial. */
  verified: boolean | null;
  /** Why it was measured no further than that round, where it was not the whole run's end. */
  settled?: { reason: 'lost' | 'precise' | 'behind'; round: number; message: string };
  rounds: number;
  disturbedRounds: number;
  /** Which rounds the figures rest on: those under the disturbance gate, or all where too few were. */
  basis: 'undisturbed' | 'all';
  /** Mean pass per round, ms, and the numbers of those rounds. */
  wallMs: { median: number; low: number; high: number; samples: number[]; rounds: number[] } | null;
  throughput: Interval | null;
  speedup: Interval | null;
  speedupAllRounds: Interval | null;
  scaling: Interval | null;
  efficiency: Interval | null;
  ceiling: Interval | null;
  bound: Bound | null;
  /** CPUs of the machines that its workers were on, where those are others than the one that measured. */
  otherCores?: number;
  /** Where the workers' time went beyond serial's, worker-ms per pass; null for serial. */
  lossWorkerMs: Loss | null;
  /** Absent where fewer than two rounds tell. */
  lossIntervals?: LossIntervals;
  lossParts: LossParts | null;
  /** The CPUs that each worker was seen on, by worker; null where not known. */
  placement: number[][] | null;
  /** Whether every worker was pinned to its CPU. */
  pinned: boolean;
  /** Of all workers together, the most in any observation; for threads without what the process held before them. */
  peakMemoryMiB: number | null;
  /** The most that one worker held; null for promises, whose tasks share a thread, and where not known. */
  memoryPerWorkerMiB: number | null;
  eventLoopDelayMs: { p50: number; p99: number; max: number } | null;
}

/** CPUs that its workers had, on whatever machine. */
export function coresOf({ otherCores, case: { cores } }: CaseResult): number {
  return otherCores ?? cores;
}
