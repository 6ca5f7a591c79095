import { workKey } from '../../measure/cases/index.js';
import type { RunRecord } from '../../record/index.js';
import { counted, formatPercent, formatRatioInterval } from '../../stats/index.js';
import { type Analysis, type CaseResult, groupBy, nameSetting, nameWork } from '../analysis/index.js';
import type { Finding } from './finding.js';

/** Speedups that are not known as precisely as was asked for; of a case that was beaten or left behind nobody asks it. */
export function wideSpread({ header }: RunRecord, { cases }: Analysis): Finding[] {
  const { precision, cases: planned } = header.plan;
  const wide = cases.filter((result) => isWanted(result) && halfWidth(result) > precision);
  return [...groupBy(wide, (result) => workKey(result.case)).values()].map((same) => {
    const widest = same.reduce((a, b) => (halfWidth(b) > halfWidth(a) ? b : a));
    return {
      check: 'wide-spread',
      severity: 'warning',
      cases: same.map((result) => result.case.id),
      message: `${nameWork(widest.case, planned)}: the speedup of ${counted(same.length, 'case')} is not known to within ±${formatPercent(precision)}; the widest is ${nameSetting(widest.case)}: ${formatRatioInterval(widest.speedup!)}.`,
      advice: 'Give it more time with --max-time, more rounds with --rounds, or a quieter machine.',
    };
  });
}

function isWanted({ status, settled }: CaseResult): boolean {
  return status === 'ok' && settled?.reason !== 'lost' && settled?.reason !== 'behind';
}

/** Half the interval's width, relative to the value. */
function halfWidth({ speedup }: CaseResult): number {
  return speedup === null ? 0 : (speedup.high - speedup.low) / (2 * speedup.value);
}
