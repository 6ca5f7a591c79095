import { InvalidArgumentError } from 'commander';
import { describe, expect, it } from 'vitest';
import { renderers } from '../report/index.js';
import {
  parseChunksizes,
  parseCores,
  parseDuration,
  parseList,
  parseNames,
  parseParam,
  parsePercentage,
  parseRounds,
  parseWholeNumber,
} from './options.js';
import { formats } from './run/measuring-options.js';
import { parseQuotas } from './run/options.js';

describe('options are read', () => {
  it.each([
    [parseList, '1, 2,P-1', ['1', '2', 'P-1']],
    [parseNames('engine', ['serial', 'threads']), 'serial,threads', ['serial', 'threads']],
    [parseNames('dispatch', ['map', 'imapUnordered']), 'map', ['map']],
    [parseChunksizes, '1,4,auto', [1, 4, 'auto']],
    [parseCores, '1,all', [1, 'all']],
    [parseQuotas, '0.5,1,none', [0.5, 1, 'none']],
    [parseRounds, '10', 10],
    [parseWholeNumber, '0', 0],
    [parseDuration, '500ms', 500],
    [parseDuration, '1.5s', 1500],
    [parseDuration, '2m', 120_000],
    [parseDuration, '1h', 3_600_000],
    [parsePercentage, '5%', 0.05],
    [parsePercentage, '0.5%', 0.005],
    [parseParam, 'tasks=24', { tasks: '24' }],
    [parseParam, 'text=a=b', { text: 'a=b' }],
    [parseParam, 'text=', { text: '' }],
  ] as const)('%o: %s', (parse, text, value) => {
    expect(parse(text)).toEqual(value);
  });

  it('--param after --param', () => {
    expect(parseParam('b=2', parseParam('a=1'))).toEqual({ a: '1', b: '2' });
  });

  it('--param with a name that objects know, as any other', () => {
    expect(Object.entries(parseParam('__proto__=1'))).toEqual([['__proto__', '1']]);
  });
});

describe('options are refused', () => {
  it.each([
    [parseList, '1,,2', /commas between/],
    [parseList, '', /commas between/],
    [
      parseNames('engine', ['serial', 'threads']),
      'thread',
      /Unknown engine "thread"\. Did you mean "threads"\?/,
    ],
    [parseNames('dispatch', ['map', 'imapUnordered']), 'imapunordered', /Did you mean "imapUnordered"\?/],
    [parseChunksizes, '0', /whole number of at least 1, such as 4, or auto/],
    [parseChunksizes, '1.5', /whole number/],
    [parseCores, 'two', /such as 2, or all/],
    [parseQuotas, '0', /at least 0\.01, such as 0\.5,1,2, or none/],
    [parseQuotas, '1e3', /numbers of CPUs/],
    [parseRounds, '-1', /whole number/],
    [parseRounds, '1e3', /whole number/],
    [parseWholeNumber, '99999999999999999999', /whole number/],
    [parseDuration, '150', /with its unit/],
    [parseDuration, '0s', /with its unit/],
    [parseDuration, '-5s', /with its unit/],
    [parseDuration, '5 s', /with its unit/],
    [parsePercentage, '5', /such as 5%/],
    [parsePercentage, '100%', /such as 5%/],
    [parsePercentage, '0%', /such as 5%/],
    [parseParam, 'tasks', /name=value/],
    [parseParam, '=24', /name=value/],
  ] as const)('%o: "%s"', (parse, text, reason) => {
    expect(() => parse(text)).toThrow(InvalidArgumentError);
    expect(() => parse(text)).toThrow(reason);
  });

  it('a parameter that is given twice', () => {
    expect(() => parseParam('a=2', { a: '1' })).toThrow(/given twice/);
  });
});

it('the formats that a run may be asked for are those of its report', () => {
  expect(formats).toEqual(renderers.map(({ name }) => name));
});
