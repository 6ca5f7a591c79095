import { SERIAL } from '../../measure/cases/index.js';
import { endOf, type RunRecord } from '../../record/index.js';
import { counted, formatRatioInterval } from '../../stats/index.js';
import { type Analysis, nameSetting, nameWork, type Recommendation } from '../analysis/index.js';
import type { Finding } from './finding.js';

/**
 * Recommendations that fresh rounds contradicted, did not settle, or could not be made for. They contradict one where the
 * whole interval of the difference lies beyond the margin of equivalence (`confirmationOf`).
 */
export function notConfirmed(record: RunRecord, { recommendations, cases }: Analysis): Finding[] {
  const { plan } = record.header;
  const ended = endOf(record.lines)?.reason;
  // A fixed number of rounds is all that was asked for; an interrupted run has a finding of its own.
  if (plan.rounds !== null || (ended !== 'precise' && ended !== 'time')) return [];
  return recommendations
    .filter(({ engine, confirmed }) => engine !== SERIAL && confirmed?.verdict !== 'confirmed')
    .map((recommendation) => {
      const { case: one } = cases.find((result) => result.case.id === recommendation.caseId)!;
      const subject = `${nameWork(one, plan.cases)}, ${nameSetting(one)}`;
      return { check: 'not-confirmed', cases: [one.id], ...saidOf(recommendation, subject) };
    });
}

function saidOf(
  { confirmed, speedup }: Recommendation,
  subject: string,
): Pick<Finding, 'severity' | 'message' | 'advice'> {
  if (confirmed === null) {
    return {
      severity: 'info',
      message: `${subject}: no time was left to confirm it on fresh rounds.`,
      advice: 'Give it more time with --max-time.',
    };
  }
  const fresh = `${counted(confirmed.rounds, 'fresh round')} gave ${formatRatioInterval(confirmed.speedup)}`;
  if (confirmed.verdict === 'not confirmed') {
    return {
      severity: 'warning',
      message: `${subject}: not confirmed: ${fresh} over serial, but the rounds that chose it gave ${formatRatioInterval(speedup)}.`,
      advice: 'Something changed between the two: run again, on a quieter machine.',
    };
  }
  return {
    severity: 'info',
    message: `${subject}: ${fresh} over serial, too wide or too disturbed to confirm ${formatRatioInterval(speedup)}.`,
    advice: 'Give it more time with --max-time, or a quieter machine.',
  };
}
