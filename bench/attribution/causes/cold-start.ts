import type { Injection } from '../injection.js';

export const coldStart: Injection = {
  name: 'started cold',
  scenario: 'work',
  expected: ['startup'],
  baseline: { workers: 2, chunksize: 1 },
  injected: { workers: 2, chunksize: 1, cold: true },
};
