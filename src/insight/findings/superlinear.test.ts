import { expect, it } from 'vitest';
import { analyse } from '../analysis/index.js';
import { inventRecord } from '../testing/invented-record.js';
import { superlinear } from './superlinear.js';

const find = (scaling: Record<number, number>) => {
  const scenarios = [{ name: 'cycles', tasks: 480, taskMs: new Array<number>(480).fill(1) }];
  const cases = Object.entries(scaling).map(([workers, times]) => ({
    engine: 'threads',
    workers: Number(workers),
    wallMs: 480 / times,
  }));
  const host = { physicalCores: 4 };
  const record = inventRecord({ host, scenarios, cases: [{ engine: 'serial', wallMs: 480 }, ...cases] });
  return superlinear(record, analyse(record));
};

it('workers that do more in company than one alone are doubted', () => {
  const [finding, ...others] = find({ 1: 1, 2: 2.3, 4: 4.6 });
  expect(others).toEqual([]);
  expect(finding).toMatchObject({ check: 'superlinear', severity: 'warning' });
  expect(finding!.message).toContain('a worker beside others does 15 % (15–15 %) more than one worker alone');
  expect(finding!.cases).toHaveLength(3);
});

it.each<[string, Record<number, number>, string]>([
  ['a single count', { 1: 1, 2: 2, 3: 3, 4: 4.6 }, '4 workers did 4.60× as much as one, more than the 4.00×'],
  ['one of two counts', { 1: 1, 2: 2.3 }, '2 workers did 2.30× as much as one, more than the 2.00×'],
  ['more than any cache gives', { 1: 1, 2: 2, 4: 9 }, 'the work was not the same at each count'],
])('%s that does more than its workers can is doubted', (_, scaling, message) => {
  const [finding, ...others] = find(scaling);
  expect(others).toEqual([]);
  expect(finding!.message).toContain(message);
});

it('linear ones are not', () => {
  expect(find({ 1: 1, 2: 2, 4: 4 })).toEqual([]);
});
