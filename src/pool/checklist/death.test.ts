import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PoolBrokenError, WorkerLostError } from '../../errors.js';
import { temporaryFolder } from '../../testing/temporary-folder.js';
import { Pool } from '../index.js';
import { engines, fixture, Gate, openPool, rejection, upTo } from './testing/pools.js';

const folder = temporaryFolder();
const squares = (count: number) => upTo(count).map((item) => item * item);

describe.each(engines)('%s', (engine) => {
  it.each([
    ['45 given a task that exits with 1', 1],
    ['46 given a task that exits with 0', 0],
  ])('%s, when applied, then it rejects with that code and the pool goes on', async (_, code) => {
    const watched = await openPool({ engine });
    const error = await rejection(watched.pool.apply('exitWith', [code]));
    expect(error).toBeInstanceOf(WorkerLostError);
    expect(error).toMatchObject({ exitCode: code, signal: null, worker: 0 });
    expect((error as Error).message).toContain(`exit code ${code}`);
    expect(watched.lost).toMatchObject([{ worker: 0, exitCode: code, signal: null }]);
    expect(await watched.pool.map('square', upTo(5))).toEqual(squares(5));
  });

  it('47 given a worker that exits between tasks, when the next comes, then a new worker takes it', async () => {
    const watched = await openPool({ engine });
    const { instance } = await watched.pool.apply('whereabouts');
    expect(await watched.pool.apply('exitSoon', [5])).toBe(5);
    await watched.hasLost();
    expect((await watched.pool.apply('whereabouts')).instance).not.toBe(instance);
    expect(watched.pool.stats).toMatchObject({ submitted: 3, done: 3, lost: 0 });
  });

  it('51 given a worker that ends after the pool was closed, when joined, then it returns and the task rejects', async () => {
    const gate = new Gate(folder);
    const watched = await openPool({ engine });
    const running = rejection(watched.pool.apply('holdAndExit', [gate.path]));
    await watched.said('began');
    const closed = watched.pool.close();
    gate.open();
    expect(await running).toMatchObject({ name: 'WorkerLostError', exitCode: 3 });
    await closed;
    await watched.pool.join();
  });

  it('52 given a worker used before, when it ends in its third task, then that one rejects and no other', async () => {
    const { pool } = await openPool({ engine });
    expect(await pool.apply('square', [1])).toBe(1);
    expect(await pool.apply('square', [2])).toBe(4);
    expect(await rejection(pool.apply('exitWith', [4]))).toMatchObject({ exitCode: 4 });
    expect(pool.stats).toMatchObject({ submitted: 3, done: 2, lost: 1, failed: 0 });
  });

  it.each([
    ['throws', /cannot be imported today/],
    ['exits', /exit code 7/],
    ['is no JavaScript', /SyntaxError/],
  ])(
    '53 given a module that %s, when the pool is opened, then it fails at once and says so',
    async (does, message) => {
      const broken = join(folder, `broken-${engine}.js`);
      writeFileSync(broken, 'export const = 1;');
      const module =
        { throws: fixture('throws-at-import'), exits: fixture('exits-at-import') }[does] ?? broken;
      const error = (await rejection(Pool.open(module, { engine, workers: 2 }))) as Error;
      expect(`${error.name}: ${error.message}`).toMatch(message);
    },
  );

  it('54 given a worker that cannot be replaced, when it ends, then the pool is broken and says why at once', async () => {
    const watched = await openPool<typeof import('./fixtures/opens-once.js')>(
      { engine, initializer: 'beginOnce', initargs: [join(folder, `once-${engine}`)] },
      fixture('opens-once'),
    );
    const { pool } = watched;
    expect(await pool.apply('answer')).toBe(42);
    expect(await rejection(pool.apply('leave'))).toMatchObject({ name: 'WorkerLostError', exitCode: 5 });
    await watched.hasLost();
    for (let time = 0; time < 2; time++) {
      const error = await rejection(pool.apply('answer'));
      expect(error).toBeInstanceOf(WorkerLostError);
      expect((error as Error).message).toMatch(/could not be replaced.*only once/);
    }
    await pool.close();
  });

  it('54 given a task that ends every worker, when it comes again and again, then the pool gives up by name', async () => {
    const watched = await openPool({ engine, maxRestarts: { count: 3, withinMs: 60_000 } });
    const results = await watched.pool.map('exitWith', new Array(10).fill(1), {
      chunksize: 1,
      settled: true,
    });
    expect(results.every(({ status }) => status === 'rejected')).toBe(true);
    // Three restarts, and an end to them.
    expect(watched.lost).toHaveLength(4);
    const later = await rejection(watched.pool.apply('square', [1]));
    expect(later).toBeInstanceOf(PoolBrokenError);
    expect((later as Error).message).toMatch(/gave up, since 4 workers were lost.*exit code 1.*maxRestarts/);
  });

  it('55 given workers that leave in peace, when the pool is closed, then none is started again', async () => {
    const list = join(folder, `started-${engine}`);
    const { pool } = await openPool<typeof import('./fixtures/life.js')>(
      { engine, workers: 2, initializer: 'noteStart', initargs: [list] },
      fixture('life'),
    );
    await pool.map('echo', upTo(10));
    await pool.close();
    await pool.join();
    expect(readFileSync(list, 'utf8').split('\n').filter(Boolean)).toHaveLength(2);
  });
});
