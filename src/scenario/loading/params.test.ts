import { expect, it } from 'vitest';
import { resolveParams } from './index.js';

const scenario = { name: 'sort', params: { tasks: 12, ratio: 0.5, label: 'a', stable: false } };

it.each([
  [{}, {}],
  [{ tasks: '24' }, { tasks: 24 }],
  [
    { tasks: 24, ratio: '1e-3' },
    { tasks: 24, ratio: 0.001 },
  ],
  [{ tasks: '10_000_000' }, { tasks: 10_000_000 }],
  [{ stable: 'true' }, { stable: true }],
  [
    { stable: true, label: '24' },
    { stable: true, label: '24' },
  ],
  [{ label: '' }, { label: '' }],
])('reads %j by the types of the defaults', (overrides, changed) => {
  expect(resolveParams(scenario, overrides)).toEqual({ ...scenario.params, ...changed });
});

it.each([
  [{ tasks: 'many' }, 'The parameter "tasks" of sort must be a finite number, not "many".'],
  [{ tasks: '' }, 'The parameter "tasks" of sort must be a finite number, not "".'],
  [{ tasks: Number.NaN }, 'The parameter "tasks" of sort must be a finite number, not "NaN".'],
  [{ ratio: 'Infinity' }, 'The parameter "ratio" of sort must be a finite number, not "Infinity".'],
  [{ tasks: true }, 'The parameter "tasks" of sort must be a finite number, not "true".'],
  [{ stable: 'yes' }, 'The parameter "stable" of sort must be true or false, not "yes".'],
  [{ label: 1 }, 'The parameter "label" of sort must be text, not "1".'],
  [
    { task: 1 },
    'Unknown parameter "task" of sort. Did you mean "tasks"? Valid: tasks, ratio, label, stable.',
  ],
])('refuses %j', (overrides, message) => {
  expect(() => resolveParams(scenario, overrides)).toThrow(message);
});

it('refuses names that every object has', () => {
  expect(() => resolveParams(scenario, { constructor: 1 })).toThrow(
    'Unknown parameter "constructor" of sort',
  );
  expect(() => resolveParams({ name: 'none', params: {} }, { a: 1 })).toThrow('"a": none has none');
});
