import { describe, expect, it } from 'vitest';
import { CorewiseError, UsageError } from '../../errors.js';
import { turn } from '../testing/manual-session.js';
import { Consumers } from './consumers.js';

/** One consumer that the test plays: it takes items when told. */
function setUp(backlog = 2) {
  let items!: AsyncIterator<unknown>;
  let end!: { resolve(results: unknown[]): void; reject(error: Error): void };
  const consumers = new Consumers<unknown>(backlog, (source) => {
    items = source[Symbol.asyncIterator]();
    return new Promise((resolve, reject) => {
      end = { resolve, reject };
    });
  });
  const take = async () => (await items.next()).value;
  return { consumers, take, items, ...{ end: end } };
}

async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false;
  promise.then(
    () => {
      settled = true;
    },
    () => {
      settled = true;
    },
  );
  await turn();
  return settled;
}

describe('put', () => {
  it('gives nothing as null, one thing as itself, several as their list', async () => {
    const { consumers, take } = setUp(9);
    await consumers.put();
    await consumers.put(undefined);
    await consumers.put('a');
    await consumers.put('a', 'b');
    expect([await take(), await take(), await take(), await take()]).toEqual([
      null,
      undefined,
      'a',
      ['a', 'b'],
    ]);
  });

  it('waits while as many items wait as may', async () => {
    const { consumers, take } = setUp(2);
    await consumers.put(1);
    const second = consumers.put(2);
    const third = consumers.put(3);
    expect(await isSettled(second)).toBe(false);
    await take();
    expect(await isSettled(second)).toBe(true);
    expect(await isSettled(third)).toBe(false);
    await take();
    await third;
  });

  it('that waits rejects when every consumer has ended, with why', async () => {
    const { consumers, end } = setUp(1);
    const waiting = consumers.put(1);
    const thrown = new Error('the consumer failed');
    end.reject(thrown);
    await expect(waiting).rejects.toMatchObject({
      constructor: CorewiseError,
      message: 'Every consumer has ended: nobody is left to take the item.',
      cause: thrown,
    });
    await expect(consumers.put(2)).rejects.toMatchObject({ cause: thrown });
    await expect(consumers.results()).rejects.toBe(thrown);
    await expect(consumers.results()).rejects.toBe(thrown);
    await expect(consumers.put(3)).rejects.toThrow(UsageError);
  });

  it('that waits when the consumers are closed is done when its item is taken', async () => {
    const { consumers, take, end } = setUp(1);
    const waiting = consumers.put(1);
    consumers.close();
    expect(await isSettled(waiting)).toBe(false);
    expect(await take()).toBe(1);
    await waiting;
    expect(await take()).toBeUndefined();
    end.resolve(['done']);
    expect(await consumers.results()).toEqual(['done']);
  });
});

describe('results', () => {
  it('close, and end who waits for an item', async () => {
    const { consumers, items, end } = setUp();
    const waiting = items.next();
    const results = consumers.results();
    expect(await waiting).toMatchObject({ done: true });
    end.resolve([1, 2]);
    expect(await results).toEqual([1, 2]);
    await consumers[Symbol.asyncDispose]();
  });

  it('reject where items are left that every consumer ignored', async () => {
    const { consumers, end } = setUp(9);
    await consumers.put(1);
    await consumers.put(2);
    end.resolve([undefined]);
    await expect(consumers.results()).rejects.toThrow('2 items are left');
  });

  it('take no item after they were left, also where somebody waits for one', async () => {
    const { consumers, items, end } = setUp(9);
    const waiting = items.next();
    await items.return?.();
    await consumers.put('late');
    expect(await waiting).toMatchObject({ done: true });
    end.resolve([undefined]);
    await expect(consumers.results()).rejects.toThrow('1 item is left');
  });
});

it('a hundred thousand items wait without being copied over and over', async () => {
  const { consumers, take } = setUp(1e6);
  for (let item = 0; item < 1e5; item++) void consumers.put(item);
  for (let item = 0; item < 1e5; item++) if ((await take()) !== item) expect.fail(`item ${item}`);
});
