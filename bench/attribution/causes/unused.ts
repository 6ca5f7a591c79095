import type { Injection } from '../injection.js';

export const unused: Injection = {
  name: 'fewer chunks than workers',
  scenario: 'work',
  expected: ['unused'],
  baseline: { workers: 2, chunksize: 20 },
  injected: { workers: 2, chunksize: 40 },
};
