import { type Random, seededRandom } from '../../stats/index.js';

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
