import { expect, it } from 'vitest';
import { uncarriedPlace } from './uncarried.js';

function canCarry(value: unknown): boolean {
  try {
    structuredClone(value);
    return true;
  } catch {
    return false;
  }
}

const compare = () => 0;

it.each<[string, unknown, string | undefined]>([
  ['itself', compare, undefined],
  ['a field', { a: 1, compare }, 'result.compare'],
  ['deep', { rows: [{}, { 'odd name': [1, compare] }] }, 'result.rows[1]["odd name"][1]'],
  ['in a map', new Map([['k', { compare }]]), 'result.get("k").compare'],
  ['in a set', { of: new Set([compare]) }, 'result.of (a member)'],
  ['a symbol', [Symbol('s')], 'result[0]'],
  ['a promise', { later: Promise.resolve() }, 'result.later'],
])('what cannot be sent is found: %s', (_, result, place) => {
  expect(uncarriedPlace(result, canCarry)).toBe(place);
});
