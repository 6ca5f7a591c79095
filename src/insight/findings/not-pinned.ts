import { whyNotPin } from '../../host/index.js';
import { isPool } from '../../measure/cases/index.js';
import type { RunRecord } from '../../record/index.js';
import { counted } from '../../stats/index.js';
import type { Analysis } from '../analysis/index.js';
import type { Finding } from './finding.js';

/** Workers that were to stay on a CPU of their own and did not. */
export function notPinned({ header }: RunRecord, { cases }: Analysis): Finding[] {
  if (header.plan.pin === 'none') return [];
  const reason = whyNotPin(header.host);
  if (reason !== undefined) {
    return [
      {
        check: 'not-pinned',
        severity: 'warning',
        cases: [],
        message: `No worker was pinned. ${reason}`,
        advice: 'The workers ran wherever the system put them.',
      },
    ];
  }
  const free = cases.filter((result) => result.status === 'ok' && isWorkers(result) && !result.pinned);
  if (free.length === 0) return [];
  return [
    {
      check: 'not-pinned',
      severity: 'warning',
      cases: free.map((result) => result.case.id),
      message: `In ${counted(free.length, 'case')} the system refused to pin some worker, which ran wherever the system put it.`,
      advice:
        'Check whether the allowed CPUs changed during the run, for instance because a container was moved.',
    },
  ];
}

function isWorkers({ case: { engine }, placement }: Analysis['cases'][number]): boolean {
  return isPool(engine) && placement !== null;
}
