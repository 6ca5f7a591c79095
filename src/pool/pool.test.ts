import { getEventListeners } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CorewiseError, UsageError, WorkerLostError } from '../errors.js';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { currentWorker } from '../workers/current/index.js';
import { Pool } from './pool.js';
import { openPool, tasks } from './testing/open-pool.js';

const folder = temporaryFolder();
let gates = 0;
const gate = () => join(folder, `gate-${gates++}`);
const upTo = (count: number) => Array.from({ length: count }, (_, item) => item);
async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

const rejection = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (thrown) => thrown,
  );

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

describe('a pool', () => {
  it('takes one signal for any number of calls, without a warning or a listener left', async () => {
    const { pool } = await openPool();
    const warnings: Error[] = [];
    const warn = (warning: Error) => warnings.push(warning);
    process.on('warning', warn);
    const controller = new AbortController();
    const { signal } = controller;
    const calls = upTo(200).map((item) => pool.apply('square', [item], { signal }));
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    await Promise.all(calls);
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
    const late = upTo(200).map((item) => rejection(pool.map('square', [item], { signal })));
    const reason = new Error('enough');
    controller.abort(reason);
    expect(new Set(await Promise.all(late))).toEqual(new Set([reason]));
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', warn);
    expect(warnings).toEqual([]);
  });

  it('that is closed finishes calls that have begun, loops and sources included', async () => {
    const { pool } = await openPool();
    const results = pool.imap('square', upTo(500));
    expect((await results.next()).value).toBe(0);
    let readOn: () => void = () => undefined;
    const source = (async function* () {
      yield 1;
      await new Promise<void>((resolve) => {
        readOn = resolve;
      });
      yield 2;
    })();
    const mapped = pool.map('square', source);
    let isClosed = false;
    const closed = pool.close().then(() => {
      isClosed = true;
    });
    await expect(pool.apply('square', [1])).rejects.toThrow(UsageError);
    const rest = await collect(results);
    expect(rest).toHaveLength(499);
    expect(isClosed).toBe(false);
    readOn();
    expect(await mapped).toEqual([1, 4]);
    await closed;
    await pool.join();
  });

  it('that is closed closes the consumers that items are put to', async () => {
    const { pool } = await openPool();
    const consumers = pool.consumers('sum');
    await consumers.put(3);
    await pool.close();
    await expect(consumers.put(4)).rejects.toThrow(UsageError);
    expect((await consumers.results()).reduce((a, b) => a + b)).toBe(3);
  });

  it('that is terminated rejects every call at once and closes what they read', async () => {
    const { pool, logs } = await openPool();
    let closed = 0;
    async function* endless() {
      try {
        for (;;) yield 1;
      } finally {
        closed++;
      }
    }
    const controller = new AbortController();
    const spinning = rejection(pool.apply('spin'));
    await logs.said('began');
    const looping = pool.imap('square', endless());
    await looping.next();
    const consuming = rejection(pool.consume('drain', [1], { signal: controller.signal }));
    const put = pool.consumers('drain');
    await put.put(1);
    const queued = rejection(pool.map('square', upTo(100)));
    const terminated = pool.terminate();
    for (const error of await Promise.all([spinning, consuming, queued, rejection(put.results())])) {
      expect(error).toBeInstanceOf(WorkerLostError);
      expect((error as Error).message).toBe('the pool was terminated');
    }
    await expect(looping.next()).rejects.toThrow('the pool was terminated');
    await terminated;
    expect(closed).toBe(1);
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
    const { submitted, queued: waiting, running, done, failed, lost, cancelled } = pool.stats;
    expect([waiting, running]).toEqual([0, 0]);
    expect(done + failed + lost + cancelled).toBe(submitted);
  });

  it('whose signal is aborted is terminated, for that reason', async () => {
    const controller = new AbortController();
    const { pool, logs } = await openPool({ signal: controller.signal });
    const spinning = pool.apply('spin');
    await logs.said('began');
    const reason = new Error('shutting down');
    controller.abort(reason);
    await expect(spinning).rejects.toMatchObject({ constructor: WorkerLostError, cause: reason });
    await expect(pool.apply('square', [1])).rejects.toThrow('The pool is terminated');
    await pool.join();
  });

  it('leaves its signal when it is closed', async () => {
    const { signal } = new AbortController();
    const { pool } = await openPool({ signal });
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    await pool.close();
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });

  it('tells of items that every consumer left, and of none where all were taken', async () => {
    const { pool } = await openPool();
    expect((await pool.consume('takeOne', [7, 8])).sort()).toEqual([7, 8]);
    const left = pool.consume('takeOne', [7, 8, 9]);
    await expect(left).rejects.toThrow(CorewiseError);
    await expect(left).rejects.toThrow('every consumer returned');
  });

  it('rejects with what the source of its consumers throws, after they have ended', async () => {
    const { pool } = await openPool();
    const thrown = new Error('no more rows');
    const items = (function* () {
      yield 1;
      yield 2;
      throw thrown;
    })();
    await expect(pool.consume('sum', items)).rejects.toBe(thrown);
    expect(pool.stats).toMatchObject({ submitted: 2, done: 2 });
  });

  it('moves with a task that is sent alone, since another of its chunk cannot be, what is its own', async () => {
    const { pool } = await openPool({ workers: 1 });
    const items = [new ArrayBuffer(8), () => 1, new ArrayBuffer(3)] as ArrayBuffer[];
    const transfer = (item: ArrayBuffer) => (item instanceof ArrayBuffer ? [item] : []);
    const ran = await pool.map('byteLength', items, { chunksize: 3, settled: true, transfer });
    expect(ran).toMatchObject([{ value: 8 }, { status: 'rejected' }, { value: 3 }]);
    expect(items.map((item) => item.byteLength)).toEqual([0, undefined, 0]);
  });

  it('rejects with what chooses the transferables throws', async () => {
    const { pool } = await openPool();
    const transfer = () => {
      throw new RangeError('nothing moves');
    };
    await expect(pool.apply('square', [1], { transfer })).rejects.toThrow('nothing moves');
    await expect(pool.map('square', [1, 2], { transfer })).rejects.toThrow('nothing moves');
    expect(await pool.map('square', [3])).toEqual([9]);
  });

  it('knows three events', async () => {
    const { pool } = await openPool({ engine: 'serial' });
    expect(() => pool.on('loss' as 'lost', () => undefined)).toThrow(
      'Unknown event of a pool "loss". Did you mean "lost"?',
    );
    await expect(pool.apply('square', 5 as unknown as [number])).rejects.toThrow(
      'The arguments of square are 5; they must be a list, such as ',
    );
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
      'Unknown function of the task module "four". There is none.',
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
