import { describe, expect, it } from 'vitest';
import { turn } from '../testing/manual-session.js';
import { CallGroup } from './slot.js';
import { setUp, sum } from './testing/set-up.js';

describe('a call that is abandoned', () => {
  it('loses what waits, and what runs is asked to stop and goes on', async () => {
    const { session, queue, run, settled } = setUp(1);
    const group = new CallGroup();
    void run(['a', 'b'], group);
    void run(['c'], group);
    void run(['d']);
    queue.abandon(group, false);
    await turn();
    expect(settled).toEqual(['c: nothing']);
    expect(session.stopped).toEqual([0, 1]);
    expect(session.onTheirWay).toEqual(['0: a b']);
    expect(queue.stats).toMatchObject({ submitted: 4, queued: 1, running: 2, cancelled: 1 });
    await session.finish('a');
    expect(session.onTheirWay).toEqual(['0: d']);
    void run(['late'], group);
    await turn();
    expect(settled).toContain('late: nothing');
    expect(sum(queue)).toBe(5);
  });

  it('cancelled, ends the workers that are busy with it, and no other', async () => {
    const { session, queue, run } = setUp(2);
    const group = new CallGroup();
    void run(['other']);
    void run(['mine'], group);
    queue.abandon(group, true);
    expect(session.replaced).toEqual(['1 now']);
  });

  it('cancelled behind the chunk of another call, waits for that one', async () => {
    const { session, queue, run } = setUp(1);
    session.chunksAWorker = 2;
    const group = new CallGroup();
    void run(['other']);
    void run(['mine'], group);
    queue.abandon(group, true);
    expect(session.replaced).toEqual([]);
    await session.finish('other');
    expect(session.replaced).toEqual(['0 now']);
  });

  it('keeps its indices, while it runs, from tasks that the engine could take for its own', async () => {
    const { session, queue, run } = setUp(2);
    const group = new CallGroup();
    void run(['long'], group);
    queue.abandon(group, false);
    for (let first = 1; first < 65_536; ) {
      const { chunk } = session.sent[1] ?? {};
      if (chunk) await session.finish(chunk.tasks[0]);
      const size = Math.min(10_000, 65_536 - first);
      void run(new Array(size).fill(first));
      first += size;
    }
    await session.finish(session.sent[1]?.chunk.tasks[0]);
    void run(['next']);
    expect(session.sent[1]?.chunk.first).toBe(65_537);
  });
});

describe('the end of the queue', () => {
  it('comes when nothing waits and nothing runs', async () => {
    const { session, queue, run } = setUp(1);
    let isEmpty = false;
    void run(['a']);
    void run(['b']);
    void queue.whenEmpty().then(() => {
      isEmpty = true;
    });
    await session.finish('a');
    expect(isEmpty).toBe(false);
    await session.finish('b');
    expect(isEmpty).toBe(true);
    await queue.whenEmpty();
  });

  it('may come at once: all settle, and what the workers say later changes nothing', async () => {
    const { session, queue, run, settled } = setUp(1);
    void run(['a']);
    void run(['b']);
    queue.terminate();
    await queue.whenEmpty();
    await turn();
    expect(settled).toEqual(['b: nothing', 'a: nothing']);
    await session.finish('a');
    void run(['c']);
    await turn();
    expect(settled).toHaveLength(3);
    expect(queue.stats).toEqual({
      submitted: 3,
      queued: 0,
      running: 0,
      done: 0,
      failed: 0,
      lost: 1,
      cancelled: 2,
    });
  });
});

describe('a consumer', () => {
  it('begins when its worker holds no chunk, and keeps the worker until it returns', async () => {
    const { session, queue, run } = setUp(1);
    const heard: string[] = [];
    let leave: () => void = () => undefined;
    void run(['a']);
    const first = queue.occupy(0, new CallGroup(), (index) => {
      heard.push(`begins as ${index}`);
      return new Promise<string>((resolve) => {
        leave = () => resolve('returned');
      });
    });
    void run(['b']);
    await turn();
    expect(heard).toEqual([]);
    await session.finish('a');
    expect(heard).toEqual(['begins as 1']);
    expect(session.onTheirWay).toEqual([]);
    leave();
    expect(await first).toBe('returned');
    await turn();
    expect(session.onTheirWay).toEqual(['0: b']);
  });

  it('of a call that ends before its turn never begins', async () => {
    const { session, queue, run } = setUp(1);
    const group = new CallGroup();
    void run(['a']);
    const consumer = queue.occupy(0, group, () => Promise.reject(new Error('it began')));
    queue.abandon(group, false);
    expect(await consumer).toBeUndefined();
    await session.finish('a');
    void run(['b']);
    expect(session.onTheirWay).toEqual(['0: b']);
  });

  it('that is cancelled is ended with its worker', async () => {
    const { session, queue } = setUp(2);
    const group = new CallGroup();
    void queue.occupy(1, group, () => new Promise(() => undefined));
    await turn();
    queue.abandon(group, true);
    expect(session.replaced).toEqual(['1 now']);
    expect(session.stopped).toEqual([0]);
  });
});
