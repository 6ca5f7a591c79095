import { countCores } from '../../host/index.js';
import { engineKey, workKey } from '../../measure/cases/index.js';
import type { RunRecord } from '../../record/index.js';
import { formatRatioInterval, type Interval, liesAbove, liesBelow } from '../../stats/index.js';
import {
  type Analysis,
  type CaseResult,
  groupBy,
  nameWork,
  nameWorkers,
  oneWorkerOf,
} from '../analysis/index.js';
import type { Finding } from './finding.js';
import { isQuiet, ratioBetween } from './over-rounds.js';
import { workerTimesIn } from './worker-times.js';

/** Isolated workers that reach no more than this share of their number are held back by something they share. */
const LOW_CEILING = 0.8;
/** CPU time per task beyond that of one worker: what waits for memory counts as computing. */
const DEARER = 1.15;

interface Bounded {
  result: CaseResult;
  ceiling: Interval;
  /** CPU time per task ÷ that with one worker, within rounds. */
  dearer: Interval;
}

/**
 * Tasks cost more CPU time the more of them run, and isolated workers are no better: they share a memory. The whole
 * interval of the ceiling lies below 0.8 per worker, and that of the CPU time per task above 1.15 times one worker's.
 */
export function memoryBound(record: RunRecord, analysis: Analysis): Finding[] {
  const { instanceType: _, ...host } = record.header.host;
  const bound = analysis.cases.flatMap((result): Bounded[] => {
    const { case: one, ceiling, status } = result;
    const hasCores = one.workers >= 2 && one.workers <= countCores(host, one.cpus).physical;
    if (status !== 'ok' || !hasCores || !isQuiet(result)) return [];
    if (!liesBelow(ceiling, LOW_CEILING * one.workers)) return [];
    const dearer = dearerThanOne(result, record, analysis);
    return liesAbove(dearer, DEARER) ? [{ result, ceiling, dearer }] : [];
  });
  const groups = groupBy(bound, ({ result: { case: one } }) => engineKey(one));
  return [...groups.values()].map((same) => {
    const { result, ceiling, dearer } = same.reduce((a, b) => (b.dearer.value > a.dearer.value ? b : a));
    const elsewhere = bestElsewhere(result, analysis);
    return {
      check: 'memory-bound',
      severity: 'warning',
      cases: same.map(({ result: { case: one } }) => one.id),
      message: `${nameWork(result.case, record.header.plan.cases)}: ${nameWorkers(result.case)} reach a ceiling of only ${formatRatioInterval(ceiling)} although each has a core, and a task takes ${formatRatioInterval(dearer)} the CPU time it takes with one worker: they compete for something they share, most likely memory bandwidth or a cache${elsewhere}.`,
      advice:
        'Touch less memory per task: smaller blocks, typed arrays, fewer copies. More cores on the same memory will not help; a machine with more memory channels or a larger cache may.',
    };
  });
}

/** Null where the system does not tell CPU time. */
function dearerThanOne(result: CaseResult, record: RunRecord, { cases }: Analysis): Interval | null {
  const id = oneWorkerOf(
    result.case,
    cases.map((other) => other.case),
  )?.id;
  const one = cases.find((other) => other.case.id === id);
  if (!one) return null;
  return ratioBetween(record, result, one, (observation) => {
    const { cpuMs, tasks } = workerTimesIn(observation);
    return cpuMs === null ? null : cpuMs / tasks;
  });
}

/** Other work that clearly does scale here clears the machine: it is this work that shares. */
function bestElsewhere({ case: one }: CaseResult, { cases }: Analysis): string {
  const others = cases.filter(
    ({ case: other, ceiling }) =>
      ceiling !== null && other.workers === one.workers && workKey(other) !== workKey(one),
  );
  const best = others.sort((a, b) => b.ceiling!.value - a.ceiling!.value)[0];
  if (!best) return ' (or, where a hypervisor hides it, the core itself)';
  const reached = `${best.case.scenario} reaches ${formatRatioInterval(best.ceiling!)} here`;
  if (liesAbove(best.ceiling, LOW_CEILING * one.workers)) return ` (${reached})`;
  return ` (or the core itself: of other work, ${reached})`;
}
