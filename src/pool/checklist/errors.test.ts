import { describe, expect, it } from 'vitest';
import { TaskError, UsageError, WorkerLostError } from '../../errors.js';
import { temporaryFolder } from '../../testing/temporary-folder.js';
import { Pool, taskOf } from '../index.js';
import {
  collect,
  collectUntilError,
  engines,
  fixture,
  Gate,
  openPool,
  rejection,
  sharedPool,
  upTo,
} from './testing/pools.js';

const folder = temporaryFolder();
const callers = ['map', 'imap', 'imapUnordered'] as const;

function* failingAt(at: number): Generator<number, void> {
  for (let item = 0; ; item++) {
    if (item === at) throw new RangeError(`the source ends badly at ${at}`);
    yield item;
  }
}

describe.each(engines)('%s', (engine) => {
  const shared = sharedPool(engine);
  const all = (caller: (typeof callers)[number], items: Iterable<number>, chunksize?: number) => {
    const options = chunksize === undefined ? {} : { chunksize };
    const { pool } = shared();
    return caller === 'map'
      ? pool.map('square', items, options)
      : collect(pool[caller]('square', items, options));
  };
  const works = async (pool = shared().pool) => expect(await pool.map('square', [2, 3])).toEqual([4, 9]);

  it.each([
    ['23 given a task that throws', 'throwKind'],
    ['24 given a task that rejects', 'rejectWith'],
  ] as const)("%s, when applied, then name, message and the worker's stack arrive", async (_, name) => {
    const error = (await rejection(shared().pool.apply(name, ['range']))) as Error;
    expect(error).toBeInstanceOf(RangeError);
    expect(error).toMatchObject({ name: 'RangeError', message: 'off the end', code: 'E_OFF' });
    expect(error.stack).toMatch(/fixtures[/\\]tasks/);
    expect(error.stack).toMatch(new RegExp(`at item 0 of ${name} in corewise-[12] \\(${engine}\\)$`));
    expect(taskOf(error)).toMatchObject({ index: 0, name });
  });

  it.each([[undefined], [null], [0], [''], [Number.NaN], [false], [-0], [0n]])(
    '25 given a task that throws %o, when applied, then it rejects all the same',
    async (value) => {
      const error = await rejection(shared().pool.apply('throwValue', [value]));
      expect(error).toBeInstanceOf(TaskError);
      expect((error as TaskError).cause).toBe(value);
    },
  );

  it.each([[412], ['a text'], [[1, 2]], [{ code: 7 }]])(
    '26 given a task that throws %o, when applied, then the value is the cause',
    async (value) => {
      const error = await rejection(shared().pool.apply('throwValue', [value]));
      expect(error).toBeInstanceOf(TaskError);
      expect((error as TaskError).cause).toEqual(value);
    },
  );

  it('26 given a task that throws what no message carries, when applied, then it is described', async () => {
    const of = async (kind: 'symbol' | 'bareFunction') =>
      String(((await rejection(shared().pool.apply('throwKind', [kind]))) as TaskError).cause);
    expect(await of('symbol')).toContain('Symbol(a symbol)');
    expect(await of('bareFunction')).toContain('named');
  });

  it('27 given an error of a class of its own, when it is thrown, then an Error with its data arrives', async () => {
    const of = (kind: 'nested' | 'withToJson' | 'withoutMessage') =>
      rejection(shared().pool.apply('throwKind', [kind]));
    const nested = await of('nested');
    expect(nested).toBeInstanceOf(Error);
    expect(nested).toMatchObject({
      name: 'InnerError',
      message: 'from the inner class',
      code: 'E_INNER',
      details: { at: 3, places: new Map([['a', 1]]) },
    });
    expect(await of('withToJson')).toMatchObject({ message: 'plain', detail: 7 });
    const silent = await of('withoutMessage');
    expect(silent).toBeInstanceOf(Error);
    expect((silent as Error).message).toBe('');
    await works();
  });

  it('28 given errors with a code, a cause or errors inside, when thrown, then these arrive, too', async () => {
    const of = (kind: 'range' | 'cause' | 'aggregate') => rejection(shared().pool.apply('throwKind', [kind]));
    expect(await of('range')).toMatchObject({ code: 'E_OFF' });
    const outer = (await of('cause')) as Error;
    expect(outer.cause).toBeInstanceOf(TypeError);
    expect(outer.cause).toMatchObject({ message: 'inner', cause: 'innermost' });
    const several = (await of('aggregate')) as AggregateError;
    expect(several).toBeInstanceOf(AggregateError);
    expect(several.errors.map((error: Error) => [error.constructor, error.message])).toEqual([
      [TypeError, 'first'],
      [RangeError, 'second'],
    ]);
  });

  it.each(['withFunction', 'withThrowingGetter', 'throwingMessage', 'revoked'] as const)(
    '29 given an error that no message carries (%s), when thrown, then the call rejects and the pool goes on',
    async (kind) => {
      const watched = shared();
      const error = await rejection(watched.pool.apply('throwKind', [kind]));
      expect(error).toBeInstanceOf(Error);
      expect(taskOf(error)).toMatchObject({ name: 'throwKind' });
      if (kind === 'withFunction') expect(error).toMatchObject({ message: 'holds a function', kept: 2 });
      if (kind === 'withThrowingGetter') expect(error).toMatchObject({ message: 'has a getter that throws' });
      await works();
      expect(watched.lost).toEqual([]);
    },
  );

  it('30 given an argument that no message carries, when ten are mapped, then that one alone fails', async () => {
    const { pool } = shared();
    const items = upTo(10).map((at): unknown => (at === 6 ? () => at : at));
    const error = await rejection(pool.map('identity', items));
    expect(taskOf(error)).toMatchObject({ index: 6 });
    expect((error as Error).message).toMatch(/could not be cloned/);
    const settled = await pool.map('identity', items, { settled: true, chunksize: 4 });
    expect(settled.map(({ status }) => status)).toEqual(
      upTo(10).map((at) => (at === 6 ? 'rejected' : 'fulfilled')),
    );
    await works();
  });

  it('31 given a result that no message carries, 20 times in a row, when applied, then no worker is lost', async () => {
    const watched = await openPool({ engine });
    const { instance } = await watched.pool.apply('whereabouts');
    for (let time = 0; time < 20; time++) {
      const error = await rejection(watched.pool.apply('unserialisable'));
      expect((error as Error).message).toMatch(/result cannot be sent back.*\(\) => 1/);
    }
    expect((await watched.pool.apply('whereabouts')).instance).toBe(instance);
    expect(watched.lost).toEqual([]);
  });

  it('32 given results too deep to be written or read, when applied, then they reject and the pool goes on', async () => {
    const { pool } = await openPool({ engine });
    const depths = [1_000, 3_000, 5_000, 50_000];
    const outcomes: (string | number)[] = [];
    for (const depth of depths) {
      const call = pool.apply('nestedLists', [depth]);
      outcomes.push(await call.then(depthOf, (error: Error) => `${error.name}: ${error.message}`));
    }
    expect(outcomes[0]).toBe(1_000);
    expect(outcomes.at(-1)).toMatch(/Maximum call stack size exceeded/);
    // Where the limit lies in between is the engine's; what it refuses, it refuses by name.
    for (const [at, outcome] of outcomes.entries())
      expect([depths[at], expect.stringMatching(/call stack size/)]).toContainEqual(outcome);
    await works(pool);
  });

  it.each(callers)(
    '33 given items that fail at the first, twice, when %s reads them, then that error comes',
    async (caller) => {
      for (let time = 0; time < 2; time++)
        await expect(all(caller, failingAt(0))).rejects.toThrow('the source ends badly at 0');
      await works();
    },
  );

  it.each([
    [3, 1, 3],
    [7, 2, 6],
    [7, 4, 4],
  ])(
    '34 given items that fail at %i, when imapped by %i, then %i results come before it',
    async (at, chunksize, whole) => {
      const { items, error } = await collectUntilError(
        shared().pool.imap('square', failingAt(at), { chunksize }),
      );
      expect(items).toEqual(upTo(whole).map((item) => item * item));
      expect((error as Error).message).toBe(`the source ends badly at ${at}`);
      await works();
    },
  );

  it.each([
    [
      'a length that lies',
      {
        length: 100,
        *[Symbol.iterator]() {
          yield* [1, 2];
        },
      },
      [1, 4],
    ],
    [
      'an endless length',
      {
        length: Number.POSITIVE_INFINITY,
        *[Symbol.iterator]() {
          yield 3;
        },
      },
      [9],
    ],
    [
      'a length below 0',
      {
        length: -1,
        *[Symbol.iterator]() {
          yield 4;
        },
      },
      [16],
    ],
  ])('35 given items with %s, when mapped, then what they yield counts', async (_, items, expected) => {
    for (const caller of callers) expect((await all(caller, items)).sort()).toEqual(expected);
  });

  it.each(callers)(
    '35 given items whose next and return throw, when %s reads them, then next is heard',
    async (caller) => {
      const items = {
        [Symbol.iterator]: () => ({
          next(): IteratorResult<number> {
            throw new RangeError('in next');
          },
          return(): IteratorResult<number> {
            throw new TypeError('in return');
          },
        }),
      };
      await expect(all(caller, items)).rejects.toThrow('in next');
      await works();
    },
  );

  it('36 given a failure of a mebibyte beside tasks that run, when mapped, then it rejects after them and closes', async () => {
    const gate = new Gate(folder);
    const watched = await openPool({ engine, workers: 2 });
    const { pool } = watched;
    const held = pool.apply('hold', [gate.path]);
    await watched.said('began');
    const failing = rejection(pool.map('throwLong', upTo(40), { chunksize: 1 }));
    expect(((await failing) as Error).message).toHaveLength(2 ** 20);
    gate.open();
    await held;
    await pool.close();
    await pool.join();
    const { submitted, queued, running } = pool.stats;
    expect({ queued, running }).toEqual({ queued: 0, running: 0 });
    expect(submitted).toBe(statsSum(pool));
  });

  it('37 given one failing item in a chunk, when mapped, then its neighbours run and keep their results', async () => {
    const watched = await openPool({ engine, workers: 2 });
    const results = await watched.pool.map('logAndThrowAtOne', upTo(8), { chunksize: 4, settled: true });
    expect(
      results.map((result) => (result.status === 'fulfilled' ? result.value : result.reason.message)),
    ).toEqual([0, 'one is too many', 2, 3, 4, 5, 6, 7]);
    for (const item of upTo(8)) await watched.said(`ran ${item}`);
    const error = await rejection(watched.pool.map('logAndThrowAtOne', upTo(4), { chunksize: 4 }));
    expect(taskOf(error)).toMatchObject({ index: 1 });
    await watched.said('ran 3', 2);
  });

  it('38 given a failure at item 3, when imapped, then the three before it come first', async () => {
    const { items, error } = await collectUntilError(shared().pool.imap('throwAtThree', upTo(6)));
    expect(items).toEqual([0, 1, 2]);
    expect(taskOf(error)).toMatchObject({ index: 3, name: 'throwAtThree' });
  });

  it('40 given a name or a module that does not exist, when called, then the message names it and the nearest', async () => {
    const { pool } = shared();
    const unknown = 'sqare' as 'square';
    await expect(pool.apply(unknown, [1])).rejects.toThrow(/"sqare".*Did you mean "square"/);
    await expect(pool.map(unknown, [1])).rejects.toThrow(UsageError);
    await expect((async () => collect(pool.imap(unknown, [1])))()).rejects.toThrow(/"sqare"/);
    await expect(pool.consume(unknown as 'takeAll', [1])).rejects.toThrow(/"sqare"/);
    await expect(Pool.open(fixture('nowhere'), { engine })).rejects.toThrow(/nowhere\.js does not exist/);
    await expect(Pool.open('./tasks.js', { engine })).rejects.toThrow(
      "new URL('./tasks.js', import.meta.url)",
    );
  });

  it('41 given an exception after the reply, when it comes, then the result stands and the worker is replaced', async () => {
    const watched = await openPool({ engine });
    expect(await watched.pool.apply('failLater', [7])).toBe(7);
    await watched.hasLost();
    expect(watched.lost).toMatchObject([{ worker: 0, exitCode: 1, signal: null }]);
    await works(watched.pool);
  });

  it('42 given an exception while the promise is pending, when it comes, then that task rejects with it', async () => {
    const { pool } = await openPool({ engine });
    const error = await rejection(pool.apply('failWhilePending'));
    expect(error).toBeInstanceOf(WorkerLostError);
    expect((error as Error).message).toContain('while pending');
    expect((error as Error).cause).toMatchObject({ name: 'RangeError', message: 'while pending' });
    await works(pool);
  });

  it.each([['a text'], [{ kind: 'ready' }], [[0, [99], null, 0, 0, 0]]])(
    '43 given a task that posts %o past the pool, when applied, then no result comes of it',
    async (message) => {
      const { pool } = await openPool({ engine });
      const outcome = await pool.apply('postRaw', [message]).then(
        (value) => value,
        (error: Error) => error,
      );
      if (outcome instanceof Error) expect(outcome.message).toMatch(/message/);
      else expect(outcome).toBe('own result');
      await works(pool);
    },
  );

  it('44 given a task that overwrites globals, when others follow, then nothing hangs', async () => {
    const { pool } = await openPool({ engine });
    expect(await pool.apply('overwriteGlobals', [1])).toBe(2);
    expect(await pool.map('square', upTo(20), { chunksize: 3 })).toEqual(upTo(20).map((item) => item * item));
    expect(await rejection(pool.apply('throwKind', ['range']))).toBeInstanceOf(RangeError);
    await pool.close();
  });
});

function depthOf(list: unknown[]): number {
  let depth = 1;
  for (let inner = list[0]; Array.isArray(inner); inner = inner[0]) depth++;
  return depth;
}

function statsSum({ stats }: { stats: Pool['stats'] }): number {
  const { queued, running, done, failed, lost, cancelled } = stats;
  return queued + running + done + failed + lost + cancelled;
}
