import { describe, expect, it } from 'vitest';
import { OverdueError } from '../errors.js';
import type { PoolOptions } from './opening/options.js';
import { Pool } from './pool.js';
import { runInBackground } from './run-in-background.js';

const tasks = (name: string) => new URL(`../testing/fixtures/${name}.js`, import.meta.url);

describe('a pool is not waited for longer than `loadTimeoutMs`', () => {
  it.each<[NonNullable<PoolOptions['engine']>, string]>([
    ['threads', 'loops-for-ever'],
    ['processes', 'loops-for-ever'],
    ['processes', 'awaits-for-ever'],
    ['serial', 'awaits-for-ever'],
  ])('on %s with a module that %s', async (engine, name) => {
    const opened = Pool.open(tasks(name), { engine, workers: 1, loadTimeoutMs: 200 });
    await expect(opened).rejects.toThrow(
      `${name}.js had not finished loading after 200 ms, in worker 0 (${engine}): does a top-level \`await\` in it never settle? \`loadTimeoutMs\` allows more.`,
    );
    await expect(opened).rejects.toBeInstanceOf(OverdueError);
  });

  it('nor is what runs in the background', async () => {
    const task = runInBackground(tasks('loops-for-ever'), 'call', [1], { loadTimeoutMs: 200 });
    await expect(task.result).rejects.toThrow(/had not finished loading after 200 ms/);
    expect(await task.exitCode).toBe(1);
  });

  it.each([[0], [1.5], [2 ** 31], ['1s']])('which is a number of ms: not %s', async (given) => {
    const opened = Pool.open(tasks('loops-for-ever'), { loadTimeoutMs: given as number });
    await expect(opened).rejects.toThrow(
      /^`loadTimeoutMs` is .*; it must be a whole number of ms from 1 to 2147483647\.$/,
    );
  });
});
