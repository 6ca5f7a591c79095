import { describe, expect, it } from 'vitest';
import { OverdueError, UsageError } from '../errors.js';
import { taskOf } from './index.js';
import { collect } from './testing/collect.js';
import { openPool } from './testing/open-pool.js';
import { itemsOf, openVirtualPool } from './testing/virtual-pool.js';

const FOR_EVER = 1e9;
const hangs = { ms: FOR_EVER };

describe('a task that takes too long', () => {
  it('rejects, its worker is ended and replaced, and the others go on', async () => {
    const { pool, simulation, lost } = await openVirtualPool({ workers: 2, taskTimeoutMs: 50 });
    const results = await pool.map(
      'perform',
      itemsOf(20, (value) => (value === 3 ? hangs : {})),
      {
        settled: true,
      },
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(19);
    const { reason } = results[3] as PromiseRejectedResult;
    expect(reason).toBeInstanceOf(OverdueError);
    expect(reason.message).toBe(
      'Item 3 of perform had not returned after 50.0 ms, in worker 1 (fake): the worker was ended. `taskTimeoutMs` allows more.',
    );
    expect(taskOf(reason)).toEqual({ index: 3, name: 'perform', worker: 1 });
    expect(lost).toMatchObject([
      {
        worker: 1,
        error: { message: expect.stringMatching(/^Worker 1 \(fake\) was ended: Task 3 had not/) },
      },
    ]);
    expect(lost[0]!.error.cause).toBeInstanceOf(OverdueError);
    expect(pool.stats).toMatchObject({ submitted: 20, done: 19, failed: 1, lost: 0 });
    // Worker 1 is away from 10 to 60; meanwhile worker 0 does 5 tasks.
    expect(simulation.now()).toBe(120);
  });

  it('has its time from when a worker begins it: neither waiting nor the start of a worker counts', async () => {
    const { pool, simulation } = await openVirtualPool({ workers: 1 }, { startupMs: 500 });
    const began = simulation.now();
    const limit = { taskTimeoutMs: 50 };
    const calls = [
      pool.apply('perform', [{ value: 1, ms: 300 }]),
      pool.apply('perform', [{ value: 2, ms: 49 }], limit),
      pool.apply('perform', [{ value: 3, ms: 10, exitCode: 1 }]).catch(({ name }: Error) => name),
      pool.apply('perform', [{ value: 4, ms: 49 }], limit),
      pool.apply('perform', [{ value: 5, ms: 51 }], limit).catch(({ name }: Error) => name),
    ];
    expect(await Promise.all(calls)).toEqual([1, 2, 'WorkerLostError', 4, 'OverdueError']);
    expect(simulation.now() - began).toBe(300 + 49 + 10 + 500 + 49 + 50);
  });

  it.each(['map', 'starmap', 'imap', 'imapUnordered'] as const)(
    'of %s, where the call says so',
    async (caller) => {
      const { pool } = await openVirtualPool({ workers: 2 });
      const items = itemsOf(5, (value) => (value === 2 ? hangs : {}));
      const options = { taskTimeoutMs: 20, settled: true } as const;
      const results: PromiseSettledResult<number>[] =
        caller === 'map'
          ? await pool.map('perform', items, options)
          : caller === 'starmap'
            ? await pool.starmap(
                'perform',
                items.map((item): [typeof item] => [item]),
                options,
              )
            : await collect(
                caller === 'imap'
                  ? pool.imap('perform', items, options)
                  : pool.imapUnordered('perform', items, options),
              );
      const failed = results.filter((result) => result.status === 'rejected');
      expect(failed).toHaveLength(1);
      expect(failed[0]!.reason).toBeInstanceOf(OverdueError);
      expect(taskOf(failed[0]!.reason)?.index).toBe(2);
    },
  );

  it('of a chunk of several: their times are added up, and they reject together', async () => {
    const { pool, simulation } = await openVirtualPool({ workers: 1, taskTimeoutMs: 20 });
    const items = itemsOf(6, (value) => (value === 3 ? hangs : value === 1 ? { ms: 35 } : {}));
    const results = await pool.map('perform', items, { chunksize: 3, settled: true });
    expect(results.map(({ status }) => status)).toEqual([
      ...new Array(3).fill('fulfilled'),
      ...new Array(3).fill('rejected'),
    ]);
    expect((results[5] as PromiseRejectedResult).reason.message).toMatch(
      /^Item 5 of perform is of a chunk of 3 that had not ended after 60\.0 ms, in worker 0 \(fake\)/,
    );
    expect(simulation.now()).toBe(55 + 60);
  });

  it('is no reason to give up, however many there are', async () => {
    const maxRestarts = { count: 0, withinMs: 1e9 };
    const { pool } = await openVirtualPool({ workers: 2, taskTimeoutMs: 5, maxRestarts });
    await pool.map(
      'perform',
      itemsOf(9, () => hangs),
      { settled: true },
    );
    expect(await pool.apply('perform', [{ value: 7, ms: 1 }])).toBe(7);
  });

  it('leaves nothing behind where it ends in time', async () => {
    const { pool, simulation } = await openVirtualPool({ workers: 2, taskTimeoutMs: 1_000 });
    expect(await pool.map('perform', itemsOf(4))).toEqual([0, 1, 2, 3]);
    await pool.close();
    const ended = simulation.now();
    for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
    expect(simulation.now()).toBe(ended);
  });
});

describe('a consumer that takes too long', () => {
  it('for an item rejects, and the others take the rest', async () => {
    const { pool, simulation } = await openVirtualPool({ workers: 2 });
    const items = itemsOf(8, (value) => (value === 1 ? hangs : {}));
    const error = await pool
      .consume('takeAll', items, { taskTimeoutMs: 30 })
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(OverdueError);
    expect((error as Error).message).toBe(
      'The consumer in worker 1 (fake) had not come to its next item after 30.0 ms: the worker was ended. `taskTimeoutMs` allows more.',
    );
    expect(pool.stats).toMatchObject({ submitted: 8, done: 7, failed: 1 });
    expect(simulation.now()).toBe(70);
  });

  it('after its last item rejects, too; how long it waits for items does not count', async () => {
    const { pool, pass } = await openVirtualPool({ workers: 1 }, { finishMs: 100 });
    async function* slowly() {
      yield* itemsOf(1);
      await pass(500);
      yield* itemsOf(1);
    }
    const takeAll = (taskTimeoutMs: number) => pool.consume('takeAll', slowly(), { taskTimeoutMs });
    expect(await takeAll(101)).toEqual([[0, 0]]);
    await expect(takeAll(99)).rejects.toThrow(/had not returned, with no item left, after 99\.0 ms/);
  });
});

it('a limit needs a worker that can be ended', async () => {
  const { pool } = await openPool({ engine: 'serial' });
  const error = await pool.apply('square', [2], { taskTimeoutMs: 100 }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(UsageError);
  expect((error as Error).message).toBe(
    "`taskTimeoutMs` is 100; the engine serial has the caller's own thread, which cannot be replaced.",
  );
  await expect(pool.consume('sum', [1], { taskTimeoutMs: 100 })).rejects.toBeInstanceOf(UsageError);
});
