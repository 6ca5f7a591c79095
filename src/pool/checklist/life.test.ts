import { getEventListeners } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UsageError, WorkerLostError } from '../../errors.js';
import { startProgram } from '../../testing/command-line.js';
import { leftSince, ownResources, type Resources, resourcesSince } from '../../testing/own-resources.js';
import { temporaryFolder } from '../../testing/temporary-folder.js';
import { Pool } from '../index.js';
import {
  type EngineName,
  engines,
  fixture,
  Gate,
  openPool,
  rejection,
  upTo,
  WatchedPool,
} from './testing/pools.js';

type Life = typeof import('./fixtures/life.js');

const folder = temporaryFolder();
const linesOf = (path: string) => readFileSync(path, 'utf8').split('\n').filter(Boolean);
const squares = (count: number) => upTo(count).map((item) => item * item);
const program = (name: string) => fileURLToPath(fixture(`programs/${name}`));

// It takes as long as a worker may take to leave, so it begins before the tests.
const stuckEndings = new Map<EngineName, Promise<unknown>>();
beforeAll(async () => {
  for (const engine of engines) {
    const { pool } = await WatchedPool.open<Life>({ engine, finalizer: 'neverSettle' }, fixture('life'));
    await pool.apply('echo', [1]);
    stuckEndings.set(engine, pool.close());
  }
});
afterAll(() => Promise.all(stuckEndings.values()));

