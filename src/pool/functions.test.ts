import { expect, expectTypeOf, it } from 'vitest';
import type { Consumers } from './calls/consumers.js';
import { Pool } from './pool.js';
import { type BackgroundTask, runInBackground } from './run-in-background.js';

type Tasks = typeof import('./fixtures/tasks.js');

// The compiler is what tests here: a line that should not compile and does is an error of its own.
function typed(pool: Pool<Tasks>): void {
  expectTypeOf(pool.apply('square', [2])).toEqualTypeOf<Promise<number>>();
  expectTypeOf(pool.apply('later', ['a'])).toEqualTypeOf<Promise<string>>();
  expectTypeOf(pool.apply('nothing')).toEqualTypeOf<Promise<void>>();
  expectTypeOf(pool.apply('greet')).toEqualTypeOf<Promise<string>>();
  void pool.apply('greet', ['Ada', 'Lady', 'Countess']);
  void pool.apply('add', [1, 2] as const);
  // @ts-expect-error no such function
  void pool.apply('squared', [2]);
  // @ts-expect-error not a function
  void pool.apply('version', []);
  // @ts-expect-error needs an argument
  void pool.apply('square');
  // @ts-expect-error a number is wanted
  void pool.apply('square', ['2']);
  // @ts-expect-error one argument too few
  void pool.apply('add', [1]);
  // @ts-expect-error one argument too many
  void pool.apply('square', [1, 2]);

  expectTypeOf(pool.map('square', [1, 2])).toEqualTypeOf<Promise<number[]>>();
  expectTypeOf(pool.map('square', new Set([1]), { settled: true })).toEqualTypeOf<
    Promise<PromiseSettledResult<number>[]>
  >();
  void pool.map('greet', ['Ada'], { transfer: (name) => (name ? [] : []) });
  // @ts-expect-error items are numbers
  void pool.map('square', ['1']);
  // @ts-expect-error one item is not enough for two parameters
  void pool.map('add', [1]);
  // @ts-expect-error no such option
  void pool.map('square', [1], { chunkSize: 3 });

  expectTypeOf(pool.starmap('add', [[1, 2]])).toEqualTypeOf<Promise<number[]>>();
  // @ts-expect-error lists of two are wanted
  void pool.starmap('add', [[1]]);

  expectTypeOf(pool.imap('square', [1])).toEqualTypeOf<AsyncIterableIterator<number>>();
  expectTypeOf(pool.imapUnordered('later', ['a'])).toEqualTypeOf<AsyncIterableIterator<string>>();
  // @ts-expect-error items are numbers
  pool.imap('square', ['a']);

  expectTypeOf(pool.consume('sum', [1, 2], { args: [3] })).toEqualTypeOf<Promise<number[]>>();
  expectTypeOf(pool.consumers('sum')).toEqualTypeOf<Consumers<number>>();
  // @ts-expect-error items are numbers
  void pool.consume('sum', ['a']);
  // @ts-expect-error a number comes after the items
  void pool.consume('sum', [1], { args: ['a'] });
  // @ts-expect-error it takes no items
  void pool.consume('square', [1]);
}

function untyped(pool: Pool): void {
  expectTypeOf(pool.apply('anything', [1, 'a'])).toEqualTypeOf<Promise<unknown>>();
  expectTypeOf(pool.map('anything', [1, 'a'])).toEqualTypeOf<Promise<unknown[]>>();
  expectTypeOf(pool.consume('anything', [1])).toEqualTypeOf<Promise<unknown[]>>();
}

function background(): void {
  expectTypeOf(runInBackground<Tasks, 'square'>('/tasks.js', 'square', [2])).toEqualTypeOf<
    BackgroundTask<number>
  >();
  // @ts-expect-error a number is wanted
  runInBackground<Tasks, 'square'>('/tasks.js', 'square', ['2']);
  expectTypeOf(runInBackground('/tasks.js', 'anything', [2])).toEqualTypeOf<BackgroundTask<unknown>>();
}

it('what a task module exports is what the compiler lets be called', async () => {
  void [typed, untyped, background];
  // At run time the names are those of the module, too.
  await using pool = await Pool.open<Tasks>(new URL('./fixtures/tasks.js', import.meta.url), {
    engine: 'serial',
  });
  await expect(pool.apply('version' as 'nothing')).rejects.toThrow(
    'Unknown function "version" of the task module',
  );
  expect(await pool.apply('greet')).toBe('nobody');
});
