import { expect, test } from 'vitest';
import { mendJson } from './loose-json.js';

test.each<[string, unknown]>([
  [
    '{"a": nan, "b": -inf, "c": -nan(ind), "d": 1.#INF, "e": Infinity, "f": NaN}',
    { a: null, b: null, c: null, d: null, e: null, f: null },
  ],
  ['[NaN, 1]', [null, 1]],
  ['{"label": "a: nan, 2%", "b": nan}', { label: 'a: nan, 2%', b: null }],
  ['{"rms": 2%}', { rms: '2%' }],
  ['[{"a": 1}\n{"a": 2}]', [{ a: 1 }, { a: 2 }]],
  ['{"a": "x"\n"b": 1}', { a: 'x', b: 1 }],
  ['{"a": [1, 2,], }', { a: [1, 2] }],
  ['{"n": 10,000, "m": 1,234,567}', { n: 10_000, m: 1_234_567 }],
  ['{"t": 1,5e+02}', { t: 150 }],
  ['{"list": [10,200]}', { list: [10, 200] }],
  ['{"path": "C:\\work\\bench.exe", "x": nan}', { path: 'C:\\work\bench.exe', x: null }],
  ['{"text": "two\nlines"}', { text: 'two\nlines' }],
  ['{"a": .5, "b": 5.}', { a: 0.5, b: 5 }],
  ['{"a": {}, "b": [], "c": null, "d": true, "e": nan}', { a: {}, b: [], c: null, d: true, e: null }],
])('%j is mended', (text, value) => {
  const mended = mendJson(text);
  expect('json' in mended && JSON.parse(mended.json)).toEqual(value);
});

test.each([
  ['[{"a": 1}\n{"a": 2}]', ['A comma is missing at the end of line 1; it is read as if it were there.']],
  [
    '[{}\n{}\n{}]',
    ['2 commas are missing, the first at the end of line 1; they are read as if they were there.'],
  ],
  ['{"n": 10,000}', ['Numbers with thousands separators, such as 10,000, are read as numbers.']],
  ['{"a": nan}', []],
])('of %j it says %j', (text, mends) => {
  expect(mendJson(text)).toMatchObject({ mends });
});

test.each([
  ['{"results": [', 'it ends at line 1, column 14, before it is complete'],
  ['{"a": 1}\n[2]', 'line 2, column 1: a second JSON document begins here'],
  ['{"a": 1} x', 'line 1, column 10: expected nothing behind the end of the JSON, found "x"'],
  ['[\n  Performance counters not supported.\n]', 'line 2, column 3: expected a value, found "Performance"'],
  ['{"a" 1}', 'line 1, column 6: expected a colon, found "1"'],
  ['{a: 1}', 'line 1, column 2: expected a name in quotes, found "a"'],
  ['{"a": }', 'line 1, column 7: expected a value, found "}"'],
  ['[1 2]', 'line 1, column 4: expected a comma, found "2"'],
  ['{"a": [1}', 'line 1, column 9: expected a comma, found "}"'],
  ['{"a": "x', 'line 1, column 7: a quote is opened here and never closed'],
])('%j has no remedy: %s', (text, problem) => {
  expect(mendJson(text)).toEqual({ problem: expect.stringContaining(problem) });
});
