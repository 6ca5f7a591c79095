import { describe, expect, it } from 'vitest';
import { PoolBrokenError, WorkerLostError } from '../errors.js';
import { itemsOf, openVirtualPool } from './testing/virtual-pool.js';

const fatal = { exitCode: 1 };
const all = { settled: true, chunksize: 1 } as const;

describe('a pool gives up', () => {
  it('not for some bad inputs, wherever they stand', async () => {
    const maxRestarts = { count: 100, withinMs: 60_000 };
    const { pool, lost } = await openVirtualPool({ workers: 2, maxRestarts });
    const items = itemsOf(100, (value) => (value < 4 || value % 10 === 0 ? fatal : {}));
    const results = await pool.map('perform', items, all);
    for (const [place, result] of results.entries())
      if (items[place]!.exitCode === undefined) expect(result).toEqual({ status: 'fulfilled', value: place });
      else expect(result).toMatchObject({ status: 'rejected', reason: expect.any(WorkerLostError) });
    expect(lost).toHaveLength(13);
    expect(pool.stats).toMatchObject({ submitted: 100, done: 87, lost: 13 });
  });

  it('after more losses than it may have, with no task done in between, and every later call says so', async () => {
    const { pool, lost } = await openVirtualPool({ workers: 1, maxRestarts: { count: 3, withinMs: 60_000 } });
    const results = await pool.map(
      'perform',
      itemsOf(6, () => fatal),
      all,
    );
    const reasons = results.map((result) => (result.status === 'rejected' ? result.reason : undefined));
    expect(reasons.map(({ name }) => name)).toEqual([
      ...new Array(4).fill('WorkerLostError'),
      ...new Array(2).fill('PoolBrokenError'),
    ]);
    expect(lost).toHaveLength(4);
    const message =
      'The pool gave up, since 4 workers were lost within 60.0 s and no task was done in between. The last one: Worker 0 (fake) ended while it held tasks: exit code 1. Open another pool; where inputs may end their workers, `maxRestarts: { count: 30, withinMs: 60000 }` allows more.';
    const item = itemsOf(1)[0]!;
    const loop = async () => pool.imap('perform', [item]).next();
    const later = [
      pool.apply('perform', [item]),
      pool.map('perform', [item]),
      pool.starmap('perform', [[item]]),
      loop(),
      pool.consume('takeAll', [item]),
    ];
    for (const call of later) {
      const error = await call.catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(PoolBrokenError);
      expect(error).toBeInstanceOf(WorkerLostError);
      expect(error).toMatchObject({ message, losses: 4, worker: 0, exitCode: 1, signal: null });
    }
    await pool.close();
    expect(pool.stats).toMatchObject({ queued: 0, running: 0, done: 0 });
  });

  it('for losses that come soon after one another, not for others', async () => {
    const { pool, pass } = await openVirtualPool({ workers: 1, maxRestarts: { count: 1, withinMs: 100 } });
    const bad = () =>
      pool.apply('perform', [{ value: 0, ms: 10, ...fatal }]).catch(({ name }: Error) => name);
    for (let time = 0; time < 5; time++) {
      expect(await bad()).toBe('WorkerLostError');
      await pass(95);
    }
    expect(await bad()).toBe('WorkerLostError');
    await pass(80);
    expect(await bad()).toBe('WorkerLostError');
    expect(await bad()).toBe('PoolBrokenError');
  });

  it('at the first loss where none may be', async () => {
    const { pool } = await openVirtualPool({ workers: 2, maxRestarts: { count: 0, withinMs: 1_000 } });
    const long = pool.apply('perform', [{ value: 1, ms: 1e6 }]);
    const bad = pool.apply('perform', [{ value: 0, ms: 10, ...fatal }]);
    await expect(bad).rejects.toMatchObject({ name: 'WorkerLostError', exitCode: 1 });
    await expect(long).rejects.toThrow(
      /^The pool gave up, since a worker was lost within 1\.00 s and no task/,
    );
    // What nobody waits for any more is ended, too.
    await pool.close();
  });

  it('where a worker cannot be replaced, with what that says', async () => {
    let starts = 0;
    const functions = {
      perform: () => 1,
      begin() {
        if (starts++ > 0) throw undefined;
      },
    };
    const { pool } = await openVirtualPool(
      { workers: 1, maxRestarts: { count: 9, withinMs: 1_000 } },
      { functions, spec: { functions: { initializer: 'begin' } } },
    );
    const bad = { value: 0, ms: 10, ...fatal };
    await expect(pool.apply('perform', [bad])).rejects.toBeInstanceOf(WorkerLostError);
    await expect(pool.apply('perform', [{ value: 1, ms: 10 }])).rejects.toThrow(
      'The pool gave up: Worker 0 (fake) ended while it held tasks: exit code 1. It could not be replaced: Worker 0 could not start: its module or what sets it up threw undefined, which is no Error. Open another pool once that is fixed.',
    );
  });
});
