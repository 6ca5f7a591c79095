import { describe, expect, it } from 'vitest';
import { UsageError } from '../../errors.js';
import { itemSource } from './item-source.js';

function* counting(log: string[], to = 3): Generator<number, void> {
  try {
    for (let item = 0; item < to; item++) yield item;
    log.push('read to its end');
  } finally {
    log.push('closed');
  }
}

async function* later(log: string[], to = 3): AsyncGenerator<number, void> {
  yield* counting(log, to);
}

const nextOf = (items: ReturnType<typeof itemSource>['items']) => {
  const iterator = Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
  return async () => iterator.next();
};

describe.each([
  ['an iterable', counting],
  ['an async iterable', later],
])('%s', (_, make) => {
  it('is not begun before it is read, and is read to its end', async () => {
    const log: string[] = [];
    const source = itemSource(make(log));
    const next = nextOf(source.items);
    expect([source.read, log]).toEqual([0, []]);
    expect(await next()).toEqual({ done: false, value: 0 });
    expect(await next()).toEqual({ done: false, value: 1 });
    expect(await source.hasMore()).toBe(true);
    expect(await next()).toMatchObject({ done: true });
    expect(await source.hasMore()).toBe(false);
    expect([source.read, log]).toEqual([3, ['read to its end', 'closed']]);
  });

  it('is closed when the call ends, once, and gives nothing more', async () => {
    const log: string[] = [];
    const source = itemSource(make(log));
    const next = nextOf(source.items);
    await next();
    await source.stop();
    await source.stop();
    expect(log).toEqual(['closed']);
    expect(await next()).toMatchObject({ done: true });
    expect(source.read).toBe(1);
  });

  it('that throws does so to its reader, or ends and keeps it', async () => {
    const thrown = new Error('no more');
    const broken = () => ({
      [Symbol.asyncIterator]: undefined,
      [Symbol.iterator]: () => ({
        next() {
          throw thrown;
        },
      }),
    });
    const source = itemSource(broken());
    await expect(nextOf(source.items)()).rejects.toBe(thrown);
    const kept = itemSource(broken(), { endsAtFailure: true });
    expect(await nextOf(kept.items)()).toMatchObject({ done: true });
    expect(kept.failure).toEqual({ thrown });
  });
});

it.each([Symbol.iterator, Symbol.asyncIterator])(
  'whose iterator gives what is no object is refused, since it would never end (%s)',
  async (kind) => {
    const source = itemSource({ [kind]: () => ({ next: () => 5 }) });
    await expect(nextOf(source.items)()).rejects.toThrow('it must give objects');
    expect(await nextOf(source.items)()).toMatchObject({ done: true });
  },
);

it('that waits for ever ends for its reader when the call does', async () => {
  let isClosed = false;
  const source = itemSource({
    [Symbol.asyncIterator]: () => ({
      next: () => new Promise(() => undefined),
      return: () => {
        isClosed = true;
        return new Promise(() => undefined);
      },
    }),
  });
  const waiting = nextOf(source.items)();
  await source.stop();
  expect(await waiting).toMatchObject({ done: true });
  expect(isClosed).toBe(true);
});

it.each([
  [undefined, 'undefined'],
  [null, 'null'],
  [7, '7'],
  [{ length: 2 }, 'an object without an iterator'],
])('%o is refused', (items, named) => {
  expect(() => itemSource(items)).toThrow(UsageError);
  expect(() => itemSource(items)).toThrow(`The items are ${named}; they must be an iterable`);
});

it.each([
  [7, 'The items are 7; they must be an iterable or an async iterable: [7] for a single one.'],
  [
    Promise.resolve([1]),
    'The items are a promise; they must be an iterable or an async iterable. Await it first.',
  ],
  [
    function* numbers() {},
    'The items are the function numbers; they must be an iterable or an async iterable. Call it, if that is what it returns.',
  ],
])('%o is refused with the way out', (items, message) => {
  expect(() => itemSource(items)).toThrow(message);
});
