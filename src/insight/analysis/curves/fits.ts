import { countCores, type HostFacts } from '../../../host/index.js';
import { ceilingReferenceOf, workKey } from '../../../measure/cases/index.js';
import { formatCores, formatPercent, formatRatio, type Interval, listed } from '../../../stats/index.js';
import {
  clusterDoubts,
  doubted,
  fitScaling,
  type ScalingFit,
  type ScalingMachine,
} from '../../scaling/index.js';
import type { CaseResult } from '../case-result.js';
import { oneWorkerOf } from '../references.js';
import { type Curve, type CurvePoint, curvesOf, withoutCommonError } from './curves.js';

/** A scaling law for one setting over workers. */
export interface CurveFit {
  curve: Curve;
  /** What is known of the CPUs that its cases could use. */
  machine: ScalingMachine;
  /** What was fitted, tasks/s (turns/s of open-ended scenarios). */
  points: CurvePoint[];
  /** What so many isolated workers give together, in the same unit. */
  ceiling: CurvePoint[];
  fit: ScalingFit;
  /** What a reader of the fit should know beyond its own doubts. */
  notes: string[];
}

const FEWEST_COUNTS = 2;

/**
 * A fit for every curve of at least two counts of which one can be fitted, in the order of the cases. A quota says
 * nothing of more workers: where a work was also measured without one, no law is fitted under it. Laws are of one
 * machine: workers on others are on no curve.
 */
export function fitsOf(
  cases: readonly CaseResult[],
  host: HostFacts,
  isVirtual: (engine: string) => boolean,
): CurveFit[] {
  const here = cases.filter(({ otherCores }) => otherCores === undefined);
  const curves = curvesOf(here, (result) => result.case);
  const free = new Set(curves.flatMap((curve) => (curve.quota === undefined ? [workKey(curve)] : [])));
  return curves
    .filter((curve) => curve.quota === undefined || !free.has(workKey(curve)))
    .flatMap((curve) => fitOf(curve, cases, host, isVirtual(curve.engine)) ?? []);
}

function fitOf(
  curve: Curve,
  cases: readonly CaseResult[],
  host: HostFacts,
  isVirtual: boolean,
): CurveFit | undefined {
  const fitted = curve.cases.filter((result) => isFitted(result, isVirtual));
  const points = fitted.flatMap((result) => pointOf(result, cases) ?? []);
  if (curve.cases.length < FEWEST_COUNTS || points.length === 0) return undefined;
  const machine = machineOf(curve, points, host);
  return {
    curve,
    machine,
    points,
    ceiling: fitted.flatMap((result) => ceilingOf(result, cases) ?? []),
    // The quota is left out: no fitted point exceeds it, and a prediction is for as many CPUs granted.
    fit: doubted(
      fitScaling(withoutCommonError(points), withoutQuota(machine)),
      clusterDoubts(fitted.map(speedsOf)),
    ),
    notes: [
      ...(isVirtual ? [onVirtualClock(curve)] : []),
      ...granularityNotes(curve.cases.filter((result) => hasCores(result, isVirtual))),
      ...quotaNotes(machine),
    ],
  };
}

/** One a round; that rounds fall into two groups is hidden by a mean over them. */
function speedsOf({ case: { workers }, wallMs }: CaseResult) {
  return { workers, samples: (wallMs?.samples ?? []).map((ms) => 1 / ms) };
}

/** Workers that share CPUs say nothing of more CPUs, chunks that starve workers nothing of workers. */
function isFitted(result: CaseResult, isVirtual: boolean): boolean {
  return hasCores(result, isVirtual) && chunkShare(result) >= KEPT_BUSY;
}

/** On a virtual clock every worker has a core. */
function hasCores({ case: { workers, cores } }: CaseResult, isVirtual: boolean): boolean {
  return isVirtual || workers <= cores;
}

/**
 * Throughput of one worker times the scaling, which was taken within rounds and is known far better than a ratio
 * of two throughputs; divided by what the chunks let so many workers do, since granularity is no property of
 * the machine.
 */
