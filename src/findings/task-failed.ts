import { type Analysis, groupBy, nameSetting, nameWork } from '../analysis/index.js';
import type { RunRecord } from '../record/index.js';
import { listed } from '../stats/index.js';
import type { Finding } from './finding.js';

/** Tasks threw, or workers were lost: such cases have no figures. */
export function taskFailed({ header }: RunRecord, { cases }: Analysis): Finding[] {
  const failed = cases.filter(({ status, verified }) => status === 'failed' && verified !== false);
  const groups = groupBy(failed, ({ case: one, reason }) => `${nameWork(one, header.plan.cases)} ${reason}`);
  return [...groups.values()].map((same) => ({
    check: 'task-failed',
    severity: 'error',
    cases: same.map((result) => result.case.id),
    message: `${nameWork(same[0]!.case, header.plan.cases)} failed with ${listed(same.map((result) => nameSetting(result.case)))}: ${same[0]!.reason}`,
    advice:
      'Run the scenario with --engine serial, where a debugger and stack traces work. A failed case has no figures.',
  }));
}
