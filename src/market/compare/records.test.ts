import { expect, it } from 'vitest';
import { machinesOf } from './records.js';
import { type InventedComparison, inventCompared } from './testing/invented-records.js';

const namesOf = (...given: Omit<InventedComparison, 'name'>[]) =>
  machinesOf(given.map((one, i) => inventCompared({ name: `r${i}`, minute: i, ...one }))).map(
    ({ name, records }) => [name, records.length],
  );

it('records of the same hardware are one machine', () => {
  expect(namesOf({}, {}, { host: { node: '22.0.0' } })).toEqual([['Invented CPU, 2 CPUs', 3]]);
});

it('a machine is named by its instance type, else by the user’s label, else by its CPU', () => {
  expect(namesOf({ host: { instanceType: 'c7i.large' } }, { label: 'my box' }, {})).toEqual([
    ['c7i.large', 1],
    ['my box', 1],
    ['Invented CPU, 2 CPUs', 1],
  ]);
});

it('labels tell the same hardware apart', () => {
  const host = { instanceType: 'c7i.large' };
  expect(namesOf({ host, label: 'here' }, { host, label: 'there' })).toEqual([
    ['c7i.large, here', 1],
    ['c7i.large, there', 1],
  ]);
});

it('what nothing else tells apart is numbered', () => {
  expect(namesOf({}, { host: { memoryGiB: 32 } })).toEqual([
    ['Invented CPU, 2 CPUs', 1],
    ['Invented CPU, 2 CPUs #2', 1],
  ]);
});
