import { SERIAL } from '../../measure/cases/index.js';
import type { RunRecord } from '../../record/index.js';
import { type Interval, liesBelow } from '../../stats/index.js';
import type { Analysis } from '../analysis/index.js';
import { nameWork } from '../analysis/index.js';
import type { Finding } from './finding.js';
import { meanOverRounds } from './over-rounds.js';
import { workerTimesIn } from './worker-times.js';

/** Some three hundred instructions: calling an empty function through the worker's loop takes a tenth of it. */
const EMPTY_BELOW_NS = 100;

/**
 * Tasks that take no time: a compiler removed the work, or it is done elsewhere. The whole interval of the time a task,
 * over rounds, lies below 100 ns; disturbed rounds count, since other load can only make it longer.
 */
export function deadCodeSuspected(record: RunRecord, { cases }: Analysis): Finding[] {
  return cases.flatMap((result) => {
    if (result.status !== 'ok' || result.case.engine !== SERIAL || isOpenEnded(record, result.case.scenario))
      return [];
    const ns = meanOverRounds(record, result, (seen) => {
      const { busyMs, tasks } = workerTimesIn(seen);
      return (1e6 * busyMs) / tasks;
    });
    if (!liesBelow(ns, EMPTY_BELOW_NS)) return [];
    return [
      {
        check: 'dead-code-suspected',
        severity: 'warning' as const,
        cases: [result.case.id],
        message: `${nameWork(result.case, record.header.plan.cases)}: a task takes ${ns.value.toFixed(0)} ns (${rangeOf(ns)}) in serial, hardly more than calling an empty function: its work may have been removed by the compiler, or done in tasks().`,
        advice:
          'Return a value that depends on every iteration of the work, and let run do the work itself. If tasks are really this short, give run a batch of them.',
      },
    ];
  });
}

function rangeOf({ low, high }: Interval): string {
  return `${Math.max(0, low).toFixed(0)}–${high.toFixed(0)}`;
}

function isOpenEnded({ header }: RunRecord, scenario: string): boolean {
  return header.scenarios.some(({ name, openEnded }) => name === scenario && openEnded);
}
