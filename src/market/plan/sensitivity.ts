import { cpuModel } from '../catalog/index.js';
import { type Choice, priceOf, type Shop } from './choice.js';
import type { RankedChoice } from './rank.js';
import { serverOf } from './settings/settings.js';

/** What would change the answer. */
export interface BreakEven {
  /** The cheapest choice with other cores. */
  rival: RankedChoice;
  /** The rival is cheaper once the winner's cores are slower than this share of what is assumed; null: never. */
  winnerSpeed: number | null;
  /** The rival is cheaper once its own cores are faster than this multiple; null: never. */
  rivalSpeed: number | null;
}

/** Far outside of what cores differ by. */
const SLOWEST = 0.05;
const FASTEST = 20;
const STEPS = 24;
/** Simulations take their time, and their answer is less exact. */
const STEPS_SIMULATED = 7;

/**
 * Choices with other cores that may be as cheap as the winner, by what is known of both, cheapest first. Those with
 * like cores are as wrong as the winner is, and in the same direction.
 */
export function openRivals(winner: Choice, others: readonly RankedChoice[]): RankedChoice[] {
  const most = winner.costPerHour.high ?? Number.POSITIVE_INFINITY;
  return others.filter(
    ({ instance, costPerHour }) => !hasSameCores(winner.instance, instance) && costPerHour.low < most,
  );
}

/** Cores of one model are slow or fast together, so they are not each other's rivals. */
export function breakEven(winner: Choice, others: readonly RankedChoice[], shop: Shop): BreakEven | null {
  const rival = others.find(({ instance }) => !hasSameCores(winner.instance, instance));
  if (rival === undefined) return null;
  const isDearer = (speed: number) => !canCost(winner, speed, rival.expected.costPerHour, shop);
  const isCheaper = (speed: number) => canCost(rival, speed, winner.expected.costPerHour * CHEAPER, shop);
  const steps = shop.demand.kind === 'arrivals' ? STEPS_SIMULATED : STEPS;
  return {
    rival,
    winnerSpeed: isDearer(SLOWEST) ? turn(isDearer, SLOWEST, 1, steps) : null,
    rivalSpeed: isCheaper(FASTEST) ? turn(isCheaper, FASTEST, 1, steps) : null,
  };
}

/** As much less as makes a difference. */
const CHEAPER = 1 - 1e-6;

/** The first of each kind of core, up to `most`. */
export function withUnlikeCores(choices: readonly RankedChoice[], most: number): RankedChoice[] {
  const isFirst = ({ instance }: RankedChoice, i: number) =>
    !choices.slice(0, i).some((other) => hasSameCores(other.instance, instance));
  return choices.filter(isFirst).slice(0, most);
}

function hasSameCores(a: Choice['instance'], b: Choice['instance']): boolean {
  const model = cpuModel(a.cpu);
  return (
    (model !== undefined && model === cpuModel(b.cpu)) || (a.provider === b.provider && a.family === b.family)
  );
}

/** Whether as many instances as this buys meet the demand at that speed. */
function canCost({ instance, setting }: Choice, speed: number, most: number, shop: Shop): boolean {
  const { sizing, constraints } = shop;
  const count = Math.floor((most / priceOf(instance, constraints)) * (1 + 1e-9));
  const server = serverOf(setting);
  const working = count - constraints.spare;
  const isAllowed = count >= constraints.minInstances && working >= 1;
  return isAllowed && sizing.isEnough({ ...server, perSecond: server.perSecond * speed }, working);
}

/** The speed nearest to `not` at which `is` still holds, by halving their ratio. */
function turn(is: (speed: number) => boolean, holds: number, not: number, steps: number): number {
  let [yes, no] = [holds, not];
  for (let step = 0; step < steps; step++) {
    const middle = Math.sqrt(yes * no);
    if (is(middle)) yes = middle;
    else no = middle;
  }
  return yes;
}

/** What other numbers of the same instance would cost, and how soon they would be done. */
export interface FleetPoint {
  instances: number;
  costPerHour: number;
  /** Of the job, of a million tasks of a stream, of a program, the 95th percentile of arrivals. */
  timeMs: number;
}

/** Around the number that meets the demand. */
const MULTIPLES = [1 / 4, 1 / 2, 3 / 4, 1, 3 / 2, 2, 4];
const MILLION = 1e6;

/** Fleets from a quarter to four times the chosen one, with its spare ones lost; none of a size that cannot do. */
export function tradeOff(choice: Choice, { sizing, constraints }: Shop): FleetPoint[] {
  const server = serverOf(choice.setting);
  const each = priceOf(choice.instance, constraints);
  const working = choice.instances - constraints.spare;
  const timeMs = (count: number) =>
    choice.timeMs === null
      ? (1000 * MILLION) / (count * server.perSecond)
      : (choice.timeMs.value * sizing.roughTimeMs(server, count)) / sizing.roughTimeMs(server, working);
  const counts = new Set(MULTIPLES.map((by) => Math.max(1, Math.round(by * working))));
  return [...counts]
    .map((count) => ({
      instances: count + constraints.spare,
      costPerHour: each * (count + constraints.spare),
      timeMs: timeMs(count),
    }))
    .filter((point) => Number.isFinite(point.timeMs));
}
