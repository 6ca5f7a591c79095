import type { Analysis } from '../analysis/index.js';
import { nameWork } from '../analysis/index.js';
import { SERIAL } from '../cases/index.js';
import type { RunRecord } from '../record/index.js';
import type { Finding } from './finding.js';
import { workerTimesOf } from './worker-times.js';

/** Some three hundred instructions: calling an empty function through the worker's loop takes a tenth of it. */
const EMPTY_BELOW_NS = 100;

/** Tasks that take no time: a compiler removed the work, or it is done elsewhere. */
export function deadCodeSuspected(record: RunRecord, { cases }: Analysis): Finding[] {
  return cases.flatMap((result) => {
    if (result.status !== 'ok' || result.case.engine !== SERIAL || isOpenEnded(record, result.case.scenario))
      return [];
    const { busyMs, tasks } = workerTimesOf(record, result);
    const ns = (1e6 * busyMs) / tasks;
    if (!(ns < EMPTY_BELOW_NS)) return [];
    return [
      {
        check: 'dead-code-suspected',
        severity: 'warning' as const,
        cases: [result.case.id],
        message: `${nameWork(result.case, record.header.plan.cases)}: a task takes ${ns.toFixed(0)} ns in serial, hardly more than calling an empty function: its work may have been removed by the compiler, or done in tasks().`,
        advice:
          'Return a value that depends on every turn of the work, and let run do the work itself. If tasks are really this short, give run a batch of them.',
      },
    ];
  });
}

function isOpenEnded({ header }: RunRecord, scenario: string): boolean {
  return header.scenarios.some(({ name, openEnded }) => name === scenario && openEnded);
}
