import type { Interval } from '../../stats/index.js';
import type { Confirmed, Recommendation } from './analysis.js';
import type { CaseResult } from './case-result.js';
import type { Coverage } from './coverage.js';
import type { MoreRounds } from './run-so-far.js';

/** A case that could be recommended. */
export type Candidate = CaseResult & { speedup: Interval };

/** What was decided for one scenario and params, and from what. */
export interface Choice {
  verdict: Recommendation['verdict'];
  /** What to do: where it is undecided, to stay as one is. */
  chosen: Candidate;
  /** Whose speedup the verdict rests on: the chosen pool, else the best one. */
  subject: Candidate;
  /** Highest speedup, serial included. */
  best: Candidate;
  serial: Candidate | undefined;
  candidates: readonly Candidate[];
  /** What fresh rounds say of the chosen one. */
  confirmed: Confirmed | null;
  /** Pools that the best one does not clearly beat, itself included. */
  equals: readonly Candidate[];
  /** Throughput of the best ÷ that of a candidate, within rounds. */
  bestOver(candidate: Candidate): Interval | null;
  /** What the subject's speedup rests on, and what would decide it. */
  evidence: Evidence;
  coverage: Coverage;
}

export interface Evidence {
  /** Rounds that the subject's speedup rests on. */
  rounds: number;
  /** Other rounds were disturbed, and do not count. */
  onlyQuiet: boolean;
  /** As a fraction: a smaller difference from serial would not have been seen. */
  leastDifference: number;
  /** About how many more rounds that count would tell; null where no number would. */
  moreRounds: number | null;
  /** What those take; where no number would tell, what twice as many as there are do, and ten at least. */
  price: MoreRounds;
}
