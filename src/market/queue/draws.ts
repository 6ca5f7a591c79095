import { type Random, seededRandom } from '../../stats/index.js';
import type { ServiceTimes } from './service-times.js';

/** Random numbers for one run, a stream for each purpose: another balancer or fleet meets the same tasks. */
export interface Streams {
  arrivals: Random;
  service: Random;
  balancer: Random;
}

const LARGEST_SEED = 2 ** 31;
/** The generator starts from its seed unmixed: its first numbers resemble those of a near seed. */
const NUMBERS_UNTIL_MIXED = 32;

/** A set of streams for each of `runs` runs. */
export function streamsOf(seed: number, runs: number): Streams[] {
  const seeds = mixed(seed);
  const stream = () => mixed(seeds.int(LARGEST_SEED));
  return Array.from({ length: runs }, () => ({
    arrivals: stream(),
    service: stream(),
    balancer: stream(),
  }));
}

function mixed(seed: number): Random {
  const random = seededRandom(seed);
  for (let i = 0; i < NUMBERS_UNTIL_MIXED; i++) random.next();
  return random;
}

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
