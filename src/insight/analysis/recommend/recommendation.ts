import type { Case } from '../../../measure/cases/index.js';
import { EQUIVALENCE_MARGIN, type Interval, logHalfWidth } from '../../../stats/index.js';
import type { Measurements } from '../measurements.js';
import { type Basis, ratioOver, roundRatios } from '../ratios.js';
import { serialOf } from '../references.js';

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

/** What fresh rounds say of a speedup. */
export interface Confirmed {
  rounds: number;
  speedup: Interval;
  verdict: 'confirmed' | 'not confirmed' | 'cannot tell yet';
}

/** Fewer fresh rounds have an interval that would agree with anything. */
export const MIN_CONFIRMATION_ROUNDS = 3;

/**
 * What fresh rounds say of a speedup that was chosen for being high. They contradict it when the whole interval of
 * the difference lies beyond the margin of equivalence: on a log scale the half-width of the difference of two
 * independent values is the root of the sum of their squares. They confirm it when they
 * show by themselves that it beats serial. Too few undisturbed ones contradict nothing. Null where there were too
 * few at all.
 */
export function confirmationOf(one: Case, first: Interval, measurements: Measurements): Confirmed | null {
  const { confirmations, cases } = measurements;
  const serial = serialOf(one, cases);
  const own = confirmations.get(one.id);
  const serials = serial && confirmations.get(serial.id);
  if (!own || !serials) return null;
  const ratios = roundRatios(own, serials);
  const { interval, basis } = ratioOver(ratios);
  if (interval === null || ratios.length < MIN_CONFIRMATION_ROUNDS) return null;
  return { rounds: ratios.length, speedup: interval, verdict: verdictOf(first, interval, basis) };
}

function verdictOf(first: Interval, fresh: Interval, basis: Basis): Confirmed['verdict'] {
  if (contradicts(first, fresh)) return basis === 'undisturbed' ? 'not confirmed' : 'cannot tell yet';
  return fresh.low > 1 ? 'confirmed' : 'cannot tell yet';
}

function contradicts(first: Interval, fresh: Interval): boolean {
  const difference = Math.abs(Math.log(fresh.value / first.value));
  const allowed = Math.hypot(logHalfWidth(first), logHalfWidth(fresh));
  return difference - allowed > Math.log(1 + EQUIVALENCE_MARGIN);
}
