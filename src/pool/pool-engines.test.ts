import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../errors.js';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { currentWorker } from '../workers/current/index.js';
import { Pool } from './pool.js';
import { collect } from './testing/collect.js';
import { openPool, tasks } from './testing/open-pool.js';

const folder = temporaryFolder();
let gates = 0;
const gate = () => join(folder, `gate-${gates++}`);
const upTo = (count: number) => Array.from({ length: count }, (_, item) => item);

describe('the engine serial', () => {
  it('runs every kind of call in the caller’s own thread, where functions can tell that they are in a worker', async () => {
    const { pool, logs } = await openPool({ engine: 'serial', name: 'lab' });
    expect(await pool.apply('add', [2, 3])).toBe(5);
    expect(await pool.map('square', upTo(5))).toEqual([0, 1, 4, 9, 16]);
    expect(await pool.starmap('add', [[1, 2]])).toEqual([3]);
    expect(await collect(pool.imap('square', [2, 3]))).toEqual([4, 9]);
    expect(await pool.consume('sum', [1, 2, 3], { args: [10] })).toEqual([16]);
    expect(await pool.apply('whereabouts')).toMatchObject({
      worker: 0,
      workers: 1,
      engine: 'serial',
      name: 'lab-1',
    });
    const path = gate();
    const held = pool.apply('hold', [path]);
    await logs.said('began');
    expect(currentWorker()).toBeUndefined();
    writeFileSync(path, '');
    expect(await held).toBe('done');
    const { submitted, done } = pool.stats;
    expect([submitted, done]).toEqual([14, 14]);
  });

  it('tells a running function to stop; what cannot be ended goes on', async () => {
    const { pool, logs } = await openPool({ engine: 'serial' });
    const controller = new AbortController();
    const path = gate();
    const late = pool.apply('hold', [path], { signal: controller.signal, cancel: true });
    await logs.said('began');
    controller.abort();
    await expect(late).rejects.toMatchObject({ name: 'AbortError' });
    writeFileSync(path, '');
    expect(await pool.apply('isStopped')).toBe(false);
    expect(pool.stats).toMatchObject({ submitted: 2, done: 2 });
  });
});

describe.each(['threads', 'processes'] as const)('%s', (engine) => {
  it('two calls of consumers at once have the workers one after the other', async () => {
    const { pool } = await openPool({ engine });
    const [first, second, third] = await Promise.all([
      pool.consume('sum', upTo(100)),
      pool.consume('sum', upTo(10), { args: [1000] }),
      pool.apply('square', [3]),
    ]);
    expect(first.reduce((a, b) => a + b)).toBe(4950);
    expect(second.reduce((a, b) => a + b)).toBe(2045);
    expect(third).toBe(9);
    expect(pool.stats).toMatchObject({ submitted: 111, done: 111 });
  });

  it('consumers whose call is aborted are told, and no later one is', async () => {
    const { pool, logs } = await openPool({ engine });
    const controller = new AbortController();
    const never = { [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => undefined) }) };
    const aborted = pool.consume('drain', never, { signal: controller.signal });
    await logs.said('began', 2);
    const queued = pool.consume('drain', [1], { signal: controller.signal });
    controller.abort(new Error('enough'));
    await expect(aborted).rejects.toThrow('enough');
    await expect(queued).rejects.toThrow('enough');
    const seen = await pool.consume('stopsSeen', upTo(20));
    expect(seen.flat()).toEqual(Array(20).fill(false));
    expect(logs.entries.filter(({ message }) => message === 'began')).toHaveLength(2);
  });

  it('consumers that are cancelled are ended with their workers', async () => {
    const { pool, logs } = await openPool({ engine, workers: 1 });
    const controller = new AbortController();
    const items = (async function* () {
      yield 1;
      await new Promise(() => undefined);
    })();
    const late = pool.consume('drain', items, { signal: controller.signal, cancel: true });
    await logs.said('began');
    controller.abort(new Error('enough'));
    await expect(late).rejects.toThrow('enough');
    expect(await pool.apply('square', [4])).toBe(16);
    expect(pool.stats.submitted).toBe(pool.stats.done + pool.stats.lost);
  });

  it('cancelling a call costs no other its results', async () => {
    const { pool, logs } = await openPool({ engine });
    const path = gate();
    const held = pool.apply('hold', [path]);
    await logs.said('began');
    const controller = new AbortController();
    const spinning = pool.apply('spin', [], { signal: controller.signal, cancel: true });
    await logs.said('began', 2);
    const queued = pool.apply('square', [5]);
    controller.abort(new Error('enough'));
    await expect(spinning).rejects.toThrow('enough');
    expect(await queued).toBe(25);
    writeFileSync(path, '');
    expect(await held).toBe('done');
    expect(pool.stats).toMatchObject({ submitted: 3, done: 2, lost: 1 });
  });

  it('a finalizer that throws is told by the log, and the pool closes', async () => {
    const { pool, logs } = await openPool({ engine, workers: 1, finalizer: 'leaveBadly' });
    await pool.close();
    expect(logs.entries).toMatchObject([{ level: 'error', message: 'teardown failed: cannot end' }]);
  });
});

describe('a task module', () => {
  it('may be TypeScript, with what it imports', async () => {
    writeFileSync(join(folder, 'twice.ts'), 'export const twice = (value: number): number => 2 * value;');
    const path = join(folder, 'tasks.ts');
    writeFileSync(
      path,
      "import { twice } from './twice.ts';\nexport const four = (value: number): number => twice(twice(value));",
    );
    await using pool = await Pool.open(path, { workers: 1 });
    expect(await pool.map('four', [1, 2])).toEqual([4, 8]);
  });

  it('without functions says so', async () => {
    const path = join(folder, 'nothing.mjs');
    writeFileSync(path, 'export const four = 4;');
    await using pool = await Pool.open(path, { engine: 'serial' });
    await expect(pool.apply('four')).rejects.toThrow(
      'Unknown function "four" of the task module. There is none.',
    );
  });

  it.each<[string | URL, string]>([
    [
      './tasks.js',
      "it must be a file URL, such as new URL('./tasks.js', import.meta.url), or an absolute path",
    ],
    ['https://example.org/tasks.js', 'it must be a file URL'],
    ['/nowhere/tasks.js', 'The task module /nowhere/tasks.js does not exist.'],
    [7 as unknown as string, 'The task module is 7'],
    [
      'file:///tasks%zz.js',
      'The task module file:///tasks%zz.js is not the URL of a file here: URI malformed.',
    ],
    [new URL('file://elsewhere/tasks.js'), 'is not the URL of a file here'],
  ])('%s is refused', async (module, message) => {
    await expect(Pool.open(module)).rejects.toThrow(UsageError);
    await expect(Pool.open(module)).rejects.toThrow(message);
  });

  it.each(['threads', 'processes'] as const)(
    'whose workers cannot be sent what they begin with opens no pool (%s)',
    async (engine) => {
      const initargs = [() => 1];
      await expect(
        Pool.open(tasks, { workers: 2, engine, initializer: 'initialize', initargs }),
      ).rejects.toThrow('could not be cloned');
    },
  );

  it('whose initializer does not exist or throws opens no pool', async () => {
    await expect(Pool.open(tasks, { workers: 2, initializer: 'initialise' })).rejects.toThrow(
      'Did you mean "initialize"?',
    );
    await expect(
      Pool.open(tasks, { workers: 2, initializer: 'initialize', initargs: [true] }),
    ).rejects.toThrow('cannot begin');
  });
});
