import { describe, expect, it } from 'vitest';
import { WorkerLostError } from '../../errors.js';
import { seededRandom } from '../../stats/index.js';
import { turn } from '../testing/manual-session.js';
import { QueueFullError } from './chunk-queue.js';
import { CallGroup } from './slot.js';
import { setUp, sum } from './testing/set-up.js';

describe('chunks', () => {
  it('go to the least loaded worker, first come first served, and no more than keeps it busy', async () => {
    const { session, run, queue } = setUp(2);
    for (const task of 'abcde') void run([task]);
    expect(session.onTheirWay).toEqual(['0: a', '1: b']);
    expect(queue.stats).toMatchObject({ submitted: 5, queued: 3, running: 2 });
    await session.finish('b');
    expect(session.onTheirWay).toEqual(['0: a', '1: c']);
    session.chunksAWorker = 2;
    await session.finish('a');
    expect(session.onTheirWay).toEqual(['1: c', '0: d', '0: e']);
    expect(sum(queue)).toBe(5);
  });

  it('keep the places of the call, whatever index their tasks have in the session', async () => {
    const { session, queue } = setUp(1);
    void queue.run({ first: 0, tasks: ['x', 'y', 'z'] });
    const second = queue.run({ first: 7, tasks: ['a', 'b'] });
    await session.finish('x');
    expect(session.sent[0]?.chunk.first).toBe(3);
    await session.finish('a');
    expect((await second)?.outcomes.map(({ index }) => index)).toEqual([7, 8]);
  });

  it('that the session takes no more are lost, and settle as nothing', async () => {
    const { session, queue, run } = setUp(1);
    const refused = run(['a']);
    session.sent[0]?.refuse(new Error('closed'));
    expect(await refused).toBeUndefined();
    expect(queue.stats).toMatchObject({ submitted: 1, lost: 1, running: 0 });
  });

  it('count by what became of their tasks', async () => {
    const { session, queue, run } = setUp(1);
    void run(['a', 'b']);
    await session.finish('b', new Error('no'));
    void run(['c']);
    await session.finish('c', new WorkerLostError('gone', 0, 1));
    expect(queue.stats).toEqual({
      submitted: 3,
      queued: 0,
      running: 0,
      done: 1,
      failed: 1,
      lost: 1,
      cancelled: 0,
    });
  });
});

describe('a limit of waiting tasks', () => {
  it('refuses by name, and draining is told once', async () => {
    const { session, queue, run, drained } = setUp(1, { maxQueued: 2 });
    void run(['a']);
    queue.checkRoom();
    void run(['b']);
    void run(['c']);
    expect(() => queue.checkRoom()).toThrow(QueueFullError);
    expect(() => queue.checkRoom()).toThrow('2 tasks are waiting already, and `maxQueued` is 2.');
    await session.finish('a');
    queue.checkRoom();
    expect(drained).toEqual([]);
    await session.finish('b');
    expect(drained).toEqual([0]);
    await session.finish('c');
    expect(drained).toEqual([0]);
  });

  it('drains, too, where what waited was dropped', async () => {
    const { run, queue, drained } = setUp(1);
    const group = new CallGroup();
    void run(['a']);
    void run(['b'], group);
    queue.abandon(group, false);
    expect(drained).toEqual([0]);
  });
});

describe('workers that have had their tasks', () => {
  it('are replaced after the chunk that reaches the number, and get nothing meanwhile', async () => {
    const { session, run } = setUp(1, { maxTasksPerWorker: 3 });
    void run(['a', 'b']);
    await session.finish('a');
    expect(session.replaced).toEqual([]);
    void run(['c', 'd']);
    expect(session.onTheirWay).toEqual(['0: c d']);
    void run(['e']);
    await session.finish('c');
    expect(session.replaced).toEqual(['0 finished']);
    expect(session.onTheirWay).toEqual([]);
    session.replacing[0]?.();
    await turn();
    expect(session.onTheirWay).toEqual(['0: e']);
  });

  it('are replaced when they are too large, one at a time', async () => {
    const { session, run } = setUp(1, { maxWorkerMemory: 100 });
    session.memoryMiB = 100;
    void run(['a']);
    await session.finish('a');
    expect(session.replaced).toEqual([]);
    session.memoryMiB = 101;
    void run(['b']);
    await session.finish('b');
    expect(session.replaced).toEqual(['0 finished']);
    void run(['c']);
    expect(session.onTheirWay).toEqual([]);
  });
});

describe.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])('a storm with seed %i', (seed) => {
  it('settles every chunk once, and its tasks add up at every moment', async () => {
    const random = seededRandom(seed);
    const below = (count: number) => random.int(count);
    const { session, queue } = setUp(1 + below(3), {
      maxTasksPerWorker: below(2) === 0 ? undefined : 1 + below(5),
    });
    session.chunksAWorker = 1 + below(3);
    const settled = new Map<number, number>();
    const groups = Array.from({ length: 8 }, () => new CallGroup());
    let submitted = 0;
    const actions: (() => unknown)[] = [
      () => {
        const id = submitted++;
        const group = below(2) === 0 ? undefined : groups[below(groups.length)];
        const tasks = Array.from({ length: 1 + below(3) }, (_, place) => `${id}.${place}`);
        queue.submit({ first: 0, tasks }, () => settled.set(id, (settled.get(id) ?? 0) + 1), group);
      },
      () => session.sent[0] && session.finish(session.sent[below(session.sent.length)]?.chunk.tasks[0]),
      () => queue.abandon(groups[below(groups.length)]!, below(2) === 0),
      () => queue.end(groups[below(groups.length)]!),
      () => void queue.occupy(below(session.workers), groups[below(groups.length)]!, () => turn()),
      () => session.replacing.shift()?.(),
    ];
    // More is submitted than done about it, so that the queue grows.
    const likely = [0, 0, 0, 0, 1, 1, 1, 0, 1, 2, 3, 4, 5, 5];
    for (let step = 0; step < 300; step++) {
      await actions[likely[below(likely.length)]!]!();
      const { running } = queue.stats;
      expect(sum(queue)).toBe(queue.stats.submitted);
      expect(running).toBe(session.sent.reduce((tasks, { chunk }) => tasks + chunk.tasks.length, 0));
    }
    if (seed % 2 === 0) queue.terminate();
    let isEmpty = false;
    void queue.whenEmpty().then(() => {
      isEmpty = true;
    });
    await turn();
    while (!isEmpty) {
      session.replacing.shift()?.();
      if (session.sent[0]) await session.finish(session.sent[0].chunk.tasks[0]);
      await turn();
    }
    expect([...settled.values()]).toEqual(Array(submitted).fill(1));
    expect(queue.stats).toMatchObject({ queued: 0, running: 0 });
    expect(sum(queue)).toBe(queue.stats.submitted);
  });
});
