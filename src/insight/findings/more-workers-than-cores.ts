import { isPool, workKey } from '../../measure/cases/index.js';
import type { RunRecord } from '../../record/index.js';
import { counted, formatRatio, listed } from '../../stats/index.js';
import { type Analysis, coresOf, groupBy, nameCores, nameWork } from '../analysis/index.js';
import type { Finding } from './finding.js';

/** Workers that share cores wait for each other. A fractional quota is rounded up, as the default sweep does. */
export function moreWorkersThanCores({ header }: RunRecord, { cases }: Analysis): Finding[] {
  const crowded = cases.filter(
    (result) =>
      result.status === 'ok' &&
      isPool(result.case.engine) &&
      result.case.quota === undefined &&
      result.case.workers > Math.ceil(coresOf(result)),
  );
  return [...groupBy(crowded, (result) => `${workKey(result.case)} ${coresOf(result)}`).values()].map(
    (same) => {
      const { case: one } = same[0]!;
      const cores = coresOf(same[0]!);
      const counts = [...new Set(same.map((result) => result.case.workers))].sort((a, b) => a - b);
      return {
        check: 'more-workers-than-cores',
        severity: 'warning',
        cases: same.map((result) => result.case.id),
        message: `${nameWork(one, header.plan.cases)}: ${listed(counts.map(String))} workers share ${nameCores(cores)} and wait for each other: CPU-bound work cannot pass ${formatRatio(cores)} there.`,
        advice: `Use at most ${counted(Math.ceil(cores), 'worker')}, unless the tasks wait for something other than a CPU.`,
      };
    },
  );
}
