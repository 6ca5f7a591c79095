import type { Interval } from '../../stats/index.js';
import type { Price } from './schema.js';

const MILLION = 1e6;

/** How long a million tasks take, s, at so many a second: the highest rate gives the lowest time. */
export function secondsPerMillion({ value, low, high }: Interval): Interval {
  return { value: MILLION / value, low: MILLION / high, high: MILLION / low };
}

/** What they cost: the whole machine for that time, whatever part of it the setting used. */
export function costPerMillion(seconds: Interval, { perHour }: Price): Interval {
  const cost = (time: number) => (time / 3600) * perHour;
  return { value: cost(seconds.value), low: cost(seconds.low), high: cost(seconds.high) };
}

export interface Point {
  seconds: number;
  cost: number;
}

/** Whether no other point is at least as good in both and better in one: the Pareto front of time and cost. */
export function isOnFront(point: Point, all: readonly Point[]): boolean {
  return !all.some(
    ({ seconds, cost }) =>
      seconds <= point.seconds && cost <= point.cost && (seconds < point.seconds || cost < point.cost),
  );
}
