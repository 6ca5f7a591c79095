import type { Random } from '../../stats/index.js';
import type { ServiceTimes } from './service-times.js';

/** The tasks of one run in order of arrival, ms. Fixed before the run, so that every fleet meets the same ones. */
export interface Tasks {
  arrivalMs: Float64Array;
  serviceMs: Float64Array;
}

/** A Poisson stream: `count` arrivals at `rate` tasks a second. */
export function poissonArrivals(rate: number, count: number, random: Random): Float64Array {
  const meanGapMs = 1000 / rate;
  let now = 0;
  return new Float64Array(count).map(() => {
    now -= meanGapMs * Math.log1p(-random.next());
    return now;
  });
}

export function drawServiceTimes(times: ServiceTimes, count: number, random: Random): Float64Array {
  return new Float64Array(count).map(() => times.draw(random));
}
