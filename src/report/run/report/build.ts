import { countCores } from '../../../host/index.js';
import {
  type Analysis,
  type CaseResult,
  type CurveFit,
  measuredMs,
} from '../../../insight/analysis/index.js';
import { insight } from '../../../insight/index.js';
import { scenarioKey, workKey } from '../../../measure/cases/index.js';
import { endOf, isVirtualRun, type RecordHeader, type RunRecord } from '../../../record/index.js';
import { median } from '../../../stats/index.js';
import { describeFit } from '../../laws/describe.js';
import type { ReportFit } from '../../laws/schema.js';
import type { ReportCase } from './case-schema.js';
import { describeAdvice } from './chunk-advice.js';
import { dispatchersOf, predictedWalls } from './dispatchers.js';
import { REPORT_SCHEMA, type Report } from './schema.js';
import { taskTimesOf } from './task-times.js';
import { timelinesOf } from './timelines.js';

/** All that a record says, for the renderers. Pure: the same record gives the same report on any machine. */
export function buildReport(record: RunRecord): Report {
  const told = insight(record);
  const { comparisons, answers: recommendations } = told;
  const predicted = predictedWalls(told);
  const { plan, seed, versions, poolSettings } = record.header;
  return {
    schema: REPORT_SCHEMA,
    label: plan.label,
    suite: plan.suite,
    command: plan.command,
    startedAt: plan.startedAt,
    seed,
    host: hostOf(record.header),
    versions,
    ...(poolSettings && { poolSettings }),
    scenarios: record.header.scenarios.map(scenarioOf),
    cases: told.cases.map((result) =>
      caseOf(result, { comparisons, recommendations }, predicted.get(result.case.id)),
    ),
    fits: told.fits.map((fitted) => reportFitOf(fitted, record.header.scenarios)),
    chunkAdvice: told.chunkAdvice.map(describeAdvice),
    dispatchers: dispatchersOf(told),
    recommendations,
    timelines: timelinesOf(record, told),
    taskTimes: taskTimesOf(record, told),
    comparisons,
    findings: told.findings,
    stopped: stoppedOf(record, told),
    disturbance: { ...told.disturbance, gate: plan.gate },
  };
}

function hostOf({ host }: RecordHeader): Report['host'] {
  const online = host.cpus.map(({ id }) => id);
  const { physical, logical } = countCores({ ...factsOf(host) }, online.length > 0 ? online : null);
  const { cpu, quotaCpus, memoryGiB, memoryLimitGiB, node, os, arch, virtualization, instanceType } = host;
  return {
    cpu,
    physicalCores: physical,
    logicalCores: logical,
    allowedCpus: host.allowed.length,
    quotaCpus,
    memoryGiB,
    ...(memoryLimitGiB !== null && { memoryLimitGiB }),
    node,
    os,
    arch,
    virtualization,
    ...(instanceType === undefined ? {} : { instanceType }),
  };
}

/** Without `instanceType`, which a parsed header may have as undefined. */
function factsOf({ instanceType: _, ...facts }: RecordHeader['host']) {
  return facts;
}

function scenarioOf({
  name,
  description,
  params,
  hash,
  tasks,
  openEnded,
  payload,
  taskMs,
}: RecordHeader['scenarios'][number]): Report['scenarios'][number] {
  const travels = payload === undefined ? {} : { payload };
  const work = { name, description, params, hash, tasks, openEnded, ...travels };
  return { ...work, taskMs: taskTimes(taskMs, tasks) };
}

/** Null where no task was timed by itself: none ran, or runs of several were timed together. */
function taskTimes(taskMs: readonly number[], tasks: number): Report['scenarios'][number]['taskMs'] {
  if (taskMs.length === 0 || taskMs.length !== tasks) return null;
  return {
    min: taskMs.reduce((a, b) => Math.min(a, b)),
    median: median(taskMs),
    max: taskMs.reduce((a, b) => Math.max(a, b)),
    total: taskMs.reduce((a, b) => a + b),
  };
}

function caseOf(
  { case: measured, ...result }: CaseResult,
  answers: Pick<Analysis, 'recommendations' | 'comparisons'>,
  predictedWallMs: ReportCase['predictedWallMs'],
): ReportCase {
  const { replica, chunksizeAsked, cpus, ...setting } = measured;
  return {
    ...setting,
    chunksizeAsked: [...chunksizeAsked],
    cpus: cpus === null ? null : [...cpus],
    ...(replica === undefined ? {} : { replica }),
    ...result,
    ...(predictedWallMs && { predictedWallMs }),
    ...versusRecommended(measured.id, answers),
  };
}

function versusRecommended(
  id: string,
  { recommendations, comparisons }: Pick<Analysis, 'recommendations' | 'comparisons'>,
): Pick<ReportCase, 'versusRecommended'> {
  const isRecommended = (caseId: string) => recommendations.some((one) => one.caseId === caseId);
  if (isRecommended(id)) {
    const isDecided = recommendations.some((one) => one.caseId === id && one.verdict !== 'undecided');
    return isDecided ? { versusRecommended: { verdict: 'recommended', ratio: null } } : {};
  }
  const comparison = comparisons.find((one) => one.case === id && isRecommended(one.against));
  if (!comparison) return {};
  const { verdict, ratio, leastDifference, moreRounds } = comparison;
  return {
    versusRecommended: {
      verdict,
      ratio,
      ...(leastDifference === undefined ? {} : { leastDifference }),
      ...(moreRounds === undefined ? {} : { moreRounds }),
    },
  };
}

function stoppedOf(record: RunRecord, { disturbance }: Analysis): Report['stopped'] {
  const stopped = endOf(record.lines);
  if (stopped === undefined) {
    const message = 'The record ends without saying why: the run is still going, or was killed.';
    return { reason: 'unfinished', rounds: disturbance.rounds, elapsedMs: 0, message };
  }
  const { kind: _, ...rest } = stopped;
  // Virtual passes take no time that could be a share of it.
  if (rest.elapsedMs === 0 || isVirtualRun(record.header)) return rest;
  return { ...rest, measuredShare: Math.min(1, measuredMs(record) / rest.elapsedMs) };
}

/** So many times the cores are predicted. */
const TIMES = [2, 4, 8];

/** A fit of a run as plain data: every measured count, and 2, 4 and 8 times the cores. */
function reportFitOf(fitted: CurveFit, scenarios: RecordHeader['scenarios']): ReportFit {
  const { curve, machine, points, ceiling, fit, notes } = fitted;
  const { scenario, params, engine, dispatch, chunksize, cores, quota } = curve;
  const described = describeFit({
    fit,
    points,
    ceiling,
    machine,
    counts: TIMES.map((times) => Math.ceil(times * coresOf(fitted))),
    unit: isOpenEnded(fitted, scenarios) ? 'turns/s' : 'tasks/s',
  });
  return {
    scenario,
    engine,
    over: {
      ...{ params, dispatch, chunksize, cores },
      ...(quota !== undefined && { quota }),
      caseIds: curve.cases.map((one) => one.case.id),
    },
    ...described,
    warnings: [...described.warnings, ...notes],
  };
}

/** A virtual machine has as many as there were workers. */
function coresOf({ curve, points }: CurveFit): number {
  return Math.max(curve.cores, points.at(-1)!.workers);
}

function isOpenEnded({ curve }: CurveFit, scenarios: RecordHeader['scenarios']): boolean {
  const key = workKey(curve);
  return scenarios.some(({ name, params, openEnded }) => openEnded && scenarioKey({ name, params }) === key);
}
