import { expect, it } from 'vitest';
import { describeError, rebuildError } from './described-error.js';

class Own extends Error {
  override name = 'Own';
}

it.each<[string, unknown, object]>([
  [
    'a DOMException',
    new DOMException('stop', 'AbortError'),
    { name: 'AbortError', message: 'stop', code: 20 },
  ],
  ['a built-in class', new RangeError('off'), { name: 'RangeError', message: 'off' }],
  ['its own fields', Object.assign(new Error('x'), { code: 'E', info: [1] }), { code: 'E', info: [1] }],
  ['a class of the user', new Own('x'), { name: 'Own', message: 'x' }],
  [
    'causes',
    new Error('x', { cause: new DOMException('late', 'TimeoutError') }),
    { cause: { name: 'TimeoutError', code: 23 } },
  ],
  ['several errors', new AggregateError([new TypeError('t')], 'all'), { errors: [{ name: 'TypeError' }] }],
])('an error keeps %s', (_, thrown, kept) => {
  const error = rebuildError(structuredClone(describeError(thrown, () => true)));
  expect(error).toMatchObject(kept);
  expect(error).toBeInstanceOf(Error);
  expect((error as Error).stack).toBe((thrown as Error).stack);
  expect(error instanceof DOMException).toBe(thrown instanceof DOMException);
});
