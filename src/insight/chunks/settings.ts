import { isPool } from '../../measure/cases/index.js';
import { type CaseResult, groupBy, workKey } from '../analysis/index.js';

/** `apply` has no chunks, and what a consumer takes is not simulated. */
const WITHOUT = ['apply', 'consume'];

/**
 * The settings that chunks can be advised for: pools of several workers, with a core for each, that were measured
 * warm.
 */
export function chunkSettings(cases: readonly CaseResult[]): CaseResult[][] {
  const groups = groupBy(cases.filter(isAdvisable), ({ case: one }) =>
    JSON.stringify([workKey(one), one.engine, one.dispatch, one.workers, one.cores, one.cpus]),
  );
  return [...groups.values()].map((same) => same.sort((a, b) => a.case.chunksize - b.case.chunksize));
}

function isAdvisable({ case: one, status, wallMs }: CaseResult): boolean {
  const isChunked = isPool(one.engine) && !WITHOUT.includes(one.dispatch) && one.workers > 1;
  const isOrdinary = !one.cold && one.replica === undefined && one.workers <= one.cores;
  return isChunked && isOrdinary && status === 'ok' && wallMs !== null;
}
