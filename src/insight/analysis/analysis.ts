import type { Case } from '../../measure/cases/index.js';
import type { Interval, Verdict } from '../../stats/index.js';
import type { CaseResult } from './case-result.js';
import type { CurveFit } from './curves/fits.js';
import type { Measurements } from './measurements.js';

/**
 * `caseId` and its setting are what to do. Where nothing is decided that is serial, as it is where a pool is proved not
 * to pay: whoever reads no `verdict` changes nothing then, which costs less than a pool that nobody proved.
 */
export interface Recommendation {
  scenario: string;
  params: Case['params'];
  caseId: string;
  engine: string;
  dispatch: string;
  workers: number;
  chunksize: number;
  cores: number;
  /**
   * `pool`: its speedup over serial is proved. `serial`: every pool's gain is proved to be below 5 %. `undecided`:
   * neither.
   */
  verdict: 'pool' | 'serial' | 'undecided';
  /** Of the recommended pool; of the best one where none is. */
  speedup: Interval;
  /** Id of the case whose speedup that is. */
  speedupOf: string;
  verified: boolean | null;
  /** What rounds measured after the choice say of it; null where there were none, or too few. */
  confirmed: Confirmed | null;
  headline: string;
  why: string;
  /** What to know before relying on it, in sentences. */
  doubt?: string;
}

export interface Confirmed {
  rounds: number;
  speedup: Interval;
  verdict: 'confirmed' | 'not confirmed' | 'cannot tell yet';
}

/** Throughput of a case ÷ that of another within rounds, and what that amounts to. */
export interface Comparison {
  scenario: string;
  params: Case['params'];
  /** Ids. */
  case: string;
  against: string;
  verdict: Verdict['verdict'];
  /** Uncorrected 95 % interval; null where the comparison failed. */
  ratio: Interval | null;
  /** Of *same* and *cannot tell yet*, as a fraction: a smaller difference would not have been seen. */
  leastDifference?: number;
  /** Where it cannot be told yet: about how many more rounds would tell; absent where no number would. */
  moreRounds?: number;
  /** Why it failed. */
  reason?: string;
}

export interface Analysis {
  /** What all figures are computed from. */
  measurements: Measurements;
  cases: CaseResult[];
  recommendations: Recommendation[];
  comparisons: Comparison[];
  /** What each setting over workers promises beyond what was measured. */
  fits: CurveFit[];
  /** Rounds in which any observation exceeded the gate, and all rounds. */
  disturbance: { rounds: number; disturbedRounds: number };
}
