import { describe, expect, it } from 'vitest';
import { UsageError } from '../../errors.js';
import { temporaryFolder } from '../../testing/temporary-folder.js';
import { type ConsumeOptions, type MapOptions, Pool, type PoolOptions } from '../index.js';
import { collect, engines, fixture, Gate, openPool, rejection, sharedPool, upTo } from './testing/pools.js';

const folder = temporaryFolder();
const strange = [
  Number.NaN,
  -1,
  0,
  '',
  1e300,
  Number.POSITIVE_INFINITY,
  true,
  {},
  [],
  () => 1,
  Symbol('s'),
  7n,
];

/** For each option what it may be; all else of `strange` is refused. */
const poolOptions: Record<keyof PoolOptions, (value: unknown) => boolean> = {
  workers: () => false,
  engine: () => false,
  initializer: () => false,
  initargs: Array.isArray,
  finalizer: () => false,
  maxTasksPerWorker: () => false,
  maxWorkerMemory: (value) => value === 1e300,
  maxQueued: () => false,
  name: () => false,
  signal: () => false,
  onLog: (value) => typeof value === 'function',
  loadTimeoutMs: () => false,
  taskTimeoutMs: () => false,
  maxRestarts: () => false,
};
const mapOptions: Record<keyof MapOptions, (value: unknown) => boolean> = {
  chunksize: () => false,
  signal: () => false,
  cancel: (value) => value === true,
  transfer: (value) => typeof value === 'function',
  taskTimeoutMs: () => false,
  settled: (value) => value === true,
};
const consumeOptions: Record<keyof ConsumeOptions, (value: unknown) => boolean> = {
  args: Array.isArray,
  taskTimeoutMs: () => false,
  chunksize: () => false,
  signal: () => false,
  cancel: (value) => value === true,
};

const isRefused = (error: unknown, name: string) => {
  expect(error).toBeInstanceOf(UsageError);
  expect((error as Error).message).toMatch(new RegExp(`\`${name}\` is .+; it must `));
};