function pointOf(result: CaseResult, cases: readonly CaseResult[]): CurvePoint | undefined {
  const one = measuredOf(oneWorkerOf(result.case, casesOf(cases)), cases)?.throughput;
  if (!one || !result.scaling) return undefined;
  return scaled(result.case.workers, result.scaling, one.value / chunkShare(result));
}

function ceilingOf(result: CaseResult, cases: readonly CaseResult[]): CurvePoint | undefined {
  const { case: own, ceiling } = result;
  const one = measuredOf(
    own.workers === 1 ? own : ceilingReferenceOf(own, casesOf(cases)),
    cases,
  )?.throughput;
  return one && ceiling ? scaled(own.workers, ceiling, one.value) : undefined;
}

function casesOf(results: readonly CaseResult[]) {
  return results.map((result) => result.case);
}

function measuredOf(one: CaseResult['case'] | undefined, results: readonly CaseResult[]) {
  return results.find((result) => result.case === one);
}

function scaled(workers: number, { value, low, high }: Interval, factor: number): CurvePoint {
  return { workers, throughput: value * factor, low: low * factor, high: high * factor };
}

/** Nothing is known of a virtual machine that has more CPUs than this one. */
function machineOf(curve: Curve, points: readonly CurvePoint[], host: HostFacts): ScalingMachine {
  const { physical, logical } = countCores(host, curve.cpus);
  if (points.at(-1)!.workers > logical) return {};
  const quotaCpus = Math.min(
    host.quotaCpus ?? Number.POSITIVE_INFINITY,
    curve.quota ?? Number.POSITIVE_INFINITY,
  );
  return {
    physicalCores: physical,
    logicalCores: logical,
    ...(Number.isFinite(quotaCpus) && { quotaCpus }),
  };
}

function withoutQuota({ quotaCpus: _, ...machine }: ScalingMachine): ScalingMachine {
  return machine;
}

function onVirtualClock({ engine }: Curve): string {
  return `The workers of ${engine} run on a virtual clock: this is the curve of the scenario’s cost, on a virtual machine.`;
}

function quotaNotes({ quotaCpus, logicalCores }: ScalingMachine): string[] {
  if (quotaCpus === undefined || quotaCpus >= logicalCores!) return [];
  return [
    `A quota of ${formatCores(quotaCpus)} CPUs applies here: predictions assume a CPU granted for each worker, not more workers under this quota.`,
  ];
}

/** Chunks that keep workers busy for less of the time say more of themselves than of the machine. */
const KEPT_BUSY = 0.9;

const WORTH_TELLING = 0.99;

/** The share of the workers' time that the chunks let them use, before anything is measured. */
function chunkShare({ bound, case: { workers } }: CaseResult): number {
  return bound === null ? 1 : Math.min(1, bound.chunks / workers);
}

/** What of a curve is not fitted, or fitted otherwise than it was measured, for its chunks. */
function granularityNotes(cases: readonly CaseResult[]): string[] {
  const starved = cases.filter((result) => chunkShare(result) < KEPT_BUSY);
  const shares = cases.filter((result) => !starved.includes(result)).map(chunkShare);
  const least = Math.min(1, ...shares);
  return [
    ...(starved.length === 0 ? [] : [leftOut(starved)]),
    ...(least < WORTH_TELLING
      ? [
          `Points count only the time in which workers had chunks, at least ${formatPercent(least)} of each pass: how evenly tasks can be shared is not a property of the machine.`,
        ]
      : []),
  ];
}

function leftOut(starved: readonly CaseResult[]): string {
  const counts = listed(starved.map((result) => String(result.case.workers)));
  const { bound, case: first } = starved[0]!;
  return `Not fitted: ${counts} workers, whose chunks do not keep them busy (${first.workers} could reach ${formatRatio(bound!.chunks)} at most). Measure with more tasks per pass, or smaller chunks.`;
}
