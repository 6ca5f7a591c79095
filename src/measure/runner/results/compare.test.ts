import { describe, expect, it } from 'vitest';
import { compareForms } from './compare.js';
import { formOf } from './form-of.js';

function differenceOf(serial: unknown, here: unknown, tolerance = 0): string | undefined {
  const { difference } = compareForms(formOf(serial), formOf(here), { tolerance, wasSent: false });
  return difference && `${difference.path}: ${difference.actual} here, ${difference.expected} in serial`;
}

const rows = (total: number) => ({ rows: [{ total: 1 }, { total: 2 }, { total }] });
const long = (end: string) => `${'x'.repeat(500)}${end}${'y'.repeat(500)}`;

class Point {
  constructor(readonly x: number) {}
}
class Spot {
  constructor(readonly x: number) {}
}

describe('the first difference', () => {
  it.each<[string, unknown, unknown, string]>([
    ['a number', 1, 2, 'result: 2 here, 1 in serial'],
    ['within lists and objects', rows(10.25), rows(10.5), 'result.rows[2].total: 10.5 here, 10.25 in serial'],
    ['the sign of zero', [0], [-0], 'result[0]: -0 here, 0 in serial'],
    ['a number and its text', { a: 1 }, { a: '1' }, 'result.a: "1" here, 1 in serial'],
    ['a number and a bigint', 1, 1n, 'result: 1n here, 1 in serial'],
    ['undefined and null', undefined, null, 'result: null here, undefined in serial'],
    ['a missing field', { a: 1, 'odd name': 2 }, { a: 1 }, 'result["odd name"]: missing here, 2 in serial'],
    ['a field too many', {}, { more: [1] }, 'result.more: [1] here, missing in serial'],
    ['undefined and missing', { a: undefined }, {}, 'result.a: missing here, undefined in serial'],
    ['a length', [1, 2, 3], [1, 2], 'result.length: 2 here, 3 in serial'],
    ['a place before the length', [1, 2, 3], [1, 5], 'result[1]: 5 here, 2 in serial'],
    [
      'a hole',
      Object.assign([1], { 2: 3 }),
      [1, undefined, 3],
      'result[1]: undefined here, missing in serial',
    ],
    ['bytes', Buffer.from('abc'), Uint8Array.of(97, 98, 100), 'result[2]: 100 here, 99 in serial'],
    [
      'numbers of a typed array',
      Float64Array.of(1, 2.5),
      Float64Array.of(1, 2),
      'result[1]: 2 here, 2.5 in serial',
    ],
    [
      'the length of a typed array',
      Uint8Array.of(1),
      Uint8Array.of(1, 2),
      'result.length: 2 here, 1 in serial',
    ],
    [
      'a date',
      { at: new Date(0) },
      { at: new Date(Number.NaN) },
      'result.at: Invalid Date here, Date 1970-01-01T00:00:00.000Z in serial',
    ],
    ['a pattern', /a/g, /a/i, 'result: /a/i here, /a/g in serial'],
    [
      'a value of a map',
      new Map([['k', { n: 1 }]]),
      new Map([['k', { n: 2 }]]),
      'result.get("k").n: 2 here, 1 in serial',
    ],
    [
      'a key of a map',
      new Map([['k', 1]]),
      new Map([['l', 1]]),
      'result.has("k"): false here, true in serial',
    ],
    [
      'a member of a set',
      { of: new Set([1, 2]) },
      { of: new Set([1, 3]) },
      'result.of.has(2): false here, true in serial',
    ],
    [
      'a member too many',
      new Set([1]),
      new Set([1, { a: 1 }]),
      'result.has({ a: 1 }): true here, false in serial',
    ],
    ['a kind', [1], { 0: 1 }, 'result: { "0": 1 } here, [1] in serial'],
    ['a class', new Point(1), new Spot(1), 'result: Spot { x: 1 } here, Point { x: 1 } in serial'],
    ['a box and what is in it', Object(1), 1, 'result: 1 here, new Number(1) in serial'],
    ['an error’s message', new Error('a'), new Error('b'), 'result.message: "b" here, "a" in serial'],
    [
      'an error’s cause',
      new Error('a', { cause: 1 }),
      new Error('a', { cause: 2 }),
      'result.cause: 2 here, 1 in serial',
    ],
    [
      'a link',
      new URL('http://h/a'),
      new URL('http://h/b'),
      'result.toString(): "http://h/b" here, "http://h/a" in serial',
    ],
  ])('is told with its place: %s', (_, serial, here, told) => expect(differenceOf(serial, here)).toBe(told));

  it('of long texts shows the place where they differ', () => {
    expect(differenceOf(long('one'), long('two'))).toBe(
      `result: …${'x'.repeat(20)}two${'y'.repeat(57)}… here, …${'x'.repeat(20)}one${'y'.repeat(57)}… in serial`,
    );
  });

  it('is none where equal things stand in another order, or go in circles', () => {
    const circle = () => {
      const one: { next?: unknown } = {};
      one.next = { next: one };
      return one;
    };
    const far: { next?: unknown } = { next: { next: undefined } };
    expect(differenceOf({ a: 1, b: 2 }, { b: 2, a: 1 })).toBeUndefined();
    expect(
      differenceOf(
        new Map([
          [1, 2],
          [3, 4],
        ]),
        new Map([
          [3, 4],
          [1, 2],
        ]),
      ),
    ).toBeUndefined();
    expect(differenceOf(new Set([{ a: 1 }, { a: 2 }]), new Set([{ a: 2 }, { a: 1 }]))).toBeUndefined();
    expect(differenceOf(circle(), circle())).toBeUndefined();
    expect(differenceOf(circle(), far)).toMatch(/^result\.next\.next: undefined here, \{/);
  });

  it('of very large and very deep results is found, too', () => {
    const deep = (end: number) => {
      let inner: unknown = end;
      for (let level = 0; level < 20_000; level++) inner = [inner];
      return inner;
    };
    expect(differenceOf(deep(1), deep(1))).toBeUndefined();
    expect(differenceOf(deep(1), deep(2))).toMatch(/\[0\]: 2 here, 1 in serial$/);
    const many = (last: number) =>
      [...new Array<number>(100_000).fill(0).keys()].map((n) => ({ n: n === 99_999 ? last : n }));
    expect(differenceOf(many(1), many(2))).toBe('result[99999].n: 2 here, 1 in serial');
  });
});

describe('a tolerance', () => {
  it.each<[string, unknown, unknown, string | undefined]>([
    ['holds wherever numbers stand', { a: [1, { b: 2 }] }, { a: [1.0001, { b: 2.0001 }] }, undefined],
    ['is relative', 1000, 1000.5, undefined],
    ['and has an end', [1000], [1002], 'result[0]: 1002 here, 1000 in serial'],
    ['holds in typed arrays', Float64Array.of(1), Float64Array.of(1.0001), undefined],
    ['holds in maps', new Map([['a', 1]]), new Map([['a', 1.0001]]), undefined],
    ['holds in sets', new Set([1]), new Set([1.0001]), undefined],
    ['leaves texts exact', ['x'], ['y'], 'result[0]: "y" here, "x" in serial'],
    [
      'leaves dates exact',
      new Date(5),
      new Date(6),
      'result: Date 1970-01-01T00:00:00.006Z here, Date 1970-01-01T00:00:00.005Z in serial',
    ],
    ['knows infinity', Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, undefined],
    ['does not reach infinity', Number.POSITIVE_INFINITY, 5, 'result: 5 here, Infinity in serial'],
    ['does not reach zero', 0, 1e-300, 'result: 1e-300 here, 0 in serial'],
    ['knows NaN', Number.NaN, Number.NaN, undefined],
  ])('%s', (_, serial, here, told) => expect(differenceOf(serial, here, 1e-3)).toBe(told));
});
