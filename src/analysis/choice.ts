import type { Interval } from '../stats/index.js';
import type { CaseResult, Confirmed } from './analysis.js';

/** A case that could be recommended. */
export type Candidate = CaseResult & { speedup: Interval };

/** What was chosen for one scenario and params, and from what. */
export interface Choice {
  chosen: Candidate;
  /** Highest speedup, serial included. */
  best: Candidate;
  /** Where no pool was measured, the best of what is not serial. */
  bestPool: Candidate;
  serial: Candidate | undefined;
  candidates: readonly Candidate[];
  /** What fresh rounds say of the chosen one. */
  confirmed: Confirmed | null;
  /** Those that the best one does not clearly beat, itself included. */
  equals: readonly Candidate[];
  /** Throughput of the best ÷ that of a candidate, within rounds. */
  bestOver(candidate: Candidate): Interval | null;
}
