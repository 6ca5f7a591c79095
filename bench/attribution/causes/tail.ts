import type { Injection } from '../injection.js';

const params = { tasks: 24, iterations: 5_000_000, payloadKiB: 0 };

export const tail: Injection = {
  name: 'last task 8 times as long',
  scenario: 'work',
  expected: ['tail'],
  baseline: { params: { ...params, lastTimes: 1 }, workers: 2, chunksize: 1 },
  injected: { params: { ...params, lastTimes: 8 }, workers: 2, chunksize: 1 },
};
