import type { Case } from '../../measure/cases/index.js';
import type { Measurements } from '../analysis/index.js';

/** Groups of rounds that are left out in turn. */
const MOST_GROUPS = 8;

/** Whether a round counts. */
export type InRound = (round: number) => boolean;

/**
 * All rounds of a case but one group, for each group: every eighth round is one, or each round where there are fewer.
 */
export function roundsWithoutGroups(one: Case, { samples }: Measurements): InRound[] {
  const rounds = [...(samples.get(one.id)?.keys() ?? [])];
  const groups = Math.min(rounds.length, MOST_GROUPS);
  return Array.from({ length: groups }, (_, group) => {
    const left = new Set(rounds.filter((_round, i) => i % groups === group));
    return (round) => !left.has(round);
  });
}
