import type { Injection } from '../injection.js';

const params = { tasks: 60, iterations: 1_000_000, lastTimes: 1 };

export const payload: Injection = {
  name: '2 MiB with every task',
  scenario: 'work',
  expected: ['dispatch'],
  baseline: { params: { ...params, payloadKiB: 0 }, workers: 2, chunksize: 1 },
  injected: { params: { ...params, payloadKiB: 2048 }, workers: 2, chunksize: 1 },
};
