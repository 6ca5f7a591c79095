import type { Interval } from '../../stats/index.js';
import type { Instance } from '../catalog/index.js';
import {
  type Choice,
  costsOf,
  isRefusal,
  type OpenInterval,
  priceOf,
  type Refusal,
  type Shop,
} from './choice.js';
import { curvesFor, type Evidence } from './evidence/evidence.js';
import type { Demand } from './request.js';
import { coreSpeed } from './settings/core-speed.js';
import { unsureness } from './settings/provenance.js';
import { type Setting, serverOf, settingsOn } from './settings/settings.js';
import { mostWorkers, shapeOf } from './settings/shape.js';
import { type Shortfall, type Sizing, wholeInstances } from './sizing/sizing.js';

/** What could be done on the instance: nothing, where one worker has not enough memory. */
export function settingsFor(instance: Instance, shop: Shop): Setting[] {
  const evidence = nearestEvidence(instance, shop.evidences);
  const curves = curvesFor(shop.demand, evidence);
  const { publicSpeeds } = shop;
  return settingsOn(
    instance,
    { ...evidence, curves },
    {
      predictions: shop.predictions,
      mostWorkers: (curve) => Math.min(coresAllowed(instance, shop.demand), curve.mostFed),
      heldWorkers: (curve) => mostWorkers(instance, curve, shop.constraints),
      withSparing: 'deadlineMs' in shop.demand,
      ...(publicSpeeds && {
        publicSpeed: {
          speed: publicSpeeds.of(instance),
          besideReference: (curve) => publicSpeeds.beside(evidence, curve),
        },
      }),
    },
  );
}

/** The cheapest way to meet the demand with instances of one type, or what stands in the way. */
function chooseOn(instance: Instance, shop: Shop): Choice | Refusal {
  const settings = settingsFor(instance, shop);
  if (settings.length === 0)
    return { instance, constraint: 'memory', nearest: largestWorker(instance, shop) };
  const worthATry = shop.demand.kind === 'arrivals' ? fastestOfEachCount(settings) : settings;
  const sized = worthATry.map((setting) => ({ setting, least: shop.sizing.least(serverOf(setting)) }));
  const enough = sized.filter((one): one is Sized => typeof one.least === 'number').sort(preferred);
  if (enough.length > 0) return choiceOf(instance, enough[0]!, shop);
  const nearest = sized
    .map(({ least }) => least as Shortfall)
    .reduce((a, b) => (b.nearestMs < a.nearestMs ? b : a));
  return { instance, constraint: nearest.constraint, nearest: nearest.nearestMs };
}

/** Simulations take time, and of settings with as many workers the faster one never needs more instances. */
function fastestOfEachCount(settings: readonly Setting[]): Setting[] {
  const ascending = settings.toSorted((a, b) => a.perSecond.value - b.perSecond.value);
  return [...new Map(ascending.map((setting) => [setting.workers, setting])).values()];
}

interface Sized {
  setting: Setting;
  least: number;
}

/** Fewer instances; then what uses them, what is surer, what the record recommends, and what has the most room. */
function preferred(a: Sized, b: Sized): number {
  return (
    a.least - b.least ||
    Number(a.setting.isSparing) - Number(b.setting.isSparing) ||
    unsureness(a.setting.provenance) - unsureness(b.setting.provenance) ||
    Number(b.setting.curve.isRecommended) - Number(a.setting.curve.isRecommended) ||
    b.setting.perSecond.value - a.setting.perSecond.value
  );
}

function choiceOf(instance: Instance, { setting, least }: Sized, shop: Shop): Choice {
  const { constraints, sizing } = shop;
  const count = (needed: number) => Math.max(needed + constraints.spare, constraints.minInstances);
  const expected = count(least);
  const instances = Math.max(expected, count(surelyEnough(setting, least, shop) ?? least));
  const working = instances - constraints.spare;
  const at = (value: keyof Interval) => {
    const needed = needsAt(setting.perSecond[value], { setting, least }, sizing);
    return needed === null ? null : count(needed);
  };
  const [few, many] = [at('high') ?? instances, at('low')];
  const range = { low: Math.min(few, instances), high: many === null ? null : Math.max(many, instances) };
  return {
    instance,
    setting,
    chunksize: setting.curve.chunksize,
    instances,
    expected: { instances: expected, costPerHour: expected * priceOf(instance, constraints) },
    instancesRange: range,
    ...costsOf(instance, setting, { instances, range }, shop),
    utilisation: opposite((value) => sizing.utilisation(serverOf(setting, value), working)),
    timeMs: timeOf(setting, working, sizing),
  };
}

