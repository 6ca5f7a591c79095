import { bestOf } from './best.js';
import type { Fitted } from './fitting/fit-model.js';
import {
  fitRelatively,
  type LawCandidate,
  leaveOneOutError,
  withTheirNoise,
} from './fitting/relative-fit.js';
import { findKnee, type Knee } from './knee.js';
import type { Model } from './laws/model.js';
import { withQuota } from './laws/quota.js';
import { saturation } from './laws/saturating.js';
import { type Threads, withThreads } from './laws/smt.js';
import { correctedUsl } from './laws/usl-curve.js';
import { type MeasuredPoint, type ScalingMachine, withErrors } from './points.js';

/** Physical and logical CPUs of a machine with several threads per core; undefined for any other. */
export function threadsOf({ physicalCores, logicalCores }: ScalingMachine): Threads | undefined {
  if (physicalCores === undefined) return undefined;
  const logical = logicalCores ?? 2 * physicalCores;
  return logical > physicalCores ? { physical: physicalCores, logical } : undefined;
}

/** A bend in the points is taken for physical cores with two threads each. */
function threadsAt({ workers }: Knee, points: readonly MeasuredPoint[]): Threads {
  return { physical: workers, logical: Math.max(2 * workers, points.at(-1)!.workers) };
}

/** The largest count did less than another: no straight line does, and no resource that saturates. */
function doesFall(points: readonly MeasuredPoint[]): boolean {
  return bestOf(withErrors(points)).fall?.workers === points.at(-1)!.workers;
}

/** The laws that these points may follow, simplest first. */
function candidatesFor(
  points: readonly MeasuredPoint[],
  threads: Threads | undefined,
  quotaCpus: number | undefined,
): LawCandidate[] {
  const largest = points.at(-1)!.workers;
  const capped = (model: Model) => (quotaCpus === undefined ? model : withQuota(model, quotaCpus));
  const isCapped = quotaCpus !== undefined && quotaCpus < largest;
  const named = (law: string) => (isCapped ? 'quota' : law);
  const reach = Math.min(largest, threads?.physical ?? largest, quotaCpus ?? largest);
  const core = correctedUsl(reach);
  const rises = isCapped || !doesFall(points);
  const smooth: LawCandidate[] = [
    ...(rises ? [{ law: named('linear'), model: capped(core), without: ['alpha', 'beta', 'turbo'] }] : []),
    { law: named('amdahl'), model: capped(core), without: ['beta'] },
    ...(points.length > 3 ? [{ law: named('usl'), model: capped(core), without: [] }] : []),
    ...(isCapped || !rises ? [] : [{ law: 'saturating', model: saturation(largest), without: [] }]),
  ];
  if (threads === undefined || largest <= threads.physical) return smooth;
  return [...smooth, { law: named('usl-smt'), model: capped(withThreads(core, threads)), without: [] }];
}

export interface ChosenLaw {
  /** What was fitted: the measured points with their noise. */
  points: readonly MeasuredPoint[];
  candidate: LawCandidate;
  fit: Fitted;
  /** Every law tried, in the order of trying. */
  scored: Scored[];
  /** The threads that the prediction rests on: the machine's, or those found in the points. */
  threads?: Threads;
  /** The bend that the points show, whatever the machine says. */
  knee?: Knee;
  /** The knee was taken from the points, so that it is a parameter. */
  isKneeFound: boolean;
}

interface Scored {
  candidate: LawCandidate;
  score: number;
}

/** A law with more to it must predict clearly better than a simpler one. */
const CLEARLY_BETTER: Record<string, number> = { saturating: 0.5, 'usl-smt': 0.5 };
const BETTER = 0.9;
/** Below it scores are rounding errors and equal. */
const EXACT = 1e-6;
/** So much better must a knee found in the points predict than the one that the machine reports. */
const MUCH_BETTER = 0.5;

/**
 * Leave-one-out error decides, with two exceptions: where the machine has several threads per core and counts
 * beyond its physical cores were measured, the law with that knee is preferred; a knee found in the points
 * takes its place only where it predicts much better.
 */
export function choose(measured: readonly MeasuredPoint[], machine: ScalingMachine): ChosenLaw {
  const told = threadsOf(machine);
  const knee = findKnee(measured);
  const found = knee && doesAdd(knee) ? threadsAt(knee, measured) : undefined;
  const candidates = candidatesFor(measured, told, machine.quotaCpus);
  const isElsewhere = found !== undefined && !isSamePlace(found, told, measured);
  const bent = isElsewhere ? candidatesFor(measured, found, machine.quotaCpus).filter(hasYield) : [];
  const points = withTheirNoise([...widest(candidates), ...bent], measured);
  const scored = score([...candidates, ...bent], points);
  const byTopology = scored.find(({ candidate }) => candidates.includes(candidate) && hasYield(candidate));
  const byPoints = scored.find(({ candidate }) => bent.includes(candidate));
  const best = byTopology ? preferred(byTopology, byPoints) : clearlyBest(scored);
  const isKneeFound = best === byPoints;
  const threads = isKneeFound ? found : told;
  return {
    candidate: best.candidate,
    points,
    fit: fitRelatively(best.candidate, points),
    scored,
    isKneeFound,
    ...(threads && { threads }),
    ...(knee && { knee }),
  };
}

/** Second threads of cores add something; what takes away is of another kind, and nothing is known of more of it. */
function doesAdd({ slope }: Knee): boolean {
  return slope.value > 0;
}

/** No measured count lies between the two, or they are within one measured step. */
export function isSamePlace(
  found: Threads,
  told: Threads | undefined,
  points: readonly MeasuredPoint[],
): boolean {
  if (told === undefined) return false;
  const counts = points.map(({ workers }) => workers);
  const at = counts.indexOf(found.physical);
  return told.physical >= (counts[at - 1] ?? 0) && told.physical <= (counts[at + 1] ?? Number.MAX_VALUE);
}

function preferred(topology: Scored, found: Scored | undefined): Scored {
  return found !== undefined && found.score < MUCH_BETTER * topology.score ? found : topology;
}

function clearlyBest(scored: readonly Scored[]): Scored {
  return scored.reduce((best, next) => {
    const margin = CLEARLY_BETTER[hasYield(next.candidate) ? 'usl-smt' : next.candidate.law] ?? BETTER;
    return best.score > EXACT && next.score < margin * best.score ? next : best;
  });
}

/** The one that the topology asks for, else the USL with all of its parameters. */
function widest(candidates: readonly LawCandidate[]): LawCandidate[] {
  const bent = candidates.filter(hasYield);
  return bent.length > 0
    ? bent
    : candidates.filter(({ law, without }) => law !== 'saturating' && without.length === 0);
}

function score(candidates: readonly LawCandidate[], points: readonly MeasuredPoint[]): Scored[] {
  return candidates.map((candidate) => ({ candidate, score: leaveOneOutError(candidate, points) }));
}

function hasYield({ model }: LawCandidate): boolean {
  return model.parameters.some(({ name }) => name === 'yield');
}
