import type { Choice } from './choice.js';
import { priceOf } from './cost.js';
import { serverOf } from './settings.js';
import type { Shop } from './shop.js';

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
