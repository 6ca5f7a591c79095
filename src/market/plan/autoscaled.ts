import { type StableQueue, simulateQueue } from '../queue/index.js';
import { type Choice, priceOf, type Shop } from './choice.js';
import type { PlannedWork } from './evidence/evidence.js';
import { serverOf } from './settings/settings.js';
import { serviceMs } from './sizing/arrivals.js';

/** The chosen instances, started and ended as the load asks for. */
export interface AutoscaledFleet {
  min: number;
  max: number;
  startupMs: number;
  queue: StableQueue;
  /** Of those that ran or were starting, on average, and the spare ones. */
  costPerHour: number;
}

/** Arrivals to learn what autoscaling does; the clock of an autoscaler is slow, so there are many. */
const ARRIVALS = 200_000;

/** Null unless tasks arrive and a start-up delay was given, or where even all instances do not carry the load. */
export function autoscaled(
  choice: Choice,
  { demand, constraints }: Shop,
  work: PlannedWork,
): AutoscaledFleet | null {
  const { startupMs, minInstances: min, maxInstances, spare } = constraints;
  if (startupMs === undefined || demand.kind !== 'arrivals') return null;
  const max = Math.max(min, (maxInstances ?? choice.instances) - spare);
  const { arrivals, balancer, seed, count = ARRIVALS } = demand;
  const server = serverOf(choice.setting);
  const queue = simulateQueue({
    ...{ arrivals, balancer, seed, count },
    instances: max,
    workersPerInstance: server.workers,
    serviceMs: serviceMs(server, work),
    autoscale: { min, max, startupMs },
  });
  if (!queue.stable) return null;
  return {
    ...{ min, max, startupMs, queue },
    costPerHour: (queue.instances.mean + spare) * priceOf(choice.instance, constraints),
  };
}
