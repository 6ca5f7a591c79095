import { isPool, SERIAL } from '../../measure/cases/index.js';
import type { Recommendation } from './analysis.js';
import type { Candidate } from './choice.js';

/** A gain below this is not worth a pool, which costs code, memory and start-up. */
export const WORTH_A_POOL = 1.05;

/** What the speedups say, and of which pool; promises on one thread, which gain without one, count as such. */
export interface Decision {
  verdict: Recommendation['verdict'];
  /** Pools that are proved to gain; empty unless the verdict is theirs. */
  gaining: readonly Candidate[];
  /** Whose interval decides, or leaves it open. */
  subject: Candidate;
}

/**
 * A pool where an interval over serial lies above 1 and reaches a gain that is worth one; serial where every interval
 * ends below that gain; else undecided. One worker decides nothing beside several: it is not there to gain.
 * Undefined without a pool.
 */
export function decide(candidates: readonly Candidate[]): Decision | undefined {
  const pools = candidates.filter(({ case: { engine } }) => engine !== SERIAL);
  const gaining = pools.filter(isWorthIt);
  const best = highest(pools.filter(({ case: { engine } }) => isPool(engine))) ?? highest(pools);
  if (!best) return undefined;
  if (gaining.length > 0) return { verdict: 'pool', gaining, subject: highest(gaining)! };
  const several = pools.filter(({ case: { workers } }) => workers > 1);
  const open = highest((several.length > 0 ? several : pools).filter(mayBeWorthIt));
  return open
    ? { verdict: 'undecided', gaining, subject: open }
    : { verdict: 'serial', gaining, subject: best };
}

/** The highest speedup. */
export function highest(candidates: readonly Candidate[]): Candidate | undefined {
  return [...candidates].sort((a, b) => b.speedup.value - a.speedup.value)[0];
}

function isWorthIt({ speedup }: Candidate): boolean {
  return speedup.low > 1 && speedup.high >= WORTH_A_POOL;
}

function mayBeWorthIt({ speedup }: Candidate): boolean {
  return speedup.high >= WORTH_A_POOL;
}
