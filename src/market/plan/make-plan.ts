import { UsageError } from '../../errors.js';
import { listed } from '../../stats/index.js';
import { type Catalog, type Instance, selectInstances } from '../catalog/index.js';
import type { PublicRates } from '../prior/index.js';
import { autoscaled } from './autoscaled.js';
import { brokenLimits, type Choice, type Shop } from './choice.js';
import { type Found, search } from './choose.js';
import { curvesFor, type Evidence, type PlannedWork } from './evidence/evidence.js';
import { whyImpossible } from './impossible.js';
import type { MeasuredFleet, Plan } from './plan.js';
import { PublicSpeeds } from './public-speeds/public-speeds.js';
import { type RankedChoice, rank } from './rank.js';
import type { Constraints, Demand } from './request.js';
import { nextMeasurements } from './risk/next.js';
import { riskOf } from './risk/risk.js';
import { breakEven, openRivals, tradeOff, withUnlikeCores } from './sensitivity.js';
import { atOnce, Predictions, serverOf } from './settings/settings.js';
import { mostWorkers } from './settings/shape.js';
import { overLoad, simulate } from './sizing/arrivals.js';
import { sizingFor } from './sizing/index.js';

export interface PlanInput {
  work: PlannedWork;
  /** At least one, each of the same work. */
  evidences: readonly Evidence[];
  catalog: Catalog;
  demand: Demand;
  constraints: Constraints;
  /** What public data say of instance types; without it cores are assumed to be as fast as the measured ones. */
  publicRates?: PublicRates;
  /** How many types to name that are worth measuring next; none unless given. */
  next?: number | undefined;
}

/**
 * Which instances meet a demand, and which of them cost least: a pure function of what was measured and of the
 * catalog. @throws UsageError for a demand that this work cannot have, and for prices that cannot be compared.
 */
export function makePlan({
  work,
  evidences,
  catalog,
  demand,
  constraints,
  publicRates,
  next,
}: PlanInput): Plan {
  const sizing = sizingFor(demand, constraints, work);
  const selected = selectInstances(catalog, selectionOf(constraints));
  const steady = selected.filter(({ burstable }) => !burstable);
  checkCurrency(steady);
  const predictions = new Predictions();
  const publicSpeeds =
    publicRates &&
    PublicSpeeds.from({
      ...{ rates: publicRates, evidences, predictions, instances: steady, catalog: catalog.instances },
      curvesOf: (evidence) => curvesFor(demand, evidence),
    });
  const shop: Shop = { evidences, demand, constraints, sizing, predictions, publicSpeeds };
  const isWithin = (choice: Choice) => brokenLimits(choice, constraints).length === 0;
  const known = publicSpeeds && steady.filter((instance) => publicSpeeds.isKnown(instance));
  // Simulations take time, and what is not known is not bought before what is.
  const searched = known !== undefined && known.length > 0 && demand.kind === 'arrivals' ? known : steady;
  const found = search(searched, shop, isWithin);
  const isKnown = ({ instance }: Choice) => publicSpeeds === undefined || publicSpeeds.isKnown(instance);
  const ranked = rank(found.choices.filter(isWithin), isKnown);
  const load = underLoad(ranked[0], shop, work);
  const choices = ranked.map((choice) => (choice.rank === 1 ? asSimulated(choice, load) : choice));
  const [first, ...others] = choices;
  return {
    ...{ work, evidences, demand, constraints, choices },
    currency: steady[0]?.currency ?? 'USD',
    catalog: { asOf: catalog.asOf, attribution: catalog.attribution },
    impossible: first ? null : whyImpossible(found, constraints),
    tradeOffs: withUnlikeCores(choices.filter(isKnown), MOST_TRADE_OFFS).map((choice) => ({
      choice,
      points: tradeOff(choice, shop),
    })),
    rivals: first ? openRivals(first, others.filter(isKnown)) : [],
    breakEven: first ? breakEven(first, others.filter(isKnown), shop) : null,
    considered: steady.length,
    known: known?.length ?? null,
    leftOut: {
      ...leftOut(selected.length - steady.length, found, choices.length),
      notKnown: steady.length - searched.length,
    },
    autoscaled: first ? autoscaled(first, shop, work) : null,
    ...load,
    risk: first && (publicSpeeds || constraints.certainty) ? riskOf(first, choices, shop) : null,
    next: next === undefined ? null : (nextMeasurements(choices, shop, next) ?? null),
    publicData:
      publicSpeeds && publicRates ? { asOf: publicRates.asOf, attribution: publicRates.attribution } : null,
    measuredMachine: measuredFleet(shop),
  };
}

