import { type Analysis, type CaseResult, groupBy } from '../../insight/analysis/index.js';
import type { Insight } from '../../insight/index.js';
import { dispatcherPerChunk, dispatcherSaturatesAt, taskTimes } from '../../insight/pool-model/index.js';
import { isPool, workKey } from '../../measure/cases/index.js';
import { mean } from '../../stats/index.js';
import type { ReportDispatcher } from './schema.js';

/**
 * How much the dispatcher of each engine carries for each work, in the setting that was measured fastest; none where
 * dispatching cost nothing that was seen.
 */
export function dispatchersOf(told: Insight): ReportDispatcher[] {
  return fastestPools(told).flatMap(({ case: one }) => {
    const { scenario, params, engine, dispatch, chunksize, cores } = one;
    const costs = told.poolCosts(one, engine, { dispatch, cores });
    const tasks = taskTimes(one, told.measurements);
    if (!costs || !tasks) return [];
    const chunks = { taskMs: mean(tasks), chunksize, costs };
    const saturatesAtWorkers = dispatcherSaturatesAt(chunks);
    if (saturatesAtWorkers === Number.POSITIVE_INFINITY) return [];
    const { cases, rounds, assumptions = [] } = costs.basis;
    return {
      ...{ scenario, params, engine, dispatch, chunksize },
      perChunkMs: dispatcherPerChunk(chunks),
      saturatesAtWorkers,
      basis: { cases: cases.length, rounds, assumptions },
    };
  });
}

/** Of each work and engine. */
function fastestPools({ cases }: Analysis): CaseResult[] {
  const pools = cases.filter(
    ({ case: one, status, speedup }) => status === 'ok' && speedup && isPool(one.engine) && !one.cold,
  );
  const groups = groupBy(pools, ({ case: one }) => `${workKey(one)} ${one.engine}`);
  return [...groups.values()].map((group) =>
    group.reduce((best, one) => (one.speedup!.value > best.speedup!.value ? one : best)),
  );
}
