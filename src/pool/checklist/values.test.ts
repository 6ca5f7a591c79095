import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../../errors.js';
import { need, needs } from '../../testing/needs.js';
import { temporaryFolder } from '../../testing/temporary-folder.js';
import type { Source } from '../functions.js';
import { square } from './fixtures/tasks.js';
import { collect, engines, fixture, Gate, openPool, sharedPool, upTo } from './testing/pools.js';

const folder = temporaryFolder();
const taskset = need('taskset');

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Chunks that may be read before their results are taken, for a pool of two: see `READ_AHEAD` and `Spares`. */
const MOST_AHEAD = 2 * 256 * 4;

describe.each(engines)('%s', (engine) => {
  const shared = sharedPool(engine);

  it('1 given a pool, when a function is applied, then it gives what the function gives', async () => {
    expect(await shared().pool.apply('power', [2, 10])).toBe(1024);
  });

  it.each([
    [10, {}],
    [100, { chunksize: 20 }],
  ])(
    '2 given %i items, when mapped with %o, then results are those of serial, in order',
    async (n, options) => {
      expect(await shared().pool.map('square', upTo(n), options)).toEqual(upTo(n).map(square));
    },
  );

  it.each([[{}], [{ chunksize: 3 }]])(
    '3 given lists of arguments, when starmapped with %o, then each is spread over the parameters',
    async (options) => {
      const tuples = upTo(10).map((at): [number, number] => [at, 2]);
      expect(await shared().pool.starmap('power', tuples, options)).toEqual(upTo(10).map((at) => at ** 2));
    },
  );

  it('4 given any call, when it is made, then it returns a promise at once and the caller goes on', async () => {
    const { pool } = shared();
    const calls = [pool.apply('square', [2]), pool.map('square', [3]), pool.starmap('power', [[2, 3]])];
    expect(calls.every((call) => call instanceof Promise)).toBe(true);
    expect(await Promise.all(calls)).toEqual([4, [9], [8]]);
  });

  it('5 given a call that succeeds and one that fails, when heard, then one listener hears each, once', async () => {
    const heard: string[] = [];
    const { pool } = shared();
    const listen = (call: Promise<unknown>) =>
      call.then(
        (value) => heard.push(`value ${String(value)}`),
        (error: Error) => heard.push(`error ${error.name}`),
      );
    await listen(pool.apply('square', [5]));
    await listen(pool.apply('throwKind', ['range']));
    expect(heard).toEqual(['value 25', 'error RangeError']);
  });

  it.each([
    [10, 1],
    [1000, 100],
  ])(
    '6 given %i items, when imapped by %i, then they come in order and the end stays the end',
    async (n, chunksize) => {
      const results = shared().pool.imap('square', upTo(n), { chunksize });
      expect(await collect(results)).toEqual(upTo(n).map(square));
      expect(await results.next()).toEqual({ done: true, value: undefined });
      expect(await results.next()).toEqual({ done: true, value: undefined });
    },
  );

  it.each([[1], [100]])(
    '7 given items, when imapped without order by %i, then the results are those of serial in some order',
    async (chunksize) => {
      const results = await collect(shared().pool.imapUnordered('square', upTo(300), { chunksize }));
      expect(results.sort((a, b) => a - b)).toEqual(upTo(300).map(square));
    },
  );

  it.each([[undefined], [5]])(
    '8 given no items, when any call is made by %o, then it ends at once',
    async (size) => {
      const { pool } = shared();
      const options = size === undefined ? {} : { chunksize: size };
      expect(await pool.map('square', [], options)).toEqual([]);
      expect(await pool.starmap('power', [], options)).toEqual([]);
      expect(await collect(pool.imap('square', [], options))).toEqual([]);
      expect(await collect(pool.imapUnordered('square', [], options))).toEqual([]);
    },
  );

  it.each([[1], [3], [7], [10], [11], [1_000_000]])(
    '9 given ten items, when the chunksize is %i, then the answer is the same',
    async (chunksize) => {
      const expected = upTo(10).map(square);
      const { pool } = shared();
      expect(await pool.map('square', upTo(10), { chunksize })).toEqual(expected);
      expect(await collect(pool.imap('square', upTo(10), { chunksize }))).toEqual(expected);
    },
  );

  it.each([[-1], [0], [1.5], [Number.NaN], ['3'], [null]])(
    '10 given a chunksize of %o, when any call is made, then it is a UsageError and no task runs',
    async (chunksize) => {
      const { pool } = shared();
      const { submitted } = pool.stats;
      const options = { chunksize: chunksize as number };
      const failure = { name: 'UsageError', message: expect.stringMatching(/chunksize.*whole number/) };
      await expect(pool.map('square', upTo(4), options)).rejects.toMatchObject(failure);
      await expect(pool.starmap('power', [[1, 2]], options)).rejects.toMatchObject(failure);
      await expect((async () => collect(pool.imap('square', upTo(4), options)))()).rejects.toMatchObject(
        failure,
      );
      await expect(
        (async () => collect(pool.imapUnordered('square', upTo(4), options)))(),
      ).rejects.toMatchObject(failure);
      await expect(pool.consume('takeAll', upTo(4), options)).rejects.toMatchObject(failure);
      expect(pool.stats.submitted).toBe(submitted);
    },
  );

  it('11 given no chunksize, when map cuts 40 items for two workers, then chunks are of five, of imap one', async () => {
    const { pool } = await openPool({ engine, workers: 2 });
    // A worker that ends takes its chunk with it, and so shows how large it was.
    const lostOf = (results: PromiseSettledResult<number>[]) =>
      results.flatMap(({ status }, index) => (status === 'rejected' ? [index] : []));
    expect(lostOf(await pool.map('exitForSeven', upTo(40), { settled: true }))).toEqual([5, 6, 7, 8, 9]);
    const each = pool.imap('exitForSeven', upTo(12), { settled: true });
    expect(lostOf(await collect(each))).toEqual([7]);
  });

  it('12 given items of any iterable kind, when mapped, then it works; what is not iterable is refused', async () => {
    const { pool } = shared();
    const kinds: (() => Source<number>)[] = [
      () => new Set([1, 2, 3]),
      () => new Uint8Array([1, 2, 3]),
      function* () {
        yield* [1, 2, 3];
      },
      async function* () {
        yield* [1, 2, 3];
      },
    ];
    for (const make of kinds) {
      expect(await pool.map('square', make())).toEqual([1, 4, 9]);
      expect(await collect(pool.imap('square', make()))).toEqual([1, 4, 9]);
      expect((await collect(pool.imapUnordered('square', make()))).sort()).toEqual([1, 4, 9]);
    }
    for (const items of [undefined, null, 7, {}]) {
      const given = items as unknown as number[];
      await expect(pool.map('square', given)).rejects.toThrow(UsageError);
      await expect((async () => collect(pool.imap('square', given)))()).rejects.toThrow(UsageError);
      await expect(pool.consume('takeAll', given)).rejects.toThrow(UsageError);
    }
  });

  it('13 given a task that returns nothing, when applied and mapped, then the results are undefined', async () => {
    expect(await shared().pool.apply('nothing')).toBeUndefined();
    expect(await shared().pool.map('nothing', [1, 2])).toEqual([undefined, undefined]);
  });

  it('14 given no arguments, when applied, then the function gets none', async () => {
    expect(await shared().pool.apply('countArguments')).toBe(0);
    expect(await shared().pool.apply('countArguments', [])).toBe(0);
    expect(await shared().pool.apply('countArguments', [undefined])).toBe(1);
  });

  it('15 given endless items, when three results are read, then only so many more items were', async () => {
    let read = 0;
    const endless = (function* () {
      for (;;) yield read++;
    })();
    const results = shared().pool.imap('square', endless);
    for (const expected of [0, 1, 4]) expect((await results.next()).value).toBe(expected);
    expect(read).toBeLessThanOrEqual(3 + MOST_AHEAD);
    await results.return?.();
  });

  it('16 given a size for the items read ahead, when imapped, then that option is unknown by name', async () => {
    const options = { buffersize: 2 } as { chunksize?: number };
    await expect((async () => collect(shared().pool.imap('square', [1], options)))()).rejects.toThrow(
      /Unknown option "buffersize" of imap/,
    );
  });

  it.each(['imap', 'imapUnordered'] as const)(
    '17 given a %s loop, when it is left early, then the source is closed and nothing more comes',
    async (caller) => {
      let closed = 0;
      const source = (function* () {
        try {
          for (let item = 0; ; item++) yield item;
        } finally {
          closed++;
        }
      })();
      const { pool } = shared();
      const results = pool[caller]('square', source);
      for await (const _ of results) break;
      expect(closed).toBe(1);
      expect(await results.next()).toEqual({ done: true, value: undefined });
      expect(await pool.apply('square', [3])).toBe(9);
    },
  );

  it('18 given 15 tasks per worker, when they run, then no more workers than asked for ever live', async () => {
    const { pool } = await openPool({ engine, workers: 2 });
    const places = await pool.map('whereabouts', upTo(30), { chunksize: 1 });
    expect(new Set(places.map(({ instance }) => instance)).size).toBeLessThanOrEqual(2);
  });

  it('19 given an idle worker, when more is submitted, then it is used again', async () => {
    const { pool } = await openPool({ engine });
    const first = await pool.apply('whereabouts');
    expect(await pool.apply('whereabouts')).toEqual(first);
    expect(
      (await pool.map('whereabouts', upTo(5))).every(({ instance }) => instance === first.instance),
    ).toBe(true);
  });

  it('20 given workers that are replaced after each task, when two live at once, then their numbers are 0 and 1', async () => {
    const watched = await openPool({ engine, workers: 2, maxTasksPerWorker: 1 });
    const instances: string[] = [];
    for (let round = 1; round <= 3; round++) {
      const gate = new Gate(folder);
      const both = [watched.pool.apply('hold', [gate.path]), watched.pool.apply('hold', [gate.path])];
      await watched.said('began', 2 * round);
      const numbers = watched.logs.slice(-2).map(({ worker }) => worker);
      expect(numbers.sort()).toEqual([0, 1]);
      gate.open();
      instances.push(...(await Promise.all(both)));
    }
    expect(new Set(instances).size).toBe(6);
  });

  it('21 given no number of workers, when opened, then there is one for each CPU that is allowed', async () => {
    const { Pool } = await import('../pool.js');
    await using pool = await Pool.open(fixture('tasks'), { engine });
    expect(pool.workers).toBe(availableParallelism());
  });

  it.skipIf(taskset === undefined)(
    `21 given one CPU by taskset, when opened, then there is one worker${needs('taskset')}`,
    () => {
      const program = fileURLToPath(fixture('programs/default-workers'));
      const allowed = spawnSync(taskset!, ['-pc', String(process.pid)], { encoding: 'utf8' }).stdout;
      const [cpu = '0'] = /(\d+)[^:]*$/.exec(allowed)!.slice(1);
      const ran = spawnSync(taskset!, ['-c', cpu, process.execPath, program, engine], { encoding: 'utf8' });
      expect(ran).toMatchObject({ stdout: '1', status: 0 });
    },
  );

  it('22 given arguments and results, when the call is over, then the pool keeps none of them', async () => {
    const { pool } = shared();
    const run = async () => {
      const item = { length: 3, ballast: new Array(1000).fill(0) };
      const applied = { length: 4 };
      await pool.apply('lengthOf', [applied]);
      const [copy] = await pool.map('identity', [item]);
      const [streamed] = await collect(pool.imap('identity', [item]));
      return [item, applied, copy as object, streamed as object].map((value) => new WeakRef(value));
    };
    const references = await run();
    for (let turn = 0; turn < 100 && references.some((reference) => reference.deref()); turn++) {
      await new Promise((resolve) => setImmediate(resolve));
      collectGarbage();
    }
    expect(references.map((reference) => reference.deref())).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});
