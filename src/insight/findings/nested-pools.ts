import { workKey } from '../../measure/cases/index.js';
import type { RunRecord } from '../../record/index.js';
import { formatCores, formatInterval, liesAbove } from '../../stats/index.js';
import { type Analysis, groupBy, nameCores, nameSetting, nameWork } from '../analysis/index.js';
import type { Finding } from './finding.js';
import { isQuiet, meanOverRounds } from './over-rounds.js';

/** A worker is one CPU's worth; collecting garbage beside it adds some. */
const ONE_WORKER = 1.3;

/**
 * Tasks that run on several CPUs by themselves: a pool of such workers asks for more cores than there are. The whole
 * interval of the CPUs kept busy, over rounds, lies above 1.3 in every case with one worker that tells.
 */
export function nestedPools(record: RunRecord, { cases }: Analysis): Finding[] {
  const measured = cases.filter(
    (result) =>
      result.status === 'ok' &&
      result.case.workers === 1 &&
      result.case.command !== 'self-parallel' &&
      !result.case.cold &&
      isQuiet(result),
  );
  return [...groupBy(measured, ({ case: one }) => workKey(one)).values()].flatMap((same) => {
    const each = same.flatMap((result) => {
      const cpus = meanOverRounds(record, result, ({ disturbance: { ownCpu } }) => ownCpu);
      return cpus === null ? [] : [{ result, cpus }];
    });
    const [least] = each.sort((a, b) => a.cpus.low - b.cpus.low);
    if (!least || !liesAbove(least.cpus, ONE_WORKER)) return [];
    const { result, cpus } = least;
    const { cores } = result.case;
    const workers = Math.max(1, Math.floor(cores / cpus.value));
    return [
      {
        check: 'nested-pools',
        severity: 'warning' as const,
        cases: same.map(({ case: one }) => one.id),
        message: `${nameWork(result.case, record.header.plan.cases)}: with ${nameSetting(result.case)} alone it keeps ${formatCores(cpus.value)} CPUs busy (${formatInterval(cpus)}), so its tasks run threads of their own (a nested pool, a native library, or much garbage collection): ${workers + 1} such workers ask for more than ${nameCores(cores)}.`,
        advice: `Let one side be parallel: either one thread per task (UV_THREADPOOL_SIZE, OMP_NUM_THREADS, or the library's own setting), or no more than ${workers} ${workers === 1 ? 'worker' : 'workers'}.`,
      },
    ];
  });
}
