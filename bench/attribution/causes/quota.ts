import type { Injection } from '../injection.js';

export const quota: Injection = {
  name: '2 workers under a quota of 1 CPU',
  scenario: 'work',
  expected: ['throttled'],
  baseline: { workers: 2, chunksize: 1 },
  injected: { workers: 2, chunksize: 1, quota: 1 },
};
