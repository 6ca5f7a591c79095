import {
  type Case,
  ceilingReferenceOf,
  dropOrder,
  hasCeiling,
  hasSerialByChunk,
  SERIAL,
} from '../../cases/index.js';
import { type CeilingPlan, type History, type Visit, visitKey } from '../../runner/index.js';

/** What a visit costs apart from its passes, before one was measured: start-up, warm-up, the end. */
const OVERHEAD_MS = 200;
/** Passes may be cut down to this before a case is dropped: below it counters get coarse. */
export const SHORTEST_OBSERVATION_MS = 200;

/** What is known of the cost of visits. */
export interface VisitCosts {
  /** One pass of the scenario in serial, ms. */
  serialPassMs(of: Case | CeilingPlan): number;
  /** Last visit of this key: its whole time and the part that passes took. */
  measured: ReadonlyMap<string, { visitMs: number; passesMs: number; passMs: number }>;
}

/** What visits cost so far, by key of the visit. */
export function measuredCosts({ lines, visitMs }: History): VisitCosts['measured'] {
  const costs = new Map<string, { visitMs: number; passesMs: number; passMs: number }>();
  for (const line of lines) {
    if (line.kind !== 'observation' && line.kind !== 'confirmation') continue;
    const passesMs = line.wallMs.reduce((sum, ms) => sum + ms, 0);
    const passMs = passesMs / line.passes;
    const ms = visitMs.get(line.case);
    if (ms === undefined) continue;
    // The first visit had one pass more, for the verification.
    const isFirst = !costs.has(line.case);
    costs.set(line.case, { visitMs: isFirst ? ms - passMs : ms, passesMs, passMs });
  }
  return costs;
}

/**
 * One ceiling for every scenario × params × engine × workers × cores that has more than one worker and as many cores; of
 * commands one for each chunksize.
 */
export function ceilingsFor(cases: readonly Case[]): CeilingPlan[] {
  const plans = new Map<string, CeilingPlan>();
  for (const of of cases.filter(hasCeiling)) {
    const reference = ceilingReferenceOf(of, cases);
    if (!reference) continue;
    const { scenario, params, engine, workers, cores, cpus, quota } = of;
    plans.set(`${reference.id} ${workers}`, {
      scenario,
      params,
      engine,
      workers,
      cores,
      cpus,
      ...(quota !== undefined && { quota }),
      ...(hasSerialByChunk(of) && { chunksize: of.chunksize }),
      reference: reference.id,
    });
  }
  return [...plans.values()];
}

export function visitsFor(cases: readonly Case[]): Visit[] {
  return [
    ...cases.map((of): Visit => ({ kind: 'case', case: of })),
    ...ceilingsFor(cases).map((ceiling): Visit => ({ kind: 'ceiling', ceiling })),
  ];
}

/** What answers rest on alone: serial, and what was asked for. */
export function withoutReferences(cases: readonly Case[]): Case[] {
  return cases.filter(({ engine, role }) => engine === SERIAL || role === 'asked');
}

export function visitCostMs(visit: Visit, observationMs: number, costs: VisitCosts): number {
  const known = costs.measured.get(visitKey(visit));
  if (known) return known.visitMs - known.passesMs + Math.max(observationMs, known.passMs);
  const of = visit.kind === 'case' ? visit.case : visit.ceiling;
  const atOnce = visit.kind === 'case' ? Math.min(of.workers, of.cores) : 1;
  return OVERHEAD_MS + Math.max(observationMs, costs.serialPassMs(of) / atOnce);
}

export function roundCostMs(cases: readonly Case[], observationMs: number, costs: VisitCosts): number {
  const ids = new Set(cases.map(({ id }) => id));
  // What one visit counts for together with another costs nothing.
  const paid = cases.filter(({ sameAs }) => sameAs === undefined || !ids.has(sameAs));
  const visits = visitsFor(cases).filter((visit) => visit.kind === 'ceiling' || paid.includes(visit.case));
  return visits.reduce((sum, visit) => sum + visitCostMs(visit, observationMs, costs), 0);
}

export interface Fit {
  cases: Case[];
  dropped: Case[];
  observationMs: number;
}

/**
 * What of the cases can be visited often enough in the time there is. First observations are shortened, then
 * cases go, in the order of `dropOrder`; rounds never do, since without them no figure has an interval.
 */
export function fitIntoTime(
  cases: readonly Case[],
  {
    rounds,
    leftMs,
    observationMs,
    hostCores,
    costs,
  }: { rounds: number; leftMs: number; observationMs: number; hostCores: number; costs: VisitCosts },
): Fit {
  const fits = (some: readonly Case[], ms: number) => rounds * roundCostMs(some, ms, costs) <= leftMs;
  let kept = [...cases];
  const dropped: Case[] = [];
  const shortest = Math.min(observationMs, SHORTEST_OBSERVATION_MS);
  for (const group of fits(kept, shortest) ? [] : dropOrder(cases, hostCores)) {
    if (fits(kept, shortest)) break;
    const gone = new Set(group.map((of) => of.id));
    dropped.push(...kept.filter((of) => gone.has(of.id)));
    kept = kept.filter((of) => !gone.has(of.id));
  }
  const visits = Math.max(1, visitsFor(kept).length);
  const spareMs = leftMs / rounds - roundCostMs(kept, shortest, costs);
  return {
    cases: kept,
    dropped,
    observationMs: Math.min(observationMs, shortest + Math.max(0, spareMs / visits)),
  };
}
