import { describe, expect, it } from 'vitest';
import { CorewiseError, TaskError, UnavailableError, UsageError, WorkerLostError } from '../../errors.js';
import type { Scenario } from '../../scenario/index.js';
import { createFakeEngine, type FakeEngineOptions } from '../engines/fake.js';
import type { Chunk, ChunkTelemetry, Outcome, Session, StreamOptions } from '../session/index.js';
import { consume, consumeAll } from './consume.js';

/** Each task is what it takes; a consumer gives the list of those it took. */
const scenario: Scenario = {
  name: 'sleep',
  description: '',
  params: {},
  tasks: () => [],
  async consume(tasks) {
    const taken: unknown[] = [];
    for await (const task of tasks) {
      if (task === 'leave') break;
      if (task === 'throw') throw new RangeError('no such row');
      taken.push(task);
    }
    return taken;
  },
};

const cost = (task: unknown) => (typeof task === 'number' ? task : 1);

function open(workers: number, options: FakeEngineOptions = {}): Promise<Session> {
  const engine = createFakeEngine({ scenario, cost, ...options });
  return engine.open({ module: '', export: '', params: {}, workers, seed: 1 });
}

interface Told {
  telemetry: ChunkTelemetry;
  chunk: Chunk;
}

async function run(
  tasks: Iterable<unknown> | AsyncIterable<unknown>,
  {
    workers = 2,
    chunksize = 1,
    ...options
  }: FakeEngineOptions & { workers?: number; chunksize?: number } = {},
) {
  const session = await open(workers, options);
  const opened = session.clock.now();
  const told: Told[] = [];
  const stream: StreamOptions = { used: (telemetry, chunk) => told.push({ telemetry, chunk }) };
  const outcomes: Outcome[] = [];
  let thrown: unknown;
  try {
    for await (const outcome of consumeAll(tasks, chunksize, session, stream)) outcomes.push(outcome);
  } catch (error) {
    thrown = error;
  }
  return { outcomes, thrown, told, took: session.clock.now() - opened, session };
}

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

