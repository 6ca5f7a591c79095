import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { OverdueError } from '../../errors.js';
import { temporaryFolder } from '../../testing/temporary-folder.js';
import { QueueFullError } from '../index.js';
import { collectUntilError, engines, Gate, openPool, rejection, upTo } from './testing/pools.js';

const folder = temporaryFolder();
const reason = () => Object.assign(new Error('no more time'), { name: 'TimeoutError' });
const turns = async (count: number) => {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve));
};

describe.each(engines)('%s', (engine) => {
  const open = (options = {}) => openPool({ engine, ...options });

  it('82 given a running task, when its time is over, then the call rejects and its worker counts as busy', async () => {
    const gate = new Gate(folder);
    const watched = await open();
    const { pool } = watched;
    const { instance } = await pool.apply('whereabouts');
    const controller = new AbortController();
    const late = rejection(pool.apply('hold', [gate.path], { signal: controller.signal }));
    await watched.said('began');
    const given = reason();
    controller.abort(given);
    expect(await late).toBe(given);
    let hasRun = false;
    const next = pool.apply('whereabouts').finally(() => {
      hasRun = true;
    });
    await turns(20);
    const { running, queued, done } = pool.stats;
    expect({ hasRun, inWork: running + queued, done }).toEqual({ hasRun: false, inWork: 2, done: 1 });
    gate.open();
    expect((await next).instance).toBe(instance);
  });

  it('82 given a running task, when its time is over and it is to be cancelled, then its worker is replaced', async () => {
    const watched = await open();
    const { pool } = watched;
    const { instance } = await pool.apply('whereabouts');
    const controller = new AbortController();
    const late = rejection(pool.apply('spin', [], { signal: controller.signal, cancel: true }));
    await watched.said('began');
    const given = reason();
    controller.abort(given);
    expect(await late).toBe(given);
    expect((await pool.apply('whereabouts')).instance).not.toBe(instance);
    const { submitted, done, lost, cancelled } = pool.stats;
    expect({ submitted, done, ended: lost + cancelled }).toEqual({ submitted: 3, done: 2, ended: 1 });
  });

  it('83 given a task behind a long one, when the caller counts from its first word, then waiting does not count', async () => {
    const gate = new Gate(folder);
    const watched = await open();
    const { pool } = watched;
    const long = pool.apply('hold', [gate.path]);
    await watched.said('began');
    const controller = new AbortController();
    const waiting = pool.apply('holdUntilStopped', [], { signal: controller.signal });
    const outcome = rejection(waiting);
    void watched.said('began', 2).then(() => controller.abort(reason()));
    await turns(20);
    expect(controller.signal.aborted).toBe(false);
    gate.open();
    await long;
    expect(await outcome).toMatchObject({ name: 'TimeoutError' });
    await watched.said('stopped');
  });

  it('83 given a task behind a long one, when the pool limits tasks, then the clock starts when it starts', async () => {
    const gate = new Gate(folder);
    const watched = await open({ taskTimeoutMs: 60_000 });
    const { pool } = watched;
    const long = pool.apply('hold', [gate.path]);
    await watched.said('began');
    const waiting = rejection(pool.apply('neverSettle', [], { taskTimeoutMs: 1 }));
    await turns(20);
    expect(pool.stats).toMatchObject({ queued: 1, running: 1 });
    gate.open();
    await long;
    const error = await waiting;
    expect(error).toBeInstanceOf(OverdueError);
    expect((error as Error).message).toMatch(
      /^Item 0 of neverSettle had not returned after 1\.00 ms, in worker 0/,
    );
    expect(await pool.apply('square', [2])).toBe(4);
    expect(pool.stats).toMatchObject({ submitted: 3, done: 2, failed: 1, lost: 0 });
  });

  it('84 given a running task, when its call is aborted, then the task is told, and the reason comes', async () => {
    const watched = await open();
    const controller = new AbortController();
    const running = rejection(watched.pool.apply('holdUntilStopped', [], { signal: controller.signal }));
    await watched.said('began');
    const given = { not: 'even an error' };
    controller.abort(given);
    expect(await running).toBe(given);
    await watched.said('stopped');
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
    expect(await watched.pool.apply('square', [2])).toBe(4);
  });

  it('84 given a queued task, when its call is aborted, then it never begins', async () => {
    const gate = new Gate(folder);
    const watched = await open();
    const { pool } = watched;
    const held = pool.apply('hold', [gate.path]);
    await watched.said('began');
    const controller = new AbortController();
    const queued = rejection(pool.apply('hold', [gate.path], { signal: controller.signal }));
    controller.abort();
    expect(await queued).toMatchObject({ name: 'AbortError' });
    gate.open();
    await held;
    expect(await pool.apply('square', [2])).toBe(4);
    expect(watched.logs.filter(({ message }) => message === 'began')).toHaveLength(1);
    expect(pool.stats).toMatchObject({ submitted: 3, done: 2, cancelled: 1 });
  });

  it('84 given a signal that is aborted already, when any call is made, then nothing is sent or moved', async () => {
    const { pool } = await open();
    const given = reason();
    const signal = AbortSignal.abort(given);
    const buffer = new ArrayBuffer(8);
    const transfer = () => [buffer];
    const item = new Uint8Array(buffer);
    expect(await rejection(pool.apply('lengthOf', [item], { signal, transfer }))).toBe(given);
    expect(await rejection(pool.map('lengthOf', [item], { signal, transfer }))).toBe(given);
    const { items, error } = await collectUntilError(pool.imap('lengthOf', [item], { signal, transfer }));
    expect({ items, error }).toEqual({ items: [], error: given });
    expect(await rejection(pool.consume('takeAll', [1], { signal }))).toBe(given);
    expect(buffer.byteLength).toBe(8);
    expect(pool.stats.submitted).toBe(0);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it('84 given a queued task that moves its data, when it is aborted, then the data stays', async () => {
    const gate = new Gate(folder);
    const watched = await open();
    const held = watched.pool.apply('hold', [gate.path]);
    await watched.said('began');
    const controller = new AbortController();
    const item = new Uint8Array(8);
    const options = { signal: controller.signal, transfer: () => [item.buffer] };
    const queued = rejection(watched.pool.apply('lengthOf', [item], options));
    controller.abort();
    await queued;
    gate.open();
    await held;
    expect(item).toHaveLength(8);
  });

  it('84 given calls that end well, when many have one signal, then none of their listeners stays', async () => {
    const { pool } = await open();
    const { signal } = new AbortController();
    for (const item of upTo(20)) await pool.apply('square', [item], { signal });
    await pool.map('square', upTo(20), { signal });
    for await (const _ of pool.imap('square', upTo(20), { signal }));
    await pool.consume('takeAll', upTo(5), { signal });
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it.each(['imap', 'imapUnordered'] as const)(
    '84 given a %s loop, when it is aborted, then it ends with the reason',
    async (caller) => {
      const watched = await open();
      const controller = new AbortController();
      const given = reason();
      const loop = (async () => {
        for await (const result of watched.pool[caller]('square', upTo(1e6), { signal: controller.signal }))
          if (result === 100) controller.abort(given);
      })();
      expect(await rejection(loop)).toBe(given);
      expect(await watched.pool.apply('square', [3])).toBe(9);
      expect(watched.pool.stats).toMatchObject({ queued: 0, running: 0 });
    },
  );

  it('85 given three queued tasks, when the second is aborted, then the others run', async () => {
    const gate = new Gate(folder);
    const watched = await open();
    const { pool } = watched;
    const held = pool.apply('hold', [gate.path]);
    await watched.said('began');
    const controller = new AbortController();
    const calls = [
      pool.apply('square', [1]),
      rejection(pool.map('square', upTo(9), { signal: controller.signal, chunksize: 1 })),
      pool.apply('square', [3]),
    ];
    await turns(5);
    controller.abort(reason());
    gate.open();
    expect(await Promise.all(calls)).toEqual([1, expect.objectContaining({ name: 'TimeoutError' }), 9]);
    await held;
  });

  it.each([[false], [true]])(
    '86 given calls aborted right before the end (cancel %o), when closed, then it returns',
    async (cancel) => {
      const watched = await open({ workers: 2 });
      const { pool } = watched;
      const controller = new AbortController();
      const { signal } = controller;
      const calls = [
        rejection(pool.apply('holdUntilStopped', [], { signal, cancel })),
        rejection(pool.map('square', upTo(1000), { signal, cancel, chunksize: 1 })),
      ];
      await watched.said('began');
      controller.abort(reason());
      await pool.close();
      await pool.join();
      for (const error of await Promise.all(calls)) expect(error).toMatchObject({ name: 'TimeoutError' });
    },
  );

  it('87 given a limit of waiting tasks, when it is reached, then calls reject, and a drain event follows', async () => {
    const gate = new Gate(folder);
    const watched = await open({ maxQueued: 2 });
    const { pool } = watched;
    let drained = 0;
    const hasDrained = new Promise<void>((resolve) => {
      pool.on('drain', () => {
        drained++;
        resolve();
      });
    });
    const held = pool.apply('hold', [gate.path]);
    await watched.said('began');
    const waiting = [pool.apply('square', [1]), pool.apply('square', [2])];
    await turns(5);
    const error = await rejection(pool.apply('square', [3]));
    expect(error).toBeInstanceOf(QueueFullError);
    expect((error as Error).message).toContain('`maxQueued`');
    expect(drained).toBe(0);
    gate.open();
    expect(await Promise.all(waiting)).toEqual([1, 4]);
    await hasDrained;
    await held;
    expect(await pool.apply('square', [4])).toBe(16);
    expect(pool.stats).toMatchObject({ queued: 0, running: 0 });
  });
});
