import type { Injection } from '../injection.js';

const side = { workers: 1, chunksize: 1, pinned: true } as const;

export const busyNeighbour: Injection = {
  name: 'busy neighbour on the worker’s CPU',
  scenario: 'work',
  expected: ['wait'],
  baseline: side,
  injected: { ...side, neighbour: { kind: 'cpu', on: 'same' } },
};
