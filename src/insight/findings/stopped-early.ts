import { workKey } from '../../measure/cases/index.js';
import type { RunRecord } from '../../record/index.js';
import { counted, formatRatioInterval, listed } from '../../stats/index.js';
import { type Analysis, groupBy, nameSetting, nameWork } from '../analysis/index.js';
import type { Finding } from './finding.js';

/** Cases that were clearly beaten, and so were measured in fewer rounds than the others. */
export function stoppedEarly({ header }: RunRecord, { cases, recommendations }: Analysis): Finding[] {
  const beaten = cases.filter(({ settled, status }) => settled?.reason === 'lost' && status === 'ok');
  return [...groupBy(beaten, (result) => workKey(result.case)).values()].map((same) => {
    const { case: one } = same[0]!;
    const names = same.map(
      ({ case: each, speedup, settled }) =>
        `${nameSetting(each)} after round ${settled!.round}${speedup === null ? '' : `, at ${formatRatioInterval(speedup)}`}`,
    );
    const best = recommendations.find((each) => workKey(each) === workKey(one));
    return {
      check: 'stopped-early',
      severity: 'info',
      cases: same.map((result) => result.case.id),
      message: `${nameWork(one, header.plan.cases)}: ${counted(same.length, 'case')} ${same.length === 1 ? 'was' : 'were'} clearly beaten${best ? ` by ${best.caseId}` : ''} and measured no further: ${listed(names)}.`,
      advice: 'Their figures hold for the rounds they had; --rounds measures all cases equally often.',
    };
  });
}
