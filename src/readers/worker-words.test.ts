import { expect, test } from 'vitest';
import { countInName, meansWorkers, workersFrom } from './worker-words.js';

test.each([
  'workers',
  'Threads',
  'num_threads',
  'Number of workers',
  'thread count',
  'param:threads',
  'parameter_threads',
  'N',
  'nproc',
  'process',
])('"%s" means a number of workers', (name) => {
  expect(meansWorkers(name)).toBe(true);
});

test.each(['size', 'thread_pool', 'worker name', 'corecount2x', 'name', ''])('"%s" does not', (name) => {
  expect(meansWorkers(name)).toBe(false);
});

test.each([
  ['sort/workers:4', 4, 'sort'],
  ['sort --threads=16', 16, 'sort'],
  ['8 workers', 8, ''],
  ['sort (2 cores) fast', 2, 'sort fast'],
  ['sort 4', undefined, undefined],
  ['threads', undefined, undefined],
])('the number of workers in "%s" is %s', (name, workers, rest) => {
  expect(countInName(name)?.workers).toBe(workers);
  expect(countInName(name)?.rest).toBe(rest);
});

test.each([
  ['4', 4],
  [' 4 ', 4],
  [4, 4],
  ['4.0', 4],
  ['0', undefined],
  ['-1', undefined],
  ['1.5', undefined],
  ['', undefined],
  ['many', undefined],
  [null, undefined],
  [true, undefined],
])('%j as a number of workers is %s', (value, workers) => {
  expect(workersFrom(value)).toBe(workers);
});
