import { describe, expect, it } from 'vitest';
import { CorewiseError, UsageError } from '../../errors.js';
import { Pool, taskOf } from '../index.js';
import { engines, fixture, openPool, rejection, sharedPool, upTo } from './testing/pools.js';

describe.each(engines)('%s', (engine) => {
  const shared = sharedPool(engine);
  const open = (options = {}) => openPool({ engine, ...options });

  it('88 given nothing, one and two arguments, when put, then a consumer sees null, the item and their list', async () => {
    const { pool } = await open();
    const consumers = pool.consumers('takeAll');
    await consumers.put();
    await consumers.put(1);
    await consumers.put('a', 'b');
    expect(await consumers.results()).toEqual([[null, 1, ['a', 'b']]]);
  });

  it('89 given items, when consumers have returned, then there is a result of each and every item was taken once', async () => {
    const results = await shared().pool.consume('takeAll', upTo(50));
    expect(results).toHaveLength(2);
    expect((results.flat() as number[]).sort((a, b) => a - b)).toEqual(upTo(50));
  });

  it.each([[0], [1]])(
    '89 given %i items, when consumers have returned, then those without any have a result, too',
    async (count) => {
      const results = await shared().pool.consume('takeAll', upTo(count));
      expect(results).toHaveLength(2);
      expect(results.flat()).toEqual(upTo(count));
    },
  );

  it.each([[1], [7], [100]])(
    '89 given chunks of %i, when consumed, then the items are the same',
    async (chunksize) => {
      const results = await shared().pool.consume('takeAll', upTo(50), { chunksize });
      expect((results.flat() as number[]).sort((a, b) => a - b)).toEqual(upTo(50));
    },
  );

  it('90 given arguments for all consumers, when they run, then they come after the items', async () => {
    const { pool } = await open();
    const results = await pool.consume('takeAllWith', [1, 2, 3], { args: [10, { offset: 4 }] });
    expect(results).toEqual([64]);
    const consumers = pool.consumers('takeAllWith', { args: [2, { offset: 0 }] });
    for (const item of upTo(5)) await consumers.put(item);
    expect(await consumers.results()).toEqual([20]);
  });

  it('91 given consumers, when results are asked for, then they are joined; what is put afterwards is refused', async () => {
    const { pool } = await open();
    const consumers = pool.consumers('takeAll');
    await consumers.put(1);
    const results = consumers.results();
    await expect(consumers.put(2)).rejects.toThrow(UsageError);
    expect(await results).toEqual([[1]]);
    const closed = pool.consumers('takeAll');
    closed.close();
    await expect(closed.put(1)).rejects.toThrow(/closed/);
    expect(await closed.results()).toEqual([[]]);
  });

  it.each([[0], [20]])(
    '92 given a consumer that throws and %i items, when joined, then its error comes, each time',
    async (count) => {
      const { pool } = shared();
      const consumers = pool.consumers('throwInFirst');
      for (const item of upTo(count)) await consumers.put(item);
      for (let time = 0; time < 2; time++) {
        const error = await rejection(consumers.results());
        expect(error).toBeInstanceOf(RangeError);
        expect(error).toMatchObject({ message: 'not today', code: 'E_FIRST' });
        expect(taskOf(error)).toMatchObject({ name: 'throwInFirst', worker: 0 });
      }
      // The other has taken what there was.
      expect(await rejection(pool.consume('throwInFirst', upTo(9)))).toMatchObject({ code: 'E_FIRST' });
      expect(await pool.apply('square', [2])).toBe(4);
    },
  );

  it('93 given a block and a consumer that both throw, when the block is left, then both errors are told', async () => {
    const { pool } = shared();
    const error = await rejection(
      (async () => {
        await using consumers = pool.consumers('throwInFirst');
        await consumers.put(1);
        throw new TypeError('in the block');
      })(),
    );
    expect(error).toMatchObject({
      name: 'SuppressedError',
      suppressed: { name: 'TypeError', message: 'in the block' },
      error: { name: 'RangeError', message: 'not today' },
    });
  });

  it('94 given results of 10 MB, when joined, then they come', async () => {
    const bytes = 10 * 2 ** 20;
    const results = await shared().pool.consume('largeAfter', upTo(4), { args: [bytes] });
    expect(results.map(({ length }) => length)).toEqual([bytes, bytes]);
  });

  it('95 given a name, when consumers run, then workers are called by it and their number', async () => {
    const { pool } = await open({ workers: 2, name: 'loader' });
    expect(await pool.consume('nameOfConsumer', [])).toEqual(['loader-1', 'loader-2']);
    expect(await shared().pool.consume('nameOfConsumer', [])).toEqual(['corewise-1', 'corewise-2']);
    await expect(Pool.open(fixture('tasks'), { engine, workers: 0 })).rejects.toThrow(UsageError);
  });

  it('96 given consumers that have all ended, when a producer goes on, then put rejects and nothing piles up', async () => {
    const { pool } = shared();
    const consumers = pool.consumers('throwAtOnce');
    let put = 0;
    const producing = (async () => {
      for (;;) {
        await consumers.put(put);
        put++;
      }
    })();
    expect(await rejection(producing)).toBeInstanceOf(CorewiseError);
    // What waits for consumers at most, and what they hold.
    expect(put).toBeLessThan(1000);
    expect(await rejection(consumers.results())).toMatchObject({ message: 'nobody takes anything' });
    expect(await pool.apply('square', [2])).toBe(4);
  });

  it('96 given consumers that take nothing and return, when items are left, then the call rejects and says so', async () => {
    await expect(shared().pool.consume('takeNone', upTo(1000))).rejects.toThrow(/left|returned/);
    await expect(shared().pool.consume('takeNone', [])).resolves.toEqual([0, 0]);
  });
});
