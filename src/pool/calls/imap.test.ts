import { describe, expect, it } from 'vitest';
import { UsageError } from '../../errors.js';
import { ChunkQueue } from '../queue/chunk-queue.js';
import { ManualSession, turn } from '../testing/manual-session.js';
import { ImapResults } from './imap.js';
import type { MapOptions } from './options.js';
import { OutcomeValues, terminatedError } from './outcome-values.js';
import { RunningCalls } from './running-calls.js';

function setUp(items: unknown, options: MapOptions = {}, workers = 1) {
  const session = new ManualSession(workers);
  const queue = new ChunkQueue(session, {
    maxTasksPerWorker: undefined,
    maxWorkerMemory: undefined,
    maxQueued: undefined,
    onDrain: () => undefined,
  });
  const calls = new RunningCalls();
  const life = { isOpen: true };
  const checkOpen = (why = '') => {
    if (!life.isOpen) throw new UsageError(`closed${why}`);
  };
  const taskTimeoutMs = () => undefined;
  const parts = { session, queue, calls, values: new OutcomeValues('manual'), checkOpen, taskTimeoutMs };
  const results = new ImapResults(parts, 'imap', 'call', items, options);
  return { session, queue, calls, results, life };
}

function counted(to = Number.POSITIVE_INFINITY) {
  const log = { read: 0, closed: 0 };
  const items = (function* () {
    try {
      for (; log.read < to; ) yield log.read++;
    } finally {
      log.closed++;
    }
  })();
  return { log, items };
}

describe('the results of imap', () => {
  it('begin when the first is asked for', async () => {
    const { log, items } = counted();
    const { session, calls, results } = setUp(items);
    await turn();
    expect([log.read, session.sent.length]).toEqual([0, 0]);
    await calls.whenEmpty();
    const first = results.next();
    await turn();
    expect(log.read).toBe(1);
    await session.finish(0);
    expect(await first).toEqual({ done: false, value: 0 });
    await results.return();
  });

  it('hold the items back when nobody asks for more', async () => {
    const { log, items } = counted();
    const { session, results } = setUp(items);
    void results.next();
    for (let item = 0; item < 4; item++) {
      await turn();
      await session.finish(item);
    }
    await turn();
    const { read } = log;
    expect(session.sent).toEqual([]);
    await turn();
    expect(log.read).toBe(read);
    expect(read).toBe(4);
    await results.next();
    await results.next();
    await turn();
    expect(log.read).toBeGreaterThan(read);
    await results.return();
  });

  it('are over for good after the last, and after they were left', async () => {
    const { session, calls, results } = setUp([1]);
    const only = results.next();
    await turn();
    await session.finish(1);
    await only;
    expect(await results.next()).toEqual({ done: true, value: undefined });
    expect(await results.next()).toEqual({ done: true, value: undefined });
    await calls.whenEmpty();
    const unread = setUp([1]).results;
    await unread.return();
    expect(await unread.next()).toEqual({ done: true, value: undefined });
  });

  it('left early, close the items, drop what waits and ask what runs to stop', async () => {
    const { log, items } = counted();
    const { session, queue, calls, results } = setUp(items);
    session.chunksAWorker = 2;
    const first = results.next();
    await turn();
    await session.finish(0);
    await first;
    expect(session.onTheirWay).toEqual(['0: 1', '0: 2']);
    await results.return();
    expect(log.closed).toBe(1);
    expect(session.stopped).toEqual([1, 2]);
    await calls.whenEmpty();
    await session.finish(1);
    await session.finish(2);
    expect(session.sent).toEqual([]);
    await queue.whenEmpty();
  });

  it('whose items cannot be closed say so to who leaves', async () => {
    const thrown = new Error('it does not close');
    const { session, results } = setUp({
      [Symbol.iterator]: () => ({
        next: () => ({ done: false, value: 1 }),
        return() {
          throw thrown;
        },
      }),
    });
    const first = results.next();
    await turn();
    await session.finish(1);
    await first;
    await expect(results.return()).rejects.toBe(thrown);
    expect(await results.next()).toMatchObject({ done: true });
  });

  it('reject at once with the reason of their signal, also where items never come', async () => {
    const controller = new AbortController();
    const never = { [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => undefined) }) };
    const { calls, results } = setUp(never, { signal: controller.signal });
    const both = [results.next(), results.next()];
    const reason = new Error('enough');
    controller.abort(reason);
    await expect(both[0]).rejects.toBe(reason);
    expect(await both[1]).toMatchObject({ done: true });
    await calls.whenEmpty();
  });

  it('keep the reason for who asks next, and tell it once', async () => {
    const { log, items } = counted();
    const controller = new AbortController();
    const { session, results } = setUp(items, { signal: controller.signal });
    const first = results.next();
    await turn();
    await session.finish(0);
    await first;
    const reason = new Error('enough');
    controller.abort(reason);
    expect(log.closed).toBe(1);
    await expect(results.next()).rejects.toBe(reason);
    expect(await results.next()).toMatchObject({ done: true });
  });

  it('read nothing for a signal that is aborted already', async () => {
    const { log, items } = counted();
    const reason = new Error('too late');
    const { results, calls } = setUp(items, { signal: AbortSignal.abort(reason) });
    await expect(results.next()).rejects.toBe(reason);
    expect(log).toEqual({ read: 0, closed: 0 });
    await calls.whenEmpty();
  });

  it('that nobody asked for before the pool was closed say so, once', async () => {
    const { log, items } = counted();
    const { calls, results, life } = setUp(items);
    life.isOpen = false;
    await expect(results.next()).rejects.toThrow(
      'closed, and imap begins when its first result is asked for',
    );
    expect(await results.next()).toMatchObject({ done: true });
    expect(log.read).toBe(0);
    await calls.whenEmpty();
  });

  it('end with the pool', async () => {
    const { log, items } = counted();
    const { calls, results } = setUp(items);
    const first = results.next();
    await turn();
    calls.endAll(terminatedError());
    await expect(first).rejects.toThrow('the pool was terminated');
    expect(log.closed).toBe(1);
  });

  it('end with the first error, after the results before it', async () => {
    const { log, items } = counted();
    const { session, calls, results } = setUp(items, {}, 2);
    const first = results.next();
    await turn();
    const error = new Error('at item 1');
    await session.finish(1, error);
    await session.finish(0);
    expect(await first).toEqual({ done: false, value: 0 });
    await expect(results.next()).rejects.toBe(error);
    expect(log.closed).toBe(1);
    expect(await results.next()).toMatchObject({ done: true });
    await calls.whenEmpty();
  });

  it('that are settled do not end with an error', async () => {
    const { session, results } = setUp([0, 1], { settled: true, chunksize: 2 });
    const first = results.next();
    await turn();
    const error = new Error('at item 0');
    await session.finish(0, error);
    expect((await first).value).toEqual({ status: 'rejected', reason: error });
    expect((await results.next()).value).toEqual({ status: 'fulfilled', value: 1 });
    expect(await results.next()).toMatchObject({ done: true });
  });

  it('are refused for items that cannot be iterated', () => {
    expect(() => setUp(3)).toThrow(UsageError);
  });
});
