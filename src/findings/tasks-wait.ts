import {
  type Analysis,
  type CaseResult,
  groupBy,
  nameSetting,
  nameWork,
  workKey,
} from '../analysis/index.js';
import type { RunRecord } from '../record/index.js';
import { formatPercent } from '../stats/index.js';
import type { Finding } from './finding.js';
import { workerTimesOf } from './worker-times.js';

/** What a hypervisor takes without telling may look like waiting; tasks that read or sleep wait for longer. */
const WORTH_A_WORD = 0.15;

/**
 * Tasks wait for something that is not a CPU. Workers that keep a core busy all the same: 1 + waiting ÷ computing
 * (Goetz et al., Java Concurrency in Practice, 8.2).
 */
export function tasksWait(record: RunRecord, { cases }: Analysis): Finding[] {
  const measured = cases.filter(
    ({ status, case: { workers, cores, cold } }) => status === 'ok' && !cold && workers <= cores,
  );
  return [...groupBy(measured, ({ case: one }) => workKey(one)).values()].flatMap((same) => {
    const shown = fewestWorkers(same);
    const share = workerTimesOf(record, shown).blockedShare;
    if (share === null || share < WORTH_A_WORD) return [];
    const perCore = 1 / (1 - Math.min(share, 0.99));
    const upTo = Math.ceil(perCore * shown.case.cores);
    return [
      {
        check: 'tasks-wait',
        severity: 'info' as const,
        cases: same.map((result) => result.case.id),
        message: `${nameWork(shown.case, record.header.plan.cases)}: its tasks wait outside the CPU for ${formatPercent(share)} of their time, measured with ${nameSetting(shown.case)}: more workers than cores may help, about ${perCore.toFixed(1)} a core.`,
        advice: `They wait for files, a network, a timer or a lock. Sweep further, with --workers 1..${upTo}; within a chunk tasks run one after another, asynchronous ones too.`,
      },
    ];
  });
}

function fewestWorkers(results: readonly CaseResult[]): CaseResult {
  return results.reduce((a, b) => (b.case.workers < a.case.workers ? b : a));
}
