import { DISTURBANCE_GATE } from '../../src/stats/index.js';
import type { Injection } from './injection.js';
import type { Measured, Pair } from './pair.js';
import { shareOf } from './share.js';

export interface Limits {
  observationMs: number;
  /** Undisturbed pairs that a verdict needs. */
  leastPairs: number;
  mostPairs: number;
  /** For one cause, in one start. */
  timeMs: number;
}

export const limits = {
  full: { observationMs: 500, leastPairs: 6, mostPairs: 60, timeMs: 90_000 },
  quick: { observationMs: 100, leastPairs: 2, mostPairs: 2, timeMs: 20_000 },
} as const satisfies Record<string, Limits>;

/** A neighbour that was put in is foreign load on purpose; everything else is a disturbance. */
export function isUndisturbed({ baseline, injected }: Pair, injection: Injection): boolean {
  const isQuiet = (side: Measured) => (side.foreignCpu ?? 0) <= DISTURBANCE_GATE.foreignCpu;
  const isSerialQuiet = (side: Measured) =>
    (side.serialForeignCpu ?? 0) <= DISTURBANCE_GATE.foreignCpu &&
    side.stealShare <= DISTURBANCE_GATE.stealShare;
  const expectsForeign = injection.injected.neighbour !== undefined;
  return (
    isQuiet(baseline) &&
    (expectsForeign || isQuiet(injected)) &&
    isSerialQuiet(baseline) &&
    isSerialQuiet(injected)
  );
}

const WANTED_HALF_WIDTH = 0.1;

/** More pairs are needed: too few undisturbed ones, or their interval is wider than ±0.1. */
export function isWide(pairs: readonly Pair[], injection: Injection): boolean {
  const quiet = pairs.filter((pair) => isUndisturbed(pair, injection));
  if (quiet.length < limits.full.leastPairs) return true;
  const { share } = shareOf(quiet, injection.expected);
  return share === null || share.high - share.value > WANTED_HALF_WIDTH;
}