describe.each(engines)('%s', (engine) => {
  const shared = sharedPool(engine);

  it('97 given a polluted prototype, when a pool is opened, then what is inherited is no option', async () => {
    const prototype = Object.prototype as {
      workers?: unknown;
      chunksize?: unknown;
      initializer?: unknown;
      nonsense?: unknown;
    };
    Object.assign(prototype, { workers: -5, chunksize: 'x', initializer: 'nobody', nonsense: 1 });
    try {
      await using pool = await Pool.open<typeof import('./fixtures/tasks.js')>(fixture('tasks'), {
        engine,
        initargs: [],
      });
      expect(pool.workers).toBeGreaterThan(0);
      expect(await pool.map('square', [3], {})).toEqual([9]);
    } finally {
      delete prototype.workers;
      delete prototype.chunksize;
      delete prototype.initializer;
      delete prototype.nonsense;
    }
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it('97 given options that inherit, when a pool is opened, then only own ones count', async () => {
    const options = Object.assign(Object.create({ workers: 9, name: 7 }), {
      engine,
      workers: 1,
    }) as PoolOptions;
    await using pool = await Pool.open(fixture('tasks'), options);
    expect(pool.workers).toBe(1);
  });

  it('97 given `__proto__` as a key of items and arguments, when sent, then nobody is polluted', async () => {
    const hostile = JSON.parse(
      '{"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 2}}}',
    ) as object;
    const [back] = await shared().pool.map('identity', [hostile]);
    expect(Object.keys(back as object).sort()).toEqual(['__proto__', 'constructor']);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    expect(await shared().pool.apply('countArguments', [({} as { polluted?: unknown }).polluted])).toBe(1);
  });

  it('97 given an option that does not exist, when any call is made, then its message names the nearest', async () => {
    const wrong = (name: string) => ({ [name]: 1 }) as object;
    await expect(Pool.open(fixture('tasks'), wrong('worker'))).rejects.toThrow(
      /"worker".*Did you mean "workers"/,
    );
    const { pool } = shared();
    await expect(pool.apply('square', [1], wrong('signl'))).rejects.toThrow(/"signl".*"signal"/);
    await expect(pool.map('square', [1], wrong('chunkSize'))).rejects.toThrow(/"chunkSize".*"chunksize"/);
    await expect(pool.consume('takeAll', [1], wrong('arg'))).rejects.toThrow(/"arg".*"args"/);
  });

  it.each(Object.keys(poolOptions) as (keyof PoolOptions)[])(
    '98 given `%s` of any wrong kind, when a pool is opened, then the message has name and rule',
    async (name) => {
      for (const value of strange.filter((value) => !poolOptions[name](value)))
        isRefused(await rejection(Pool.open(fixture('tasks'), { engine, [name]: value })), name);
    },
  );

  it.each(Object.keys(mapOptions) as (keyof MapOptions)[])(
    '98 given `%s` of any wrong kind, when calls are made, then the message has name and rule',
    async (name) => {
      const { pool } = shared();
      for (const value of strange.filter((value) => !mapOptions[name](value))) {
        const options = { [name]: value };
        isRefused(await rejection(pool.map('square', [1], options)), name);
        isRefused(await rejection(pool.starmap('power', [[1, 1]], options)), name);
        isRefused(await rejection((async () => collect(pool.imap('square', [1], options)))()), name);
        isRefused(await rejection((async () => collect(pool.imapUnordered('square', [1], options)))()), name);
        if (name !== 'chunksize' && name !== 'settled')
          isRefused(await rejection(pool.apply('square', [1], options)), name);
      }
    },
  );

  it.each(Object.keys(consumeOptions) as (keyof ConsumeOptions)[])(
    '98 given `%s` of any wrong kind, when consumed, then the message has name and rule',
    async (name) => {
      const { pool } = shared();
      for (const value of strange.filter((value) => !consumeOptions[name](value))) {
        const options = { [name]: value } as object;
        isRefused(await rejection(pool.consume('takeAll', [1], options)), name);
        isRefused(await rejection((async () => pool.consumers('takeAll', options))()), name);
      }
    },
  );

  it('99 given a task that prints, when it runs, then all lines come as its log and none in the result', async () => {
    const watched = await openPool({ engine, workers: 2 });
    const texts = ['one', 'two', 'three'];
    expect(await watched.pool.map('print', texts, { chunksize: 1 })).toEqual(texts);
    for (const text of texts)
      for (const way of ['log', 'error', 'stdout', 'stderr']) await watched.said(`${way} ${text}`);
    expect(watched.logs).toHaveLength(12);
    const levels = { log: 'info', stdout: 'info', error: 'error', stderr: 'warn' };
    for (const { message, level } of watched.logs)
      expect([message, level]).toEqual([message, levels[message.split(' ')[0] as keyof typeof levels]]);
  });

  it('100 given a storm of calls of every fate, when it is over, then the counters add up', async () => {
    const gate = new Gate(folder);
    const watched = await openPool({ engine, workers: 2 });
    const { pool } = watched;
    const sum = () => {
      const { submitted, ...parts } = pool.stats;
      return { submitted, sum: Object.values(parts).reduce((total, part) => total + part, 0) };
    };
    const held = pool.apply('hold', [gate.path]);
    await watched.said('began');
    const controller = new AbortController();
    const calls = [
      pool.map('square', upTo(100)),
      pool.map('throwAtThree', upTo(6), { settled: true, chunksize: 2 }),
      rejection(pool.map('throwAtThree', upTo(6))),
      rejection(pool.apply('exitWith', [1])),
      rejection(pool.map('square', upTo(50), { signal: controller.signal, chunksize: 1 })),
      collect(pool.imapUnordered('square', upTo(30), { chunksize: 4 })),
    ];
    for (let turn = 0; turn < 20; turn++) {
      const { submitted, sum: total } = sum();
      expect(total).toBe(submitted);
      await new Promise((resolve) => setImmediate(resolve));
    }
    controller.abort();
    gate.open();
    await Promise.all([held, ...calls]);
    await pool.close();
    const { submitted, sum: total } = sum();
    expect(total).toBe(submitted);
    expect(pool.stats).toMatchObject({ queued: 0, running: 0, lost: 1 });
    expect(pool.stats.failed).toBeGreaterThanOrEqual(2);
  });
});
