import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../errors.js';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { Pool } from './pool.js';
import { runInBackground } from './run-in-background.js';
import { openPool, tasks } from './testing/open-pool.js';

const folder = temporaryFolder();

/** A pool as code without types sees it. */
type Untyped = Record<string, (...args: unknown[]) => unknown>;

const untyped = async () => (await openPool({ engine: 'serial' })).pool as unknown as Untyped;

/** What a call throws, or rejects with, now or when the first result is asked for. */
async function failureOf(call: () => unknown): Promise<Error> {
  try {
    const given = call() as { [Symbol.asyncIterator]?: () => AsyncIterator<unknown> } | undefined;
    if (given instanceof Promise) await given;
    else await given?.[Symbol.asyncIterator]?.().next();
  } catch (thrown) {
    return thrown as Error;
  }
  throw new Error('nothing was thrown');
}

const square = (value: number): number => value * value;
const cube = (value: number): number => value ** 3;

describe('a function in the place of its name', () => {
  it.each(['apply', 'map', 'starmap', 'imap', 'imapUnordered', 'consume', 'consumers'])(
    'is named by %s, not printed',
    async (method) => {
      const pool = await untyped();
      const error = await failureOf(() => pool[method]!(square, [1]));
      expect(error).toBeInstanceOf(UsageError);
      expect(error.message).toBe(
        "Pass the function's name, 'square', not the function: workers import the task module and call its functions by name.",
      );
    },
  );

  it.each([
    [cube, /^Pass a function's name, not the function: .+\. Export cube there and pass 'cube'\.$/],
    [[(value: number) => value][0], /Export yours there and pass its name\.$/],
    [[1, 2], /^The function is a list; it must be the name of one that the task module exports: .*square/],
    [undefined, /^The function is undefined; it must be the name/],
  ])('%o, which the module does not export', async (given, message) => {
    const pool = await untyped();
    const error = await failureOf(() => pool.map!(given, [1]));
    expect(error).toBeInstanceOf(UsageError);
    expect(error.message).toMatch(message);
  });

  it('is named in the background, too', () => {
    expect(() => runInBackground(tasks, square as never)).toThrow("Export square there and pass 'square'.");
  });
});

describe('items', () => {
  it.each([
    [
      [1, 2],
      "Item 0 of starmap is 1; each item must be the list of arguments of one call: starmap('add', [[1, 2]]) calls add(1, 2). Use map where each item is one argument.",
    ],
    [[[1, 2], 'ab'], 'Item 1 of starmap is "ab"; each item must be'],
    [[{ a: 1 }], 'Item 0 of starmap is an object; each item must be'],
  ])('of starmap that are no lists are refused: %j', async (items, message) => {
    const pool = await untyped();
    const error = await failureOf(() => pool.starmap!('add', items));
    expect(error).toBeInstanceOf(UsageError);
    expect(error.message).toContain(message);
  });

  it('of starmap may be anything else that can be spread', async () => {
    const pool = await untyped();
    expect(await pool.starmap!('add', [new Set([1, 2]), Int8Array.of(3, 4)])).toEqual([3, 7]);
  });
});

describe('what is not awaited says so', () => {
  it.each<[string, (pool: Untyped) => unknown, string]>([
    ['a loop', (pool) => [...(pool.map!('square', [1]) as number[])], '`await pool.map(…)`; for results as'],
    ['a list method', (pool) => (pool.map!('square', [1]) as number[]).map(String), 'pool.map(…)` is'],
    ['get()', (pool) => (pool.starmap!('add', [[1, 2]]) as Untyped).get!(), '`await pool.starmap(…)`'],
    ['consumers', (pool) => [...(pool.consume!('sum', [1]) as number[])], '`await pool.consume(…)`.'],
    ['items', (pool) => pool.map!('square', pool.map!('square', [1])), '`await pool.map(…)`'],
    ['imap', (pool) => [...(pool.imap!('square', [1]) as number[])], 'loop over them with `for await`'],
  ])('%s', async (_, misuse, message) => {
    const pool = await untyped();
    const error = await failureOf(() => misuse(pool));
    expect(error).toBeInstanceOf(UsageError);
    expect(error.message).toContain(message);
  });

  it('a pool', async () => {
    const opening = Pool.open(tasks, { engine: 'serial' });
    expect(() => (opening as unknown as Pool).map('square', [1])).toThrow(
      '`Pool.open(…)` is a promise: write `const pool = await Pool.open(…)`.',
    );
    await (await opening).close();
  });

  it('and what is awaited is as ever', async () => {
    const pool = await untyped();
    const results = pool.map!('square', [2, 3]);
    expect(Object.keys(results as object)).toEqual([]);
    expect(await results).toEqual([4, 9]);
    expect(await Promise.all([results, pool.consume!('sum', [1, 2])])).toEqual([[4, 9], [3]]);
  });
});

describe('Python’s own words', () => {
  it('new Pool() says how a pool is opened', () => {
    const construct = () => new (Pool as unknown as new (workers: number) => unknown)(4);
    expect(construct).toThrow(UsageError);
    expect(construct).toThrow('write `await Pool.open(new URL(');
  });

  it.each([
    ['map_async', '`pool.map_async` is `pool.map` here: every call returns a promise.'],
    ['imap_unordered', '`pool.imap_unordered` is `pool.imapUnordered` here.'],
  ])('%s', async (python, message) => {
    const pool = await untyped();
    expect(() => pool[python]!('square', [1])).toThrow(message);
  });

  it.each([
    [4, 'The task module is 4; it must be a file URL'],
    [square, 'The task module is the function square; it must be a file URL'],
    [Object.create(null), 'The task module is an object; it must be a file URL'],
  ])('Pool.open(%o)', async (module, message) => {
    await expect(Pool.open(module as never)).rejects.toThrow(message);
  });
});

describe('a task module that is not there', () => {
  it.each([
    ['work.js', 'work.ts', 'Name that one: corewise compiles TypeScript itself, on every Node.'],
    ['other.ts', 'other.js', 'Name that one.'],
    ['plain', 'plain.mjs', 'Name that one.'],
  ])('%s beside %s', async (missing, there, advice) => {
    writeFileSync(join(folder, there), 'export const one = () => 1;');
    await expect(Pool.open(join(folder, missing))).rejects.toThrow(
      `The task module ${join(folder, missing)} does not exist, but ${there} does, in the same folder. ${advice}`,
    );
  });
});
