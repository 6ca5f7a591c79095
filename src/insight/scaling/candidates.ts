import { bestOf } from './best.js';
import { correctedUsl } from './core.js';
import type { Knee } from './knee.js';
import type { Model } from './model.js';
import type { MeasuredPoint, ScalingMachine } from './points.js';
import { withQuota } from './quota.js';
import type { Candidate } from './relative-fit.js';
import { saturation } from './saturation.js';
import { type Threads, withThreads } from './smt.js';
import { withErrors } from './sure-points.js';

/** Physical and logical CPUs of a machine with several threads a core; undefined for any other. */
export function threadsOf({ physicalCores, logicalCores }: ScalingMachine): Threads | undefined {
  if (physicalCores === undefined) return undefined;
  const logical = logicalCores ?? 2 * physicalCores;
  return logical > physicalCores ? { physical: physicalCores, logical } : undefined;
}

/** A bend in the points is taken for physical cores with two threads each. */
export function threadsAt({ workers }: Knee, points: readonly MeasuredPoint[]): Threads {
  return { physical: workers, logical: Math.max(2 * workers, points.at(-1)!.workers) };
}

/** The largest count did less than another: no straight line does, and no resource that saturates. */
function doesFall(points: readonly MeasuredPoint[]): boolean {
  return bestOf(withErrors(points)).fall?.workers === points.at(-1)!.workers;
}

/** The laws that these points may follow, simplest first. */
export function candidatesFor(
  points: readonly MeasuredPoint[],
  threads: Threads | undefined,
  quotaCpus: number | undefined,
): Candidate[] {
  const largest = points.at(-1)!.workers;
  const capped = (model: Model) => (quotaCpus === undefined ? model : withQuota(model, quotaCpus));
  const isCapped = quotaCpus !== undefined && quotaCpus < largest;
  const named = (law: string) => (isCapped ? 'quota' : law);
  const reach = Math.min(largest, threads?.physical ?? largest, quotaCpus ?? largest);
  const core = correctedUsl(reach);
  const rises = isCapped || !doesFall(points);
  const smooth: Candidate[] = [
    ...(rises ? [{ law: named('linear'), model: capped(core), without: ['alpha', 'beta', 'turbo'] }] : []),
    { law: named('amdahl'), model: capped(core), without: ['beta'] },
    ...(points.length > 3 ? [{ law: named('usl'), model: capped(core), without: [] }] : []),
    ...(isCapped || !rises ? [] : [{ law: 'saturating', model: saturation(largest), without: [] }]),
  ];
  if (threads === undefined || largest <= threads.physical) return smooth;
  return [...smooth, { law: named('usl-smt'), model: capped(withThreads(core, threads)), without: [] }];
}
