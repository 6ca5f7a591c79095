import { SERIAL } from '../../measure/cases/index.js';
import type { RunRecord } from '../../record/index.js';
import { counted, MIN_ROUNDS_FOR_VERDICT } from '../../stats/index.js';
import type { Analysis, CaseResult } from '../analysis/index.js';
import type { Finding } from './finding.js';

/**
 * Below ten undisturbed rounds intervals are wide and no difference is called. Where the best setting was looked for, as
 * many as that takes are enough, and what was left behind or is only a reference needs none.
 */
export function tooFewRounds({ header: { plan } }: RunRecord, { cases }: Analysis): Finding[] {
  const needed = plan.tuned ? plan.minRounds : MIN_ROUNDS_FOR_VERDICT;
  const few = cases.filter(
    (result) =>
      result.status === 'ok' &&
      result.case.engine !== SERIAL &&
      !(plan.tuned && isSpared(result)) &&
      undisturbed(result) < needed,
  );
  if (few.length === 0) return [];
  const counts = few.map(undisturbed);
  return [
    {
      check: 'too-few-rounds',
      severity: 'warning',
      cases: few.map((result) => result.case.id),
      message: `${counted(few.length, 'case')} ${few.length === 1 ? 'has' : 'have'} ${range(counts)}; ${plan.tuned ? 'tuning' : 'a verdict'} needs ${needed}.`,
      advice: 'Read the intervals, not the values; run more rounds with --rounds or a longer --max-time.',
    },
  ];
}

function isSpared({ case: one, settled }: CaseResult): boolean {
  return one.role === 'reference' || settled?.reason === 'behind';
}

function undisturbed({ rounds, disturbedRounds }: CaseResult): number {
  return rounds - disturbedRounds;
}

function range(counts: readonly number[]): string {
  const low = Math.min(...counts);
  const high = Math.max(...counts);
  if (high === 0) return 'no undisturbed round';
  const some = low === high ? counted(high, 'undisturbed round') : `${low} to ${high} undisturbed rounds`;
  return `only ${some}`;
}
