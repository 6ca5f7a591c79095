import { autoscaleDefaults } from './fleet/autoscaler.js';
import type { QueueSettings } from './queue-input.js';

/** Parts of a run that are held against each other to see how much it tells (Schmeiser, Opns Res. 30, 1982). */
export const SECTIONS = 20;

const WARM_UP_RELAXATIONS = 10;
const RELAXATIONS_A_SECTION = 10;
/** A section shorter than this many relaxations resembles the one before more than can be corrected for. */
const LEAST_RELAXATIONS = 2;
const LEAST_ARRIVALS = 100_000;
const MOST_ARRIVALS = 1_000_000;

/**
 * Arrivals in which a queue forgets how it began, to 1/e. In M/M/1 that takes 1 ÷ (μ(1 − √ρ)²) (Cohen, The Single
 * Server Queue, 1982), in M/M/c the same with cμ, but at least a service time; others take (1 + scv) ÷ 2 times as
 * long, as what is left of a service time does.
 */
function relaxationArrivals(load: number, workers: number, scv: number): number {
  const slow = load / (1 - Math.sqrt(load)) ** 2;
  return Math.max(arrivalsInService(load, workers, scv), (slow * (1 + scv)) / 2);
}

/** Arrivals in a service time, as long as what is left of one is. */
function arrivalsInService(load: number, workers: number, scv: number): number {
  return (workers * load * (1 + scv)) / 2;
}

export interface RunLength {
  /** Arrivals before those that count. */
  warmUp: number;
  /** Arrivals that count. */
  count: number;
  /** In arrivals. */
  relaxation: number;
}

/** `workers` are those that share a queue or are balanced by their queues; `rate` is what they get, a second. */
export function runLength(settings: QueueSettings, rate: number, workers: number): RunLength {
  const { count: asked, load, service } = settings;
  const relaxation = relaxationOf(settings, rate, workers);
  const wanted = SECTIONS * RELAXATIONS_A_SECTION * relaxation;
  // However large the fleet, not fewer than its workers need to have been busy several times over.
  const most = Math.max(
    MOST_ARRIVALS,
    SECTIONS * LEAST_RELAXATIONS * arrivalsInService(load, workers, service.scv),
  );
  const count = asked ?? Math.ceil(Math.min(most, Math.max(LEAST_ARRIVALS, wanted)));
  return { warmUp: Math.min(count, Math.ceil(WARM_UP_RELAXATIONS * relaxation)), count, relaxation };
}

export function isLongEnough({ count, relaxation }: RunLength): boolean {
  return count / SECTIONS >= LEAST_RELAXATIONS * relaxation;
}

/** An autoscaler remembers as well: what was wanted until its instances may go. */
function relaxationOf({ load, service, autoscale }: QueueSettings, rate: number, workers: number): number {
  if (!autoscale) return relaxationArrivals(load, workers, service.scv);
  const { target, scaleInAfterMs } = { ...autoscaleDefaults, ...autoscale };
  const usual = Math.max(load, Math.min(target, 1 - 1 / workers));
  const queue = relaxationArrivals(usual, (workers * load) / usual, service.scv);
  return Math.max(queue, (rate / 1000) * scaleInAfterMs);
}
