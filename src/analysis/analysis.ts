import type { Case } from '../cases/index.js';
import type { Bound } from '../scaling/index.js';
import type { Interval } from '../stats/index.js';

/** What a record says of one case. Figures are null where the record does not support them. */
export interface CaseResult {
  case: Case;
  status: 'ok' | 'failed' | 'skipped' | 'dropped';
  reason?: string;
  /** null: could not be checked against serial. */
  verified: boolean | null;
  rounds: number;
  disturbedRounds: number;
  /** Which rounds the figures rest on: those under the disturbance gate, or all where too few were. */
  basis: 'undisturbed' | 'all';
  /** Mean pass per round, ms. */
  wallMs: { median: number; low: number; high: number; samples: number[] } | null;
  throughput: Interval | null;
  speedup: Interval | null;
  speedupAllRounds: Interval | null;
  scaling: Interval | null;
  efficiency: Interval | null;
  ceiling: Interval | null;
  bound: Bound | null;
  peakMemoryMiB: number | null;
  eventLoopDelayMs: { p50: number; p99: number; max: number } | null;
}

export interface Recommendation {
  scenario: string;
  params: Case['params'];
  caseId: string;
  engine: string;
  dispatch: string;
  workers: number;
  chunksize: number;
  cores: number;
  speedup: Interval;
  verified: boolean | null;
  headline: string;
  why: string;
}

export interface Analysis {
  cases: CaseResult[];
  recommendations: Recommendation[];
  /** Rounds in which any observation exceeded the gate, and all rounds. */
  disturbance: { rounds: number; disturbedRounds: number };
}
