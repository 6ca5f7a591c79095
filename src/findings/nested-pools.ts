import {
  type Analysis,
  type CaseResult,
  groupBy,
  nameCores,
  nameSetting,
  nameWork,
  workKey,
} from '../analysis/index.js';
import type { RunRecord } from '../record/index.js';
import { formatCores, median } from '../stats/index.js';
import type { Finding } from './finding.js';
import { observationsOf } from './worker-times.js';

/** A worker is one CPU's worth; collecting garbage beside it adds some. */
const ONE_WORKER = 1.3;

/** Tasks that run on several CPUs by themselves: a pool of such workers asks for more cores than there are. */
export function nestedPools(record: RunRecord, { cases }: Analysis): Finding[] {
  const measured = cases.filter(
    ({ status, case: { workers, cold } }) => status === 'ok' && workers === 1 && !cold,
  );
  return [...groupBy(measured, ({ case: one }) => workKey(one)).values()].flatMap((same) => {
    const each = same.map((result) => ({ result, cpus: cpusOf(record, result) }));
    const { result, cpus } = each.reduce((a, b) => (b.cpus < a.cpus ? b : a));
    if (cpus <= ONE_WORKER) return [];
    const { cores } = result.case;
    const workers = Math.max(1, Math.floor(cores / cpus));
    return [
      {
        check: 'nested-pools',
        severity: 'warning' as const,
        cases: same.map(({ case: one }) => one.id),
        message: `${nameWork(result.case, record.header.plan.cases)}: with ${nameSetting(result.case)} alone it keeps ${formatCores(cpus)} CPUs busy, so its tasks run threads of their own (a nested pool, a native library, or much garbage collection): ${workers + 1} such workers ask for more than ${nameCores(cores)}.`,
        advice: `Let one side be parallel: either one thread a task (UV_THREADPOOL_SIZE, OMP_NUM_THREADS, or the library's own setting), or no more than ${workers} ${workers === 1 ? 'worker' : 'workers'}.`,
      },
    ];
  });
}

/** CPUs' worth of work of all our processes; 0 where it is not known. */
function cpusOf(record: RunRecord, result: CaseResult): number {
  const known = observationsOf(record, result).flatMap(({ disturbance }) => disturbance.ownCpu ?? []);
  return known.length > 0 ? median(known) : 0;
}
