import {
  type Analysis,
  type CaseResult,
  groupBy,
  nameWork,
  nameWorkers,
  oneWorkerOf,
  workKey,
} from '../analysis/index.js';
import { countCores } from '../host/index.js';
import type { RunRecord } from '../record/index.js';
import { formatPercent, formatRatio, formatRatioInterval } from '../stats/index.js';
import type { Finding } from './finding.js';
import { workerTimesOf } from './worker-times.js';

/** Isolated workers that reach no more than this share of their number are held back by something they share. */
const LOW_CEILING = 0.8;
/** CPU time a task beyond that of one worker: what waits for memory counts as computing. */
const DEARER = 1.15;

interface Bounded {
  result: CaseResult;
  /** CPU time a task ÷ that with one worker. */
  dearer: number;
}

/** Tasks cost more CPU time the more of them run, and isolated workers are no better: they share a memory. */
export function memoryBound(record: RunRecord, analysis: Analysis): Finding[] {
  const { instanceType: _, ...host } = record.header.host;
  const bound = analysis.cases.flatMap((result): Bounded[] => {
    const { case: one, ceiling, status } = result;
    const hasCores = one.workers >= 2 && one.workers <= countCores(host, one.cpus).physical;
    if (status !== 'ok' || !hasCores || ceiling === null || ceiling.high > LOW_CEILING * one.workers)
      return [];
    const dearer = dearerThanOne(result, record, analysis);
    return dearer >= DEARER ? [{ result, dearer }] : [];
  });
  const groups = groupBy(bound, ({ result: { case: one } }) => `${workKey(one)} ${one.engine}`);
  return [...groups.values()].map((same) => {
    const { result, dearer } = same.reduce((a, b) => (b.dearer > a.dearer ? b : a));
    const elsewhere = bestElsewhere(result, analysis);
    return {
      check: 'memory-bound',
      severity: 'warning',
      cases: same.map(({ result: { case: one } }) => one.id),
      message: `${nameWork(result.case, record.header.plan.cases)}: ${nameWorkers(result.case)} reach a ceiling of only ${formatRatioInterval(result.ceiling!)} though each has a core, and a task takes ${formatPercent(dearer - 1)} more CPU time than with one worker: they share something that is too small for all, memory bandwidth or a cache most likely${elsewhere}.`,
      advice:
        'Touch less memory a task: smaller blocks, typed arrays, fewer copies. More cores on the same memory will not help; a machine with more memory channels or a larger cache may.',
    };
  });
}

/** 0 where the system does not tell CPU time. */
function dearerThanOne(result: CaseResult, record: RunRecord, { cases }: Analysis): number {
  const id = oneWorkerOf(
    result.case,
    cases.map((other) => other.case),
  )?.id;
  const one = cases.find((other) => other.case.id === id);
  if (!one) return 0;
  const perTask = [result, one].map((each) => {
    const { cpuMs, tasks } = workerTimesOf(record, each);
    return cpuMs === null ? Number.NaN : cpuMs / tasks;
  });
  const ratio = perTask[0]! / perTask[1]!;
  return Number.isFinite(ratio) ? ratio : 0;
}

/** Other work that does scale here clears the machine: it is this work that shares. */
function bestElsewhere({ case: one }: CaseResult, { cases }: Analysis): string {
  const others = cases.filter(
    ({ case: other, ceiling }) =>
      ceiling !== null && other.workers === one.workers && workKey(other) !== workKey(one),
  );
  const best = others.sort((a, b) => b.ceiling!.value - a.ceiling!.value)[0];
  if (!best) return ' (or, where a hypervisor hides it, the core itself)';
  return best.ceiling!.value > LOW_CEILING * one.workers
    ? ` (${best.case.scenario} reaches ${formatRatio(best.ceiling!.value)} here)`
    : ' (or the core itself: no other work reaches more here)';
}
