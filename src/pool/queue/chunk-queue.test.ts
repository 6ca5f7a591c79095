import { describe, expect, it } from 'vitest';
import { WorkerLostError } from '../../errors.js';
import { seededRandom } from '../../stats/index.js';
import type { ChunkResult } from '../../workers/session/index.js';
import { ManualSession, turn } from '../testing/manual-session.js';
import { ChunkQueue, type ChunkQueueOptions, QueueFullError } from './chunk-queue.js';
import { CallGroup } from './slot.js';

function setUp(workers: number, options: Partial<ChunkQueueOptions> = {}) {
  const session = new ManualSession(workers);
  const drained: number[] = [];
  const queue: ChunkQueue = new ChunkQueue(session, {
    maxTasksPerWorker: undefined,
    maxWorkerMemory: undefined,
    maxQueued: undefined,
    onDrain: () => drained.push(queue.stats.queued),
    ...options,
  });
  const settled: string[] = [];
  const valuesOf = (result: ChunkResult | undefined) =>
    result?.outcomes.map((outcome) => ('error' in outcome ? 'failed' : outcome.value)).join(' ') ?? 'nothing';
  const run = (tasks: unknown[], group?: CallGroup) =>
    queue.run({ first: 0, tasks }, group).then((result) => {
      settled.push(`${tasks[0]}: ${valuesOf(result)}`);
      return result;
    });
  return { session, queue, drained, settled, run };
}

const sum = ({ stats }: ChunkQueue) =>
  stats.queued + stats.running + stats.done + stats.failed + stats.lost + stats.cancelled;

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