describe.each(engines)('%s', (engine) => {
  const open = (options = {}) => openPool({ engine, ...options });
  const openLife = (options = {}) => openPool<Life>({ engine, ...options }, fixture('life'));
  it.each([[0], [-1], [1.5], [Number.NaN], ['4'], [Number.POSITIVE_INFINITY], [1e9]])(
    '59 given %o workers, when a pool is opened, then it is a UsageError',
    async (workers) => {
      const error = await rejection(Pool.open(fixture('tasks'), { engine, workers: workers as number }));
      expect(error).toBeInstanceOf(UsageError);
      expect((error as Error).message).toMatch(/`workers` is .*whole number from 1/);
    },
  );

  it('59 given three workers, when a pool is opened, then there are three', async () => {
    const { pool } = await open({ workers: 3 });
    expect(pool.workers).toBe(3);
  });

  it('60 given 10,000 tasks that wait, when terminated and joined, then it returns and each rejects', async () => {
    const watched = await open({ workers: 2 });
    const { pool } = watched;
    const calls = upTo(10_000).map(() => rejection(pool.apply('neverSettle')));
    await watched.said('began', 2);
    await pool.terminate();
    await pool.join();
    const errors = await Promise.all(calls);
    expect(errors.every((error) => error instanceof WorkerLostError)).toBe(true);
    expect(pool.stats).toMatchObject({ submitted: 10_000, queued: 0, running: 0, done: 0, failed: 0 });
  });

  it('61 given an endless loop, when the pool is terminated, then the task rejects and says so', async () => {
    const watched = await open();
    const running = rejection(watched.pool.apply('spin'));
    await watched.said('began');
    await watched.pool.terminate();
    const error = await running;
    expect(error).toBeInstanceOf(WorkerLostError);
    expect((error as Error).message).toContain('terminated');
  });

  it('62 given a worker that refuses SIGTERM and computes, when terminated, then it ends all the same', async () => {
    const watched = await open();
    const running = rejection(watched.pool.apply('spinDeafToSignals'));
    await watched.said('began');
    await watched.pool.terminate();
    expect(await running).toBeInstanceOf(WorkerLostError);
  });

  it('63 given queued work, when the pool is closed, then that finishes and new calls are refused', async () => {
    const gate = new Gate(folder);
    const watched = await open();
    const { pool } = watched;
    const held = pool.apply('hold', [gate.path]);
    const queued = pool.map('square', upTo(20), { chunksize: 1 });
    const late = pool.imap('square', [1]);
    await watched.said('began');
    const closed = pool.close();
    await expect(pool.apply('square', [1])).rejects.toThrow(/closed.*no more calls/);
    await expect(pool.map('square', [1])).rejects.toThrow(UsageError);
    await expect((async () => pool.imap('square', [1]).next())()).rejects.toThrow(UsageError);
    await expect(pool.consume('takeAll', [1])).rejects.toThrow(UsageError);
    expect(() => pool.consumers('takeAll')).toThrow(UsageError);
    gate.open();
    expect(await queued).toEqual(squares(20));
    await held;
    await closed;
    await expect(pool.apply('square', [1])).rejects.toThrow(UsageError);
    await expect(late.next()).rejects.toThrow(/closed: it takes no more calls, and imap begins when/);
  });

  it('64 given nothing to do, when the pool is closed, then that resolves', async () => {
    const { pool } = await open();
    await expect(pool.join()).rejects.toThrow(/still open/);
    await pool.close();
    await pool.join();
  });

  it('65 given a close with a limit, when it is over, then running and queued tasks reject as lost', async () => {
    const watched = await open();
    const { pool } = watched;
    const running = rejection(pool.apply('neverSettle'));
    const queued = rejection(pool.apply('square', [2]));
    await watched.said('began');
    await pool.close({ timeoutMs: 0 });
    expect(await running).toBeInstanceOf(WorkerLostError);
    expect(await queued).toBeInstanceOf(WorkerLostError);
    for (const timeoutMs of [-1, Number.NaN, 2 ** 31])
      await expect(pool.close({ timeoutMs })).rejects.toThrow(/`timeoutMs` is/);
  });

  it('66 given workers that are not ready yet, when opening is aborted, then it rejects and they end', async () => {
    const before = ownResources();
    const controller = new AbortController();
    const opening = Pool.open(fixture('tasks'), { engine, workers: 2, signal: controller.signal });
    const reason = new Error('changed my mind');
    controller.abort(reason);
    expect(await rejection(opening)).toBe(reason);
    const late = new AbortController();
    const begun = Pool.open(fixture('tasks'), { engine, workers: 2, signal: late.signal });
    for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
    late.abort(reason);
    expect(await rejection(begun)).toBe(reason);
    expect(await leftSince(before)).toEqual([]);
  });

  it('66 given a pool just opened, when it is terminated with calls in the same turn, then all settle', async () => {
    const { pool } = await open({ workers: 2 });
    const calls = [rejection(pool.map('square', upTo(10))), rejection(pool.apply('square', [1]))];
    await pool.terminate();
    for (const error of await Promise.all(calls)) expect(error).toBeInstanceOf(WorkerLostError);
    await expect(pool.apply('square', [1])).rejects.toThrow(/terminated.*no more calls/);
  });

  it('66 given a worker that is being replaced, when the pool is closed or terminated, then nothing crashes', async () => {
    for (const end of ['close', 'terminate'] as const) {
      const { pool } = await open({ workers: 2, maxTasksPerWorker: 1 });
      const calls = pool
        .map('square', upTo(3), { chunksize: 1, settled: true })
        .catch((error: Error) => error);
      await pool.apply('square', [7]);
      await pool[end]();
      const results = await calls;
      if (end === 'close') expect(results).toHaveLength(3);
      else expect(results).toBeInstanceOf(WorkerLostError);
    }
  });

  it('67 given a pool, when closed, joined and terminated three times each, then no error comes', async () => {
    const { pool } = await open({ workers: 2 });
    for (let time = 0; time < 3; time++) await pool.close();
    for (let time = 0; time < 3; time++) await pool.join();
    for (let time = 0; time < 3; time++) await pool.terminate();
    await pool[Symbol.asyncDispose]();
  });

  it.each(['close', 'terminate'] as const)(
    '68 given a pool that was used, when it has ended by %s, then nothing is left',
    async (end) => {
      const before = ownResources();
      const { signal } = new AbortController();
      const pool = await Pool.open(fixture('tasks'), { engine, workers: 2, signal });
      await pool.map('square', upTo(20));
      await pool.apply('square', [2], { signal });
      await pool[end]();
      expect(await leftSince(before)).toEqual([]);
      expect(getEventListeners(signal, 'abort')).toEqual([]);
    },
  );

  it('69 given a pool in a block, when the block is left, then it has finished and is closed', async () => {
    let kept: Pool<typeof import('./fixtures/tasks.js')>;
    let result: Promise<number[]>;
    {
      await using pool = await Pool.open<typeof import('./fixtures/tasks.js')>(fixture('tasks'), {
        engine,
        workers: 2,
      });
      kept = pool;
      result = pool.map('square', upTo(10));
    }
    expect(kept.stats).toMatchObject({ submitted: 10, done: 10 });
    expect(await result).toEqual(squares(10));
    await expect(kept.apply('square', [1])).rejects.toThrow(UsageError);
  });

  it('69 given a block that throws, when it is left, then its error comes and the workers have ended', async () => {
    const before = ownResources();
    const error = await rejection(
      (async () => {
        await using pool = await Pool.open(fixture('tasks'), { engine });
        await pool.apply('square', [1]);
        throw new RangeError('in the block');
      })(),
    );
    expect(error).toMatchObject({ name: 'RangeError', message: 'in the block' });
    expect(await leftSince(before)).toEqual([]);
  });

  it('70 given a program that forgets to close, when it is done, then it ends by itself with 0', async () => {
    const ended = await startProgram(process.execPath, [program('forgetful'), engine], folder).ended;
    expect(ended).toEqual({ code: 0, stdout: '[0,1,4,9]', stderr: '' });
  });

  it('71 given four workers of which the last cannot begin, when opened, then it rejects and none is left', async () => {
    const before = ownResources();
    const opening = Pool.open(fixture('life'), {
      engine,
      workers: 4,
      initializer: 'failInWorker',
      initargs: [3],
    });
    await expect(opening).rejects.toThrow('worker 3 cannot begin');
    expect(await leftSince(before)).toEqual([]);
  });

  it('72 given an initializer, when workers start and are replaced, then it ran once in each, before any task', async () => {
    const list = join(folder, `initialised-${engine}`);
    const { pool } = await openLife({
      workers: 2,
      maxTasksPerWorker: 2,
      initializer: 'noteStart',
      initargs: [list],
    });
    const seen = await pool.map('howOftenInitialised', upTo(6), { chunksize: 1 });
    expect(seen.every(({ initialised }) => initialised === 1)).toBe(true);
    const started = linesOf(list);
    expect(new Set(started).size).toBe(started.length);
    for (const { instance } of seen) expect(started).toContain(`start ${instance}`);
    const error = await rejection(
      Pool.open(fixture('life'), { engine, initializer: 1 as unknown as string }),
    );
    expect(error).toBeInstanceOf(UsageError);
    await expect(Pool.open(fixture('life'), { engine, initializer: 'noteStar' })).rejects.toThrow(
      /noteStart/,
    );
  });

  it.each(['failAlways', 'rejectAlways'])(
    '73 given an initializer that fails (%s), when opened, then its error comes',
    async (initializer) => {
      const error = await rejection(Pool.open(fixture('life'), { engine, workers: 2, initializer }));
      expect(error).toBeInstanceOf(RangeError);
      expect((error as Error).message).toBe('nobody can begin');
    },
  );

  it('73 given an initializer that never ends, when opening is aborted, then it rejects and nothing is left', async () => {
    const before = ownResources();
    const controller = new AbortController();
    const began = new Promise<void>((resolve) => {
      const onLog = () => resolve();
      const options = { engine, workers: 1, initializer: 'neverSettle', signal: controller.signal, onLog };
      void rejection(Pool.open(fixture('life'), options)).then(() => ended());
    });
    let ended: () => void = () => undefined;
    const over = new Promise<void>((resolve) => {
      ended = resolve;
    });
    await Promise.race([began, untilStarted(before)]);
    controller.abort();
    await over;
    expect(await leftSince(before)).toEqual([]);
  });

  it.each([[0], [-1], [0.5], ['12'], [Number.NaN]])(
    '74 given %o tasks per worker, when opened, then it is a UsageError',
    async (maxTasksPerWorker) => {
      const options = { engine, maxTasksPerWorker: maxTasksPerWorker as number };
      const error = await rejection(Pool.open(fixture('tasks'), options));
      expect(error).toBeInstanceOf(UsageError);
      expect((error as Error).message).toMatch(/`maxTasksPerWorker` is .*whole number of at least 1/);
    },
  );

  it('75 given three tasks per worker, when four run in one, then the fourth runs in another', async () => {
    const { pool } = await open({ maxTasksPerWorker: 3 });
    const instances: string[] = [];
    for (const item of upTo(4)) instances.push((await pool.apply('whereabouts', [item])).instance);
    const [first] = instances;
    expect(instances.map((instance) => instance === first)).toEqual([true, true, true, false]);
  });

  it('75 given chunks of two and three tasks per worker, when mapped, then tasks count and no chunk is torn', async () => {
    const { pool } = await open({ maxTasksPerWorker: 3 });
    const places = await pool.map('whereabouts', upTo(6), { chunksize: 2 });
    const instances = places.map(({ instance }) => instance);
    expect(instances[0]).toBe(instances[1]);
    expect(instances[2]).toBe(instances[3]);
    expect(instances[4]).toBe(instances[5]);
    expect(new Set(instances).size).toBeGreaterThan(1);
  });

  it('76 given one task a worker and an early close, when joined, then all results come', async () => {
    const { pool } = await open({ workers: 2, maxTasksPerWorker: 1 });
    const results = pool.map('slowSquare', upTo(4), { chunksize: 1 });
    await pool.close();
    await pool.join();
    expect(await results).toEqual(squares(4));
  });

  it('77 given one task a worker, when four run, then each has a fresh worker and none is missing', async () => {
    const { pool } = await open({ workers: 2, maxTasksPerWorker: 1 });
    const places = await pool.map('whereabouts', upTo(4), { chunksize: 1 });
    expect(new Set(places.map(({ instance }) => instance)).size).toBe(4);
    expect(pool.workers).toBe(2);
  });

  it('78 given a limit of memory, when workers grow beyond it, then they are replaced and no task is lost', async () => {
    const { pool } = await open({ maxWorkerMemory: 120 });
    const instances = await pool.map('grow', new Array(6).fill(40), { chunksize: 1 });
    expect(instances).toHaveLength(6);
    expect(new Set(instances).size).toBeGreaterThan(1);
    expect(pool.stats).toMatchObject({ submitted: 6, done: 6, lost: 0 });
  });

  it('79 given a finalizer, when workers are replaced and the pool is closed, then it ran in each', async () => {
    const list = join(folder, `ended-${engine}`);
    const { pool } = await openLife({
      maxTasksPerWorker: 2,
      initializer: 'noteStart',
      initargs: [list],
      finalizer: 'noteEnd',
    });
    await pool.map('echo', upTo(4), { chunksize: 1 });
    await pool.close();
    const started = linesOf(list).filter((line) => line.startsWith('start'));
    const ended = linesOf(list).filter((line) => line.startsWith('end'));
    expect(started.length).toBeGreaterThanOrEqual(2);
    expect(ended).toEqual(started.map((line) => line.replace('start', 'end')));
  });

  it('79 given a finalizer that never ends, when the pool is closed, then it closes within a bound', async () => {
    await stuckEndings.get(engine);
  });

  it('80 given a pool made inside a worker, when it maps, then it works, with its share of the CPUs', async () => {
    const { pool } = await openPool<typeof import('./fixtures/nesting.js')>(
      { engine, workers: 2 },
      fixture('nesting'),
    );
    const outer = await pool.apply('sumInside', [10]);
    expect(outer).toEqual({ sum: 285, workers: expect.any(Number), share: expect.any(Number) });
    expect(outer.workers).toBe(outer.share);
  });
});

/** Resolves when this process has more than before: workers that have begun to start. */
async function untilStarted(before: Resources): Promise<void> {
  while (resourcesSince(before).length === 0) await new Promise((resolve) => setImmediate(resolve));
}
