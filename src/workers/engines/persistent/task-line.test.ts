import { describe, expect, it } from 'vitest';
import { taskLine } from './task-line.js';

it.each([
  ['a text', 'a "b"\n\u2028', '{"task":"a \\"b\\"\\n\u2028"}'],
  ['a number', 1.5, '{"task":1.5}'],
  ['null', null, '{"task":null}'],
  ['lists and objects', { rows: [1, [true]] }, '{"task":{"rows":[1,[true]]}}'],
  ['an object without a prototype', Object.assign(Object.create(null), { a: 1 }), '{"task":{"a":1}}'],
])('%s becomes a line', (_, task, line) => {
  expect(taskLine(task)).toBe(line);
  expect(taskLine(task)).not.toContain('\n');
});

class Point {}
const circle: Record<string, unknown> = { a: { b: {} } };
circle.a = { b: circle };
let deep: unknown = [];
for (let depth = 0; depth < 2_000; depth++) deep = [deep];

describe('what JSON would drop or change is refused by name', () => {
  it.each([
    [undefined, 'JSON cannot carry undefined'],
    [Number.NaN, 'JSON cannot carry NaN'],
    [-0, 'JSON cannot carry -0'],
    [10n, 'JSON cannot carry the BigInt 10n'],
    [[1, Number.NEGATIVE_INFINITY], 'JSON cannot carry task[1], which is -Infinity'],
    [new Array(1), 'JSON cannot carry task[0], which is undefined'],
    [{ a: { 'b c': undefined } }, 'JSON cannot carry task.a["b c"], which is undefined'],
    [{ when: new Date(0) }, 'JSON cannot carry task.when, which is a Date'],
    [new Map(), 'JSON cannot carry a Map'],
    [[new Set()], 'JSON cannot carry task[0], which is a Set'],
    [{ bytes: Uint8Array.of(1) }, 'JSON cannot carry task.bytes, which is a Uint8Array'],
    [new Point(), 'JSON cannot carry a Point'],
    [Object.create({}), 'JSON cannot carry an Object'],
    [Object.create(Object.create(null)), 'JSON cannot carry an object of a class without a name'],
    [{ toJSON: () => 1 }, 'JSON cannot carry task.toJSON, which is a function'],
    [{ s: Symbol('x') }, 'JSON cannot carry task.s, which is Symbol(x)'],
    [circle, 'JSON cannot carry task.a.b, which is a circle: it leads back to itself'],
  ])('%o', (task, message) => {
    expect(() => taskLine(task)).toThrow(new TypeError(message));
  });

  it('what is nested too deeply', () => {
    expect(() => taskLine(deep)).toThrow(/which is nested more than 1000 deep$/);
  });

  it('the same object twice is no circle', () => {
    const same = { n: 1 };
    expect(taskLine([same, same])).toBe('{"task":[{"n":1},{"n":1}]}');
  });
});
