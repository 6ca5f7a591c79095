import { describe, expect, it } from 'vitest';
import { findDispatch } from '../dispatch/index.js';
import type { Scenario } from '../scenario/index.js';
import { comparable, firstDifference, isClose } from './verify.js';

describe('firstDifference', () => {
  it.each<[string, unknown[], unknown[], number, string | undefined]>([
    ['equal results agree', [1, { a: [2] }], [1, { a: [2] }], 0, undefined],
    ['the first task that differs is named', [1, 2, 3], [1, 5, 6], 0, 'task 1: serial gave 2, here 5'],
    ['NaN equals NaN', [Number.NaN], [Number.NaN], 0, undefined],
    [
      'typed arrays compare by content',
      [Uint8Array.of(1, 2)],
      [Uint8Array.of(1, 3)],
      0,
      'task 0: serial gave {"0":1,"1":2}, here {"0":1,"1":3}',
    ],
    ['missing results are counted', [1, 2], [1], 0, '1 results instead of 2'],
    ['undefined differs from null', [undefined], [null], 0, 'task 0: serial gave undefined, here null'],
    ['a tolerance is relative', [1000], [1000.5], 1e-3, undefined],
    ['and has an end', [1000], [1002], 1e-3, 'task 0: serial gave 1000, here 1002'],
  ])('%s', (_, expected, actual, tolerance, difference) => {
    expect(firstDifference(expected, actual, tolerance)).toBe(difference);
  });
});

describe('what is compared', () => {
  const scenario: Scenario = {
    name: 'sums',
    description: '',
    params: {},
    tasks: () => [],
    combine(results) {
      if (results.includes('bad')) throw new RangeError('no sum');
      return (results as number[]).reduce((sum, own) => sum + own, 0);
    },
  };

  it('is each result, or what those of consumers combine to', () => {
    const pass = { values: [1, 2, 3] };
    expect(comparable(pass, scenario, findDispatch('map'))).toEqual([1, 2, 3]);
    expect(comparable(pass, scenario, findDispatch('consume'))).toEqual([6]);
  });

  it('fails where combine does, saying so', () => {
    const compare = () => comparable({ values: ['bad'] }, scenario, findDispatch('consume'));
    expect(compare).toThrow('combine of "sums" threw: no sum');
  });
});

describe('isClose', () => {
  it.each<[string, unknown, unknown, boolean]>([
    ['nested numbers', { a: [1, { b: 2 }] }, { a: [1.0001, { b: 2.0001 }] }, true],
    ['nested numbers too far apart', { a: [1] }, { a: [1.1] }, false],
    ['strings exactly', ['x'], ['y'], false],
    ['another key', { a: 1 }, { b: 1 }, false],
    ['another length', [1], [1, 2], false],
    ['another class', [1], { 0: 1 }, false],
    ['infinities', Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, true],
    ['zero and a hair', 0, 1e-300, false],
    ['maps', new Map([['a', 1]]), new Map([['a', 1.0001]]), true],
    ['dates', new Date(5), new Date(6), false],
  ])('%s', (_, expected, actual, close) => {
    expect(isClose(expected, actual, 1e-3)).toBe(close);
  });
});
