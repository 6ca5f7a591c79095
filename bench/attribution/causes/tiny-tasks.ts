import type { Injection } from '../injection.js';

const params = { tasks: 20_000, iterations: 400, lastTimes: 1, payloadKiB: 0 };

export const tinyTasks: Injection = {
  name: '20,000 tiny tasks, chunksize 1',
  scenario: 'work',
  expected: ['dispatch'],
  baseline: { params, workers: 2, chunksize: 100 },
  injected: { params, workers: 2, chunksize: 1 },
};
