import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { CorewiseError, UsageError, WorkerLostError } from '../errors.js';
import { collect } from './testing/collect.js';
import { openPool } from './testing/open-pool.js';

const upTo = (count: number) => Array.from({ length: count }, (_, item) => item);

const rejection = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (thrown) => thrown,
  );

describe('a pool', () => {
  it('takes one signal for any number of calls, without a warning or a listener left', async () => {
    const { pool } = await openPool();
    const warnings: Error[] = [];
    const warn = (warning: Error) => warnings.push(warning);
    process.on('warning', warn);
    const controller = new AbortController();
    const { signal } = controller;
    const calls = upTo(200).map((item) => pool.apply('square', [item], { signal }));
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    await Promise.all(calls);
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
    const late = upTo(200).map((item) => rejection(pool.map('square', [item], { signal })));
    const reason = new Error('enough');
    controller.abort(reason);
    expect(new Set(await Promise.all(late))).toEqual(new Set([reason]));
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', warn);
    expect(warnings).toEqual([]);
  });

  it('that is closed finishes calls that have begun, loops and sources included', async () => {
    const { pool } = await openPool();
    const results = pool.imap('square', upTo(500));
    expect((await results.next()).value).toBe(0);
    let readOn: () => void = () => undefined;
    const source = (async function* () {
      yield 1;
      await new Promise<void>((resolve) => {
        readOn = resolve;
      });
      yield 2;
    })();
    const mapped = pool.map('square', source);
    let isClosed = false;
    const closed = pool.close().then(() => {
      isClosed = true;
    });
    await expect(pool.apply('square', [1])).rejects.toThrow(UsageError);
    const rest = await collect(results);
    expect(rest).toHaveLength(499);
    expect(isClosed).toBe(false);
    readOn();
    expect(await mapped).toEqual([1, 4]);
    await closed;
    await pool.join();
  });

  it('that is closed closes the consumers that items are put to', async () => {
    const { pool } = await openPool();
    const consumers = pool.consumers('sum');
    await consumers.put(3);
    await pool.close();
    await expect(consumers.put(4)).rejects.toThrow(UsageError);
    expect((await consumers.results()).reduce((a, b) => a + b)).toBe(3);
  });

  it('that is terminated rejects every call at once and closes what they read', async () => {
    const { pool, logs } = await openPool();
    let closed = 0;
    async function* endless() {
      try {
        for (;;) yield 1;
      } finally {
        closed++;
      }
    }
    const controller = new AbortController();
    const spinning = rejection(pool.apply('spin'));
    await logs.said('began');
    const looping = pool.imap('square', endless());
    await looping.next();
    const consuming = rejection(pool.consume('drain', [1], { signal: controller.signal }));
    const put = pool.consumers('drain');
    await put.put(1);
    const queued = rejection(pool.map('square', upTo(100)));
    const terminated = pool.terminate();
    for (const error of await Promise.all([spinning, consuming, queued, rejection(put.results())])) {
      expect(error).toBeInstanceOf(WorkerLostError);
      expect((error as Error).message).toBe('the pool was terminated');
    }
    await expect(looping.next()).rejects.toThrow('the pool was terminated');
    await terminated;
    expect(closed).toBe(1);
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
    const { submitted, queued: waiting, running, done, failed, lost, cancelled } = pool.stats;
    expect([waiting, running]).toEqual([0, 0]);
    expect(done + failed + lost + cancelled).toBe(submitted);
  });

  it('whose signal is aborted is terminated, for that reason', async () => {
    const controller = new AbortController();
    const { pool, logs } = await openPool({ signal: controller.signal });
    const spinning = pool.apply('spin');
    await logs.said('began');
    const reason = new Error('shutting down');
    controller.abort(reason);
    await expect(spinning).rejects.toMatchObject({ constructor: WorkerLostError, cause: reason });
    await expect(pool.apply('square', [1])).rejects.toThrow('The pool is terminated');
    await pool.join();
  });

  it('leaves its signal when it is closed', async () => {
    const { signal } = new AbortController();
    const { pool } = await openPool({ signal });
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    await pool.close();
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });

  it('tells of items that every consumer left, and of none where all were taken', async () => {
    const { pool } = await openPool();
    expect((await pool.consume('takeOne', [7, 8])).sort()).toEqual([7, 8]);
    const left = pool.consume('takeOne', [7, 8, 9]);
    await expect(left).rejects.toThrow(CorewiseError);
    await expect(left).rejects.toThrow('every consumer returned');
  });

  it('rejects with what the source of its consumers throws, after they have ended', async () => {
    const { pool } = await openPool();
    const thrown = new Error('no more rows');
    const items = (function* () {
      yield 1;
      yield 2;
      throw thrown;
    })();
    await expect(pool.consume('sum', items)).rejects.toBe(thrown);
    expect(pool.stats).toMatchObject({ submitted: 2, done: 2 });
  });

  it('moves with a task that is sent alone, since another of its chunk cannot be, what is its own', async () => {
    const { pool } = await openPool({ workers: 1 });
    const items = [new ArrayBuffer(8), () => 1, new ArrayBuffer(3)] as ArrayBuffer[];
    const transfer = (item: ArrayBuffer) => (item instanceof ArrayBuffer ? [item] : []);
    const ran = await pool.map('byteLength', items, { chunksize: 3, settled: true, transfer });
    expect(ran).toMatchObject([{ value: 8 }, { status: 'rejected' }, { value: 3 }]);
    expect(items.map((item) => item.byteLength)).toEqual([0, undefined, 0]);
  });

  it('rejects with what chooses the transferables throws', async () => {
    const { pool } = await openPool();
    const transfer = () => {
      throw new RangeError('nothing moves');
    };
    await expect(pool.apply('square', [1], { transfer })).rejects.toThrow('nothing moves');
    await expect(pool.map('square', [1, 2], { transfer })).rejects.toThrow('nothing moves');
    expect(await pool.map('square', [3])).toEqual([9]);
  });

  it('knows three events', async () => {
    const { pool } = await openPool({ engine: 'serial' });
    expect(() => pool.on('loss' as 'lost', () => undefined)).toThrow(
      'Unknown event "loss" of a pool. Did you mean "lost"?',
    );
    await expect(pool.apply('square', 5 as unknown as [number])).rejects.toThrow(
      'The arguments of square are 5; they must be a list, such as ',
    );
  });
});
