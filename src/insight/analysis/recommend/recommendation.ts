import type { Case } from '../../../measure/cases/index.js';
import type { Interval } from '../../../stats/index.js';
import type { Confirmed } from './confirmed.js';

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
  /** What rounds that were measured after it was recommended say of it; null where there were none, or too few. */
  confirmed: Confirmed | null;
  headline: string;
  why: string;
  /** What to know before relying on it, in sentences. */
  doubt?: string;
}