/** About how many it takes at another speed, told without simulation; null where no number would do. */
function needsAt(perSecond: number, { setting, least }: Sized, sizing: Sizing): number | null {
  const [there, here] = [perSecond, setting.perSecond.value].map((each) =>
    sizing.roughly({ ...serverOf(setting), perSecond: each }),
  );
  const isPossible = typeof there === 'number' && typeof here === 'number';
  return isPossible ? wholeInstances((least * there) / here) : null;
}

/** How many are enough with a certainty, without spare ones; null where slow cores could not do it in any number. */
export function surelyEnough(
  setting: Setting,
  least: number,
  { constraints, demand, sizing }: Shop,
  certainty = constraints.certainty ?? 0.5,
): number | null {
  if (certainty === 0.5) return least;
  const perSecond = setting.chances.reachedWith(certainty);
  if (demand.kind === 'arrivals') return needsAt(perSecond, { setting, least }, sizing);
  const found = sizing.least({ ...serverOf(setting), perSecond });
  return typeof found === 'number' ? Math.max(least, found) : null;
}

/** At the ends of the interval as much shorter or longer as it roughly is there. */
function timeOf(setting: Setting, working: number, sizing: Sizing): OpenInterval | null {
  const time = sizing.timeMs(serverOf(setting), working);
  if (time === null) return null;
  const rough = (value: keyof Interval) => sizing.roughTimeMs(serverOf(setting, value), working);
  const [low, high] = [(time * rough('high')) / rough('value'), (time * rough('low')) / rough('value')];
  return { value: time, low: Math.min(time, low), high: Number.isFinite(high) ? Math.max(time, high) : null };
}

/** Of what falls as cores get faster. */
function opposite(of: (value: keyof Interval) => number): Interval {
  return { value: of('value'), low: of('high'), high: of('low') };
}

/** The record of the machine that is most like the instance, and of several the one that reaches furthest. */
function nearestEvidence(instance: Instance, evidences: readonly Evidence[]): Evidence {
  const ranked = evidences.map((evidence) => {
    const { ratio, provenance } = coreSpeed(instance, evidence.machine);
    const reach = Math.max(...evidence.curves.flatMap(({ points }) => points.map(({ workers }) => workers)));
    return { evidence, unsure: unsureness(provenance), width: ratio.high / ratio.low, reach };
  });
  ranked.sort((a, b) => a.unsure - b.unsure || a.width - b.width || b.reach - a.reach);
  return ranked[0]!.evidence;
}

function coresAllowed(instance: Instance, demand: Demand): number {
  const isAlone = demand.kind === 'programs' && demand.deadlineMs === undefined;
  return isAlone ? shapeOf(instance).physicalCores : instance.vcpus;
}

function largestWorker(instance: Instance, { evidences, demand }: Shop): number {
  const curves = curvesFor(demand, nearestEvidence(instance, evidences));
  return Math.max(...curves.map((curve) => curve.memoryPerWorkerMiB ?? 0));
}

export interface Found {
  choices: Choice[];
  refusals: Refusal[];
  /** Types that were left out because each costs at least `atLeast` an hour, more than every listed one. */
  dearer: { types: number; atLeast: number } | null;
}

/** Simulations take time: so many of the cheapest choices are found, and no more. */
const MOST_SIMULATED = 12;

/**
 * What each type would cost. Where that takes a simulation, types are taken in the order of the least that they can
 * cost, told without one, until no other can be among the cheapest.
 */
export function search(
  instances: readonly Instance[],
  shop: Shop,
  isWithin: (one: Choice) => boolean,
): Found {
  const found: Found = { choices: [], refusals: [], dearer: null };
  const isSimulated = shop.demand.kind === 'arrivals';
  const queue = instances
    .map((instance) => ({ instance, atLeast: isSimulated ? leastCost(instance, shop) : 0 }))
    .sort((a, b) => a.atLeast - b.atLeast);
  for (const [index, { instance, atLeast }] of queue.entries()) {
    const within = found.choices.filter(isWithin).map(({ expected }) => expected.costPerHour);
    const worst = within.sort((a, b) => a - b)[MOST_SIMULATED - 1];
    if (isSimulated && worst !== undefined && atLeast > worst) {
      found.dearer = { types: queue.length - index, atLeast };
      break;
    }
    const one = chooseOn(instance, shop);
    if (isRefusal(one)) found.refusals.push(one);
    else found.choices.push(one);
  }
  return found;
}

function leastCost(instance: Instance, shop: Shop): number {
  const counts = settingsFor(instance, shop).map((setting) => shop.sizing.atLeast(serverOf(setting)));
  const { spare, minInstances } = shop.constraints;
  return Math.max(Math.min(...counts) + spare, minInstances) * priceOf(instance, shop.constraints);
}
