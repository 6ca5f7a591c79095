import { expect, it } from 'vitest';
import { analyse, inventRecord } from '../analysis/index.js';
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
  expect(finding!.message).toContain('a worker in company does 15 % (15–15 %) more than one worker alone');
  expect(finding!.cases).toHaveLength(3);
});

it('linear ones are not', () => {
  expect(find({ 1: 1, 2: 2, 4: 4 })).toEqual([]);
});
