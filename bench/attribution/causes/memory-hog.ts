import type { Injection } from '../injection.js';

const side = { workers: 1, chunksize: 1, pinned: true } as const;

export const memoryHog: Injection = {
  name: 'memory hog on the other CPU',
  scenario: 'stream',
  expected: ['slowdown'],
  baseline: side,
  injected: { ...side, neighbour: { kind: 'memory', on: 'other' } },
};
