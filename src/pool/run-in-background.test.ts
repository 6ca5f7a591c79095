import { getEventListeners } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import { UsageError, WorkerLostError } from '../errors.js';
import { taskOf } from './calls/outcome-values.js';
import type { FunctionName } from './functions.js';
import { type BackgroundOptions, runInBackground } from './run-in-background.js';
import { Logs, type Tasks, tasks } from './testing/open-pool.js';

describe.each(['threads', 'processes'] as const)('%s', (engine) => {
  function start<N extends FunctionName<Tasks>>(
    name: N,
    args: Parameters<Tasks[N]>,
    options: BackgroundOptions = {},
  ) {
    const logs = new Logs();
    const task = runInBackground<Tasks, N>(tasks, name, args as never, {
      engine,
      onLog: logs.add,
      ...options,
    });
    onTestFinished(() => task.terminate());
    return { task, logs };
  }

  it('gives what the function returns, and then the exit code', async () => {
    const { task } = start('add', [2, 3]);
    expect(task.name).toBe('add');
    expect(await task.result).toBe(5);
    expect(await task.exitCode).toBe(0);
    await task.terminate();
    expect(await task.exitCode).toBe(0);
  });

  it('rejects with what the function throws', async () => {
    const { task } = start('failAt', [3], { name: 'watch' });
    const error = await task.result.catch((thrown) => thrown);
    expect(error).toBeInstanceOf(RangeError);
    expect(error.stack).toMatch(new RegExp(`at item 0 of failAt in watch-1 \\(${engine}\\)$`));
    expect(taskOf(error)).toEqual({ index: 0, name: 'failAt', worker: 0 });
    expect(await task.exitCode).toBe(0);
  });

  it('tells every status in its order, before the result', async () => {
    const { task } = start('count', [50]);
    const heard: unknown[] = [];
    task.onStatus((status) => heard.push(status));
    expect(await task.result.finally(() => heard.push('result'))).toBe(50);
    expect(heard).toEqual([...Array.from({ length: 50 }, (_, at) => ({ step: at + 1 })), 'result']);
  });

  it('stops when it is asked to, by hand or by its signal, before it began or after', async () => {
    const early = start('untilStopped', []).task;
    early.stop();
    expect(await early.result).toBe('stopped');
    const { task, logs } = start('untilStopped', []);
    await logs.said('began');
    task.stop();
    expect(await task.result).toBe('stopped');
    const controller = new AbortController();
    const { signal } = controller;
    const signalled = start('untilStopped', [], { signal });
    await signalled.logs.said('began');
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    controller.abort();
    expect(await signalled.task.result).toBe('stopped');
    expect(await start('untilStopped', [], { signal }).task.result).toBe('stopped');
    expect(await signalled.task.exitCode).toBe(0);
  });

  it('is terminated, whatever it does', async () => {
    const { task, logs } = start('spin', []);
    await logs.said('began');
    task.stop();
    const rejected = expect(task.result).rejects.toThrow('the task was terminated');
    await task.terminate();
    await rejected;
    await expect(task.result).rejects.toBeInstanceOf(WorkerLostError);
    expect(await task.exitCode).toBeNull();
  });

  it('is terminated before it began, too', async () => {
    const { task } = start('spin', []);
    await task.terminate();
    await expect(task.result).rejects.toBeInstanceOf(WorkerLostError);
    expect(await task.exitCode).toBeNull();
  });

  it('whose worker exits rejects, and tells its exit code; the worker is not started again', async () => {
    const { task } = start('exit', [7]);
    await expect(task.result).rejects.toMatchObject({ constructor: WorkerLostError, exitCode: 7 });
    expect(await task.exitCode).toBe(7);
  });

  it('leaves its signal when it is over', async () => {
    const { signal } = new AbortController();
    const { task } = start('square', [3], { signal });
    await task.exitCode;
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });

  it('that cannot be called says why', async () => {
    const { task } = start('spinn' as 'spin', []);
    await expect(task.result).rejects.toThrow('Did you mean "spin"?');
    expect(await task.exitCode).toBe(1);
    const nowhere = runInBackground('/nowhere.js', 'spin', [], { engine });
    await expect(nowhere.result).rejects.toThrow(UsageError);
    expect(await nowhere.exitCode).toBe(1);
  });
});

it.each([
  [{ engine: 'serial' }, '`engine` is "serial"; what runs in the background needs threads or processes.'],
  [{ workers: 2 }, 'Unknown option "workers" of runInBackground.'],
  [{ onLog: 1 }, '`onLog` is 1; it must be a function.'],
])('%o is refused at once', (options, message) => {
  expect(() => runInBackground(tasks, 'square', [1], options as BackgroundOptions)).toThrow(UsageError);
  expect(() => runInBackground(tasks, 'square', [1], options as BackgroundOptions)).toThrow(message);
});

it('arguments that are no list are refused at once', () => {
  expect(() => runInBackground(tasks, 'square', 5 as unknown as [])).toThrow(
    'The arguments of square are 5; they must be a list, such as ',
  );
});
