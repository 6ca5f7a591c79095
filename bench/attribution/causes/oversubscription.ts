import type { Injection } from '../injection.js';

/** 4 workers on 2 cores, asked for. */
export const oversubscription: Injection = {
  name: '4 workers on 2 cores',
  scenario: 'work',
  expected: ['oversubscribed', 'wait'],
  baseline: { workers: 2, chunksize: 1 },
  injected: { workers: 4, chunksize: 1 },
};
