import type { Analysis } from '../analysis/index.js';
import type { RunRecord } from '../record/index.js';
import { casesDropped, casesSkipped } from './cases-left-out.js';
import { chunksStarveWorkers } from './chunks-starve-workers.js';
import { doesNotParallelise } from './does-not-parallelise.js';
import type { Check, Finding } from './finding.js';
import { interrupted } from './interrupted.js';
import { machineDisturbed } from './machine-disturbed.js';
import { moreWorkersThanCores } from './more-workers-than-cores.js';
import { notVerified } from './not-verified.js';
import { notes } from './notes.js';
import { resultsDiffer } from './results-differ.js';
import { speedupDiffersFromScaling } from './speedup-differs-from-scaling.js';
import { swapping } from './swapping.js';
import { taskFailed } from './task-failed.js';
import { throttled } from './throttled.js';
import { tooFewRounds } from './too-few-rounds.js';
import { wideSpread } from './wide-spread.js';

export type { Check, Finding } from './finding.js';

/** Every check, in the order in which its findings matter among equally severe ones. */
export const checks: readonly { name: string; check: Check }[] = [
  { name: 'results-differ', check: resultsDiffer },
  { name: 'task-failed', check: taskFailed },
  { name: 'interrupted', check: interrupted },
  { name: 'machine-disturbed', check: machineDisturbed },
  { name: 'throttled', check: throttled },
  { name: 'swapping', check: swapping },
  { name: 'too-few-rounds', check: tooFewRounds },
  { name: 'wide-spread', check: wideSpread },
  { name: 'chunks-starve-workers', check: chunksStarveWorkers },
  { name: 'does-not-parallelise', check: doesNotParallelise },
  { name: 'more-workers-than-cores', check: moreWorkersThanCores },
  { name: 'speedup-differs-from-scaling', check: speedupDiffersFromScaling },
  { name: 'cases-dropped', check: casesDropped },
  { name: 'cases-skipped', check: casesSkipped },
  { name: 'not-verified', check: notVerified },
  { name: 'notes', check: notes },
];

const SEVERITIES: Finding['severity'][] = ['error', 'warning', 'info'];

/** All findings of a record, the gravest first. */
export function findingsOf(record: RunRecord, analysis: Analysis): Finding[] {
  const findings = checks.flatMap(({ check }) => check(record, analysis));
  return SEVERITIES.flatMap((severity) => findings.filter((finding) => finding.severity === severity));
}
