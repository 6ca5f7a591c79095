import type { Params } from '../../src/scenario/index.js';

/** What is swept; each is there to fool advice that goes by the mean task, or takes every cost for one by the chunk. */
export const works: Record<string, Params> = {
  even: {},
  'fast then slow': { shape: 'fast then slow' },
  'slow last': { shape: 'slow last' },
  'one long': { shape: 'one long' },
  tiny: { tasks: 4_000, iterations: 1_000 },
  'large objects': { iterations: 150_000, payloadKiB: 512 },
};
