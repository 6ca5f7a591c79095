import type { RunRecord } from '../../record/index.js';
import type { AdvisedAnalysis } from '../chunks/index.js';
import { casesDropped, casesSkipped } from './cases-left-out.js';
import { ceilingMissing } from './ceiling-missing.js';
import { chunkAdviceContradicted } from './chunk-advice-contradicted.js';
import { chunksStarveWorkers } from './chunks-starve-workers.js';
import { clockSpeed } from './clock-speed.js';
import { coldStart } from './cold-start.js';
import { cpuQuota } from './cpu-quota.js';
import { deadCodeSuspected } from './dead-code-suspected.js';
import { doesNotParallelise } from './does-not-parallelise.js';
import { eventLoopBlocked } from './event-loop-blocked.js';
import { extrapolationGuess } from './extrapolation-guess.js';
import { type Check, type Finding, gravestFirst } from './finding.js';
import { inspected } from './inspected.js';
import { instanceType } from './instance-type.js';
import { interrupted } from './interrupted.js';
import { leaveOneCoreFree } from './leave-one-core-free.js';
import { machineChanged } from './machine-changed.js';
import { machineDisturbed } from './machine-disturbed.js';
import { memoryBound } from './memory-bound.js';
import { memoryBoundsWorkers } from './memory-bounds-workers.js';
import { memoryGrows } from './memory-grows.js';
import { moreWorkersThanCores } from './more-workers-than-cores.js';
import { nestedPools } from './nested-pools.js';
import { notConfirmed } from './not-confirmed.js';
import { notPinned } from './not-pinned.js';
import { notVerified } from './not-verified.js';
import { notYetSteady } from './not-yet-steady.js';
import { notes } from './notes.js';
import { persistentSaves } from './persistent-saves.js';
import { programStartUp } from './program-start-up.js';
import { programThreads } from './program-threads.js';
import { resultsDiffer } from './results-differ.js';
import { resultsLoseClass } from './results-lose-class.js';
import { resumed } from './resumed.js';
import { severalMachines } from './several-machines.js';
import { shareOfTasks } from './share-of-tasks.js';
import { smtSiblings } from './smt-siblings.js';
import { speedupDiffersFromScaling } from './speedup-differs-from-scaling.js';
import { stoppedEarly } from './stopped-early.js';
import { superlinear } from './superlinear.js';
import { swapping } from './swapping.js';
import { taskFailed } from './task-failed.js';
import { taskShorterThanDispatch } from './task-shorter-than-dispatch.js';
import { tasksWait } from './tasks-wait.js';
import { throttled } from './throttled.js';
import { tooFewRounds } from './too-few-rounds.js';
import { topologyDisagrees } from './topology-disagrees.js';
import { tuned } from './tuned.js';
import { twoSpeeds } from './two-speeds.js';
import { wideSpread } from './wide-spread.js';

export { type FreeQuota, freeQuotas } from './cpu-quota.js';
export { type Finding, gravestFirst, type Severity, severities } from './finding.js';

/** Every check, in the order in which its findings matter among equally severe ones. */
export const checks: readonly { name: string; check: Check }[] = [
  { name: 'results-differ', check: resultsDiffer },
  { name: 'task-failed', check: taskFailed },
  { name: 'results-lose-class', check: resultsLoseClass },
  { name: 'inspected', check: inspected },
  { name: 'interrupted', check: interrupted },
  { name: 'resumed', check: resumed },
  { name: 'instance-type', check: instanceType },
  { name: 'machine-changed', check: machineChanged },
  { name: 'machine-disturbed', check: machineDisturbed },
  { name: 'throttled', check: throttled },
  { name: 'cpu-quota', check: cpuQuota },
  { name: 'swapping', check: swapping },
  { name: 'not-pinned', check: notPinned },
  { name: 'too-few-rounds', check: tooFewRounds },
  { name: 'not-yet-steady', check: notYetSteady },
  { name: 'wide-spread', check: wideSpread },
  { name: 'two-speeds', check: twoSpeeds },
  { name: 'not-confirmed', check: notConfirmed },
  { name: 'chunks-starve-workers', check: chunksStarveWorkers },
  { name: 'chunk-advice-contradicted', check: chunkAdviceContradicted },
  { name: 'ceiling-missing', check: ceilingMissing },
  { name: 'does-not-parallelise', check: doesNotParallelise },
  { name: 'task-shorter-than-dispatch', check: taskShorterThanDispatch },
  { name: 'dead-code-suspected', check: deadCodeSuspected },
  { name: 'memory-bound', check: memoryBound },
  { name: 'memory-bounds-workers', check: memoryBoundsWorkers },
  { name: 'memory-grows', check: memoryGrows },
  { name: 'nested-pools', check: nestedPools },
  { name: 'program-threads', check: programThreads },
  { name: 'program-start-up', check: programStartUp },
  { name: 'persistent-saves', check: persistentSaves },
  { name: 'more-workers-than-cores', check: moreWorkersThanCores },
  { name: 'tasks-wait', check: tasksWait },
  { name: 'clock-speed', check: clockSpeed },
  { name: 'superlinear', check: superlinear },
  { name: 'topology-disagrees', check: topologyDisagrees },
  { name: 'smt-siblings', check: smtSiblings },
  { name: 'leave-one-core-free', check: leaveOneCoreFree },
  { name: 'event-loop-blocked', check: eventLoopBlocked },
  { name: 'speedup-differs-from-scaling', check: speedupDiffersFromScaling },
  { name: 'extrapolation-guess', check: extrapolationGuess },
  { name: 'several-machines', check: severalMachines },
  { name: 'cold-start', check: coldStart },
  { name: 'stopped-early', check: stoppedEarly },
  { name: 'tuned', check: tuned },
  { name: 'share-of-tasks', check: shareOfTasks },
  { name: 'cases-dropped', check: casesDropped },
  { name: 'cases-skipped', check: casesSkipped },
  { name: 'not-verified', check: notVerified },
  { name: 'notes', check: notes },
];

/** All findings of a record, the gravest first. */
export function findingsOf(record: RunRecord, analysis: AdvisedAnalysis): Finding[] {
  return gravestFirst(checks.flatMap(({ check }) => check(record, analysis)));
}