describe('consume', () => {
  it('gives one result per worker, whose items are all tasks', async () => {
    const { outcomes, took, thrown } = await run(new Array<number>(12).fill(10), { workers: 4 });
    expect(thrown).toBeUndefined();
    expect(outcomes).toHaveLength(4);
    for (const worker of [0, 1, 2, 3])
      expect(outcomes).toContainEqual({ index: worker, value: [10, 10, 10], items: 3 });
    expect(took).toBe(30);
  });

  it.each([
    // The fourth worker gets 4 + 8 + … + 32.
    [1, 144],
    // Four chunks of eight: the last one holds 25 … 32.
    [8, 228],
  ])('whoever is free takes the next chunk, of %i', async (chunksize, took) => {
    expect((await run(upTo(32), { workers: 4, chunksize })).took).toBe(took);
  });

  it('gives a worker without an item its call, too', async () => {
    const { outcomes } = await run([5], { workers: 3 });
    const items = outcomes.map((outcome) => outcome.items);
    expect(items.sort()).toEqual([0, 0, 1]);
    expect(outcomes).toHaveLength(3);
  });

  it('gives nothing but empty results where there is no task', async () => {
    const { outcomes, took } = await run([]);
    expect(outcomes.map((outcome) => 'value' in outcome && outcome.value)).toEqual([[], []]);
    expect(took).toBe(0);
  });

  it('the tasks of a consumer that throws settle with it, and others take the rest', async () => {
    const { outcomes, thrown } = await run(['throw', 2, 3, 4, 5], { chunksize: 2 });
    expect(thrown).toBeUndefined();
    const failed = outcomes.find((outcome) => 'error' in outcome)!;
    expect(failed).toMatchObject({ index: 0, items: 1 });
    expect((failed as { error: Error }).error).toBeInstanceOf(TaskError);
    expect((failed as { error: Error }).error.cause).toBeInstanceOf(RangeError);
    // The chunk was ["throw", 2]: 2 went to the other consumer.
    expect(outcomes.find(({ index }) => index === 1)).toMatchObject({ value: [3, 4, 2, 5], items: 4 });
  });

  it('what a consumer that leaves early did not take goes to the others', async () => {
    const { outcomes, thrown } = await run(['leave', 2, 3, 4, 5], { chunksize: 2 });
    expect(thrown).toBeUndefined();
    expect(outcomes).toContainEqual({ index: 0, value: [], items: 1 });
    expect(outcomes).toContainEqual({ index: 1, value: [3, 4, 2, 5], items: 4 });
  });

  it('takes it well that all consumers left with the last tasks', async () => {
    const { outcomes, thrown } = await run([1, 2, 'leave', 'leave']);
    expect(thrown).toBeUndefined();
    expect(outcomes.map(({ items }) => items)).toEqual([2, 2]);
  });

  it('says that tasks are left where all consumers left', async () => {
    const source = (async function* () {
      yield* ['leave', 'leave', 1];
    })();
    expect((await run(source)).thrown).toBeInstanceOf(CorewiseError);
    const { thrown } = await run(['leave', 'leave', 1, 2, 3]);
    expect(thrown).toBeInstanceOf(CorewiseError);
    expect((thrown as Error).message).toMatch(/^Tasks are left/);
  });

  it('a lost worker takes with it what it was sent, and no more', async () => {
    const { outcomes } = await run([1, 'exit', 3, 4, 5, 6], {
      losesAt: (task) => (task === 'exit' ? 3 : undefined),
    });
    const failed = outcomes.find((outcome) => 'error' in outcome) as { error: Error; items: number };
    expect(failed.error).toBeInstanceOf(WorkerLostError);
    const others = outcomes.filter((outcome) => 'value' in outcome);
    expect(failed.items + others.reduce((sum, { items = 0 }) => sum + items, 0)).toBe(6);
    expect(failed.items).toBe(1);
  });

  it('throws what the source threw, after the consumers have ended', async () => {
    const source = (function* () {
      yield* [1, 2];
      throw new RangeError('the file ends here');
    })();
    const { outcomes, thrown } = await run(source);
    expect(thrown).toEqual(new RangeError('the file ends here'));
    expect(outcomes).toHaveLength(1);
  });

  it('closes a source that never answers once the consumers are gone', async () => {
    let closed = 0;
    const never = {
      [Symbol.asyncIterator]: () => ({
        next: () => new Promise<IteratorResult<number>>(() => undefined),
        return: async () => {
          closed++;
          return { done: true as const, value: undefined };
        },
      }),
    };
    const session = await open(2);
    const outcomes = consumeAll(never, 1, session, {})[Symbol.asyncIterator]();
    const first = outcomes.next();
    await session.terminate();
    expect((await first).value).toMatchObject({ error: expect.any(WorkerLostError), items: 0 });
    expect((await outcomes.next()).value).toMatchObject({ error: expect.any(WorkerLostError), items: 0 });
    expect(await outcomes.next()).toMatchObject({ done: true });
    expect(closed).toBe(1);
  });

  it('refuses an engine without streams, a chunksize and tasks that cannot be, before anything is read', async () => {
    const session = await open(1);
    const { stream: _, ...without } = { ...session, workers: 1, clock: session.clock };
    expect(() => consume.run([1], 1, without as Session)).toThrow(UnavailableError);
    expect(() => consume.run([1], 0, session)).toThrow(UsageError);
    expect(() => consume.run(5 as never, 1, session)).toThrow(UsageError);
  });
});

describe('what a consumer did', () => {
  it('is told chunk by chunk, to the last one and after it', async () => {
    const { told, took } = await run([4, 6, 5], { messageMs: 1, finishMs: 3 });
    const times = told.map(({ telemetry, chunk }) => [
      telemetry.worker,
      chunk.tasks,
      telemetry.started,
      telemetry.finished,
    ]);
    // A message each way: chunk 2 is sent when the first `used` has arrived.
    expect(times.sort(([a], [b]) => (a as number) - (b as number))).toEqual([
      [0, [4], 1, 5],
      [0, [5], 7, 12],
      [0, [], 14, 17],
      [1, [6], 1, 7],
      [1, [], 9, 12],
    ]);
    expect(took).toBe(18);
  });
});

describe('an async source', () => {
  it('is read one chunk at a time, for who waits longest', async () => {
    const asked: number[] = [];
    const source = (async function* () {
      for (const task of upTo(6)) {
        asked.push(task);
        yield task;
      }
    })();
    const { outcomes, took } = await run(source, { workers: 3 });
    expect(asked).toEqual(upTo(6));
    expect(outcomes.flatMap((outcome) => ('value' in outcome ? [outcome.value] : []))).toEqual(
      expect.arrayContaining([
        [1, 4],
        [2, 5],
        [3, 6],
      ]),
    );
    expect(took).toBe(9);
  });
});