const MOST_TRADE_OFFS = 5;

function selectionOf({ provider, architecture }: Constraints): Parameters<typeof selectInstances>[1] {
  return {
    ...(provider !== undefined && { providers: [provider] }),
    ...(architecture !== undefined && { architecture: architecture as Instance['architecture'] }),
  };
}

function checkCurrency(instances: readonly Instance[]): void {
  const currencies = [...new Set(instances.map(({ currency }) => currency))];
  if (currencies.length < 2) return;
  throw new UsageError(
    `The catalog has prices in ${listed(currencies)}, which cannot be compared; choose a --provider, or another --catalog.`,
  );
}

function leftOut(
  burstable: number,
  { choices, refusals, dearer }: Found,
  within: number,
): Omit<Plan['leftOut'], 'notKnown'> {
  const memory = refusals.filter(({ constraint }) => constraint === 'memory').length;
  return {
    burstable,
    memory,
    tooSlow: refusals.length - memory,
    beyondLimits: choices.length - within,
    dearer,
  };
}

/** The longer simulation of what would be bought is told in one figure, wherever it stands. */
function asSimulated(choice: RankedChoice, { latency }: Pick<Plan, 'latency'>): RankedChoice {
  const { timeMs } = choice;
  if (latency === null || timeMs === null) return choice;
  const { value, low, high } = latency.totalMs.p95;
  const ends = { low: Math.min(low, timeMs.low), high: timeMs.high && Math.max(high, timeMs.high) };
  return { ...choice, timeMs: { value, ...ends } };
}

function underLoad(
  first: Choice | undefined,
  { demand, constraints }: Shop,
  work: PlannedWork,
): Pick<Plan, 'latency' | 'latencyOverLoad'> {
  if (first === undefined || demand.kind !== 'arrivals') return { latency: null, latencyOverLoad: null };
  const server = serverOf(first.setting);
  const working = first.instances - constraints.spare;
  const result = simulate(demand, server, working, work);
  return {
    latency: result.stable ? result : null,
    latencyOverLoad: overLoad(demand, server, working, work),
  };
}

/** The fewest machines like the measured one, at a count that was measured; null where none would do. */
function measuredFleet({ evidences, demand, sizing, constraints }: Shop): MeasuredFleet | null {
  const [evidence] = evidences;
  const curves = demand.kind === 'programs' ? evidence!.isolated : evidence!.curves;
  const fleets = curves.flatMap((curve) => {
    const most = mostWorkers(evidence!.machine, curve, constraints);
    const within = curve.points.filter(({ workers }) => workers <= most);
    return within.flatMap(({ workers, throughput: value, low, high }): MeasuredFleet[] => {
      const { chunksize, engine } = curve;
      const least = sizing.least({ ...atOnce(curve, workers), perSecond: value });
      if (typeof least !== 'number') return [];
      const machines = Math.max(least + constraints.spare, constraints.minInstances);
      return [
        { label: evidence!.label, machines, workers, engine, chunksize, perSecond: { value, low, high } },
      ];
    });
  });
  if (fleets.length === 0) return null;
  return fleets.reduce((a, b) =>
    (b.machines - a.machines || a.perSecond.value - b.perSecond.value) < 0 ? b : a,
  );
}
