import { countCores } from '../../host/index.js';
import { type Case, engineKey, isPool, placeKey, workKey } from '../../measure/cases/index.js';
import type { RunRecord } from '../../record/index.js';
import { counted, formatRatioInterval, liesAbove, liesBelow, ratioInterval } from '../../stats/index.js';
import {
  type Analysis,
  type CaseResult,
  groupBy,
  type Measurements,
  nameWork,
  restingOn,
  roundRatiosBetween,
} from '../analysis/index.js';
import type { Finding } from './finding.js';
import { fitDoubts } from './fit-doubts.js';

/** The siblings make the pool as fast as it is without them. */
const NOTHING = 1;

const BY_CORES =
  'Size machines by physical cores: what a core’s second thread adds depends on the work, and is usually far less than a core. Efficiency here is a share of all CPUs, so 50 % may be all there is.';
const MEASURED_OTHERWISE =
  'What was measured does not bend where the reported physical cores end (topology-disagrees): size by the measured worker counts, not by physical cores.';

/**
 * Workers beyond the physical cores share them: the CPUs that the system counts are not cores. That is a count; what
 * the siblings bring is said with its interval, and as a gain or a loss only where the whole interval excludes 1.
 */
export function smtSiblings(record: RunRecord, analysis: Analysis): Finding[] {
  const { header } = record;
  const { cases, measurements } = analysis;
  const { instanceType: _, ...host } = header.host;
  const physicalOf = (one: Case) => countCores(host, one.cpus).physical;
  const sharing = cases.filter(
    ({ status, case: one }) =>
      status === 'ok' &&
      isPool(one.engine) &&
      !measurements.isVirtual(one.engine) &&
      one.workers > physicalOf(one) &&
      one.workers <= one.cores,
  );
  const bent = new Set(fitDoubts(record, analysis, ['topology']).flatMap((doubt) => doubt.cases));
  const groups = groupBy(sharing, ({ case: one }) => `${engineKey(one)} ${placeKey(one)}`);
  return [...groups.values()].map((same) => {
    const most = same.reduce((a, b) => (compare(b, a) > 0 ? b : a));
    const { case: one } = most;
    const physical = physicalOf(one);
    return {
      check: 'smt-siblings',
      severity: 'info',
      cases: same.map((result) => result.case.id),
      message: `${nameWork(one, header.plan.cases)}: ${counted(one.workers, 'worker')} of ${one.engine} share ${counted(physical, 'physical core')} (SMT)${yieldOf(most, physical, analysis)}.`,
      advice: same.some((result) => bent.has(result.case.id)) ? MEASURED_OTHERWISE : BY_CORES,
    };
  });
}

/** By workers, then by scaling. */
function compare(a: CaseResult, b: CaseResult): number {
  return a.case.workers - b.case.workers || (a.scaling?.value ?? 0) - (b.scaling?.value ?? 0);
}

/** What the siblings brought, where as many workers as cores were measured at the same setting. */
function yieldOf(
  { case: one, scaling }: CaseResult,
  physical: number,
  { cases, measurements }: Analysis,
): string {
  const atCores = cases.find(
    ({ case: other }) =>
      other.workers === physical &&
      workKey(other) === workKey(one) &&
      other.engine === one.engine &&
      other.dispatch === one.dispatch &&
      other.chunksize === one.chunksize &&
      placeKey(other) === placeKey(one),
  );
  if (!scaling) return '';
  if (!atCores?.scaling) return `: scaling ${formatRatioInterval(scaling)}`;
  const scales = `: they scale to ${formatRatioInterval(scaling)}, one worker per core to ${formatRatioInterval(atCores.scaling)}`;
  return `${scales}${gainOf(one, atCores.case, measurements)}`;
}

function gainOf(one: Case, atCores: Case, measurements: Measurements): string {
  const { kept } = roundRatiosBetween(measurements, one.id, atCores.id);
  const factor = ratioInterval(restingOn(kept).used.map(({ logRatio }) => logRatio));
  if (factor === null) return '';
  const isClear = liesAbove(factor, NOTHING) || liesBelow(factor, NOTHING);
  return isClear
    ? `, so the siblings make it ${formatRatioInterval(factor)} as fast`
    : `; whether the siblings add anything is not clear yet: ${formatRatioInterval(factor)}`;
}
