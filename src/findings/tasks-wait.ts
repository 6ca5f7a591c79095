import {
  type Analysis,
  type CaseResult,
  groupBy,
  nameSetting,
  nameWork,
  workKey,
} from '../analysis/index.js';
import type { RunRecord } from '../record/index.js';
import { formatPercentInterval, liesAbove } from '../stats/index.js';
import type { Finding } from './finding.js';
import { isQuiet, meanOverRounds } from './over-rounds.js';
import { workerTimesIn } from './worker-times.js';

/** What a hypervisor takes without telling may look like waiting; tasks that read or sleep wait for longer. */
const WORTH_A_WORD = 0.15;

/**
 * Tasks wait for something that is not a CPU. Workers that keep a core busy all the same: 1 + waiting ÷ computing
 * (Goetz et al., Java Concurrency in Practice, 8.2). The whole interval of the share, over rounds, lies above 15 %.
 */
export function tasksWait(record: RunRecord, { cases }: Analysis): Finding[] {
  const measured = cases.filter(
    ({ status, case: { workers, cores, cold } }) => status === 'ok' && !cold && workers <= cores,
  );
  return [...groupBy(measured, ({ case: one }) => workKey(one)).values()].flatMap((same) => {
    const shown = fewestWorkers(same);
    const share = meanOverRounds(record, shown, (seen) => workerTimesIn(seen).blockedShare);
    if (!isQuiet(shown) || !liesAbove(share, WORTH_A_WORD)) return [];
    const [perCore, fewest, most] = [share.value, share.low, share.high].map(workersACore);
    const upTo = Math.ceil(perCore! * shown.case.cores);
    return [
      {
        check: 'tasks-wait',
        severity: 'info' as const,
        cases: same.map((result) => result.case.id),
        message: `${nameWork(shown.case, record.header.plan.cases)}: its tasks wait outside the CPU for ${formatPercentInterval(share)} of their time, measured with ${nameSetting(shown.case)}: more workers than cores may help, about ${perCore!.toFixed(1)} a core (${fewest!.toFixed(1)}–${most!.toFixed(1)}).`,
        advice: `They wait for files, a network, a timer or a lock. Sweep further, with --workers 1..${upTo}; within a chunk tasks run one after another, asynchronous ones too.`,
      },
    ];
  });
}

function workersACore(waiting: number): number {
  return 1 / (1 - Math.min(waiting, 0.99));
}

function fewestWorkers(results: readonly CaseResult[]): CaseResult {
  return results.reduce((a, b) => (b.case.workers < a.case.workers ? b : a));
}
