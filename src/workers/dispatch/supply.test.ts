import { describe, expect, it } from 'vitest';
import { UsageError } from '../../errors.js';
import type { Scenario } from '../../scenario/index.js';
import { Simulation } from '../../simulation/index.js';
import { createFakeEngine } from '../engines/fake.js';
import type { Outcome, Session } from '../session/index.js';
import type { TaskSource } from './dispatch.js';
import { dispatches, findDispatch } from './index.js';
import { READ_AHEAD } from './pump.js';

const scenario: Scenario = {
  name: 'sleep',
  description: '',
  params: {},
  tasks: () => [],
  run: (task) => task,
};

async function open(workers: number, costMs: (task: number) => number = () => 1) {
  const simulation = new Simulation();
  const engine = createFakeEngine({ scenario, simulation, cost: (task) => costMs(task as number) });
  const session = await engine.open({ module: '', export: '', params: {}, workers, seed: 1 });
  /** Until nothing moves any more. */
  const rest = () =>
    new Promise<void>((resolve) => {
      simulation.after(1e6, resolve);
      simulation.drive();
    });
  return { session, rest };
}

/** Endless, unless it throws; counts what was read, and notes when it was closed. */
class Source {
  read = 0;
  isClosed = false;
  constructor(private readonly throwsAt = Number.POSITIVE_INFINITY) {}

  *sync(): Generator<number> {
    try {
      for (;;) yield this.item();
    } finally {
      this.isClosed = true;
    }
  }

  async *async(): AsyncGenerator<number> {
    yield* this.sync();
  }

  private item(): number {
    if (this.read === this.throwsAt) throw new Error(`no item ${this.read}`);
    return this.read++;
  }
}

const lazy = [['imap'], ['imapUnordered'], ['apply']];
const kinds = ['sync', 'async'] as const;
const lazyKinds = lazy.flatMap(([name]) => kinds.map((kind) => [name!, kind] as const));

/** What came before the error, and the error. */
async function drain(name: string, tasks: TaskSource, chunksize: number, session: Session) {
  const outcomes: Outcome[] = [];
  try {
    for await (const outcome of findDispatch(name).run(tasks, chunksize, session)) outcomes.push(outcome);
  } catch (error) {
    return { outcomes, error };
  }
  return { outcomes, error: undefined };
}

describe.each(lazyKinds)('%s from an endless %s source', (name, kind) => {
  it('reads nothing before the first result is asked for', async () => {
    const { session, rest } = await open(2);
    const source = new Source();
    findDispatch(name).run(source[kind](), 1, session);
    await rest();
    expect(source.read).toBe(0);
  });

  it('reads a bounded number of items ahead of a consumer that is away', async () => {
    const { session, rest } = await open(2);
    const source = new Source();
    const results = findDispatch(name).run(source[kind](), 1, session)[Symbol.asyncIterator]();
    await results.next();
    await rest();
    expect(source.read).toBe(2 * READ_AHEAD);
    await results.next();
    await rest();
    expect(source.read).toBe(2 * READ_AHEAD + 1);
    await results.return?.();
  });

  it('closes the source when the consumer leaves early, and the session goes on', async () => {
    const { session } = await open(2);
    const source = new Source();
    const seen: number[] = [];
    for await (const { index } of findDispatch(name).run(source[kind](), 1, session)) {
      seen.push(index);
      if (seen.length === 3) break;
    }
    expect(seen).toEqual([0, 1, 2]);
    expect(source.isClosed).toBe(true);
    expect((await drain(name, [1, 2, 3], 1, session)).outcomes).toHaveLength(3);
    await session.close();
  });

  it('closes the source when the consumer throws', async () => {
    const { session } = await open(2);
    const source = new Source();
    const consume = async () => {
      for await (const _ of findDispatch(name).run(source[kind](), 1, session)) throw new Error('enough');
    };
    await expect(consume()).rejects.toThrow('enough');
    expect(source.isClosed).toBe(true);
  });
});

describe('reading ahead', () => {
  it('counts in chunks: chunksize 3 on 2 workers', async () => {
    const { session, rest } = await open(2);
    const source = new Source();
    const results = findDispatch('imap').run(source.sync(), 3, session)[Symbol.asyncIterator]();
    await results.next();
    await rest();
    expect(source.read).toBe(3 * 2 * READ_AHEAD);
  });

  it('goes on behind a slow first task, but not without end', async () => {
    const { session } = await open(2, (task) => (task === 0 ? 1_000 : 1));
    const source = new Source();
    const results = findDispatch('imap').run(source.sync(), 1, session)[Symbol.asyncIterator]();
    expect((await results.next()).value).toEqual({ index: 0, value: 0 });
    expect(session.clock.now()).toBe(1_000);
    expect(source.read).toBe(2 * READ_AHEAD);
  });

  it.each(dispatches.filter(({ perWorker }) => !perWorker).map(({ name }) => [name]))(
    '%s never has more outstanding than the session accepts',
    async (name) => {
      const { session } = await open(3, (task) => task % 4);
      let outstanding = 0;
      let most = 0;
      let capacity = 1;
      const watched: Session = Object.create(session, {
        capacity: { get: () => capacity },
        run: {
          value: async (chunk: Parameters<Session['run']>[0]) => {
            most = Math.max(most, ++outstanding - capacity);
            const result = await session.run(chunk);
            outstanding--;
            capacity = 1 + (chunk.first % 5);
            return result;
          },
        },
      });
      const tasks = Array.from({ length: 40 }, (_, task) => task);
      expect((await drain(name, tasks, 1, watched)).outcomes).toHaveLength(40);
      expect(most).toBe(0);
    },
  );

  it('leaves a source that never answers', async () => {
    const { session } = await open(1);
    const source = {
      [Symbol.asyncIterator]: () => {
        let read = 0;
        const never = new Promise<never>(() => {});
        return {
          next: async () => (read++ === 0 ? { value: 1, done: false as const } : never),
          return: () => never,
        };
      },
    };
    for await (const _ of findDispatch('imap').run(source, 1, session)) break;
  });
});

describe.each(kinds)('a %s source that throws', (kind) => {
  it.each([
    ['imap', 0, 1, 0],
    ['imap', 3, 1, 3],
    ['imap', 7, 2, 6],
    ['imap', 7, 4, 4],
    ['imapUnordered', 0, 1, 0],
    ['imapUnordered', 3, 1, 3],
    ['imapUnordered', 7, 2, 6],
    ['imapUnordered', 7, 4, 4],
    ['apply', 3, 4, 3],
    ['map', 0, 1, 0],
    ['map', 7, 2, 0],
  ])(
    '%s, at item %i with chunksize %i: %i results, then the error; twice',
    async (name, at, chunksize, count) => {
      const { session } = await open(2);
      for (const _ of ['once', 'twice']) {
        const { outcomes, error } = await drain(name, new Source(at)[kind](), chunksize, session);
        expect(outcomes.map(({ index }) => index)).toEqual(
          Array.from({ length: count }, (_, index) => index),
        );
        expect(error).toEqual(new Error(`no item ${at}`));
      }
      expect((await drain(name, [1, 2], chunksize, session)).outcomes).toHaveLength(2);
    },
  );
});

describe('a session that is closed meanwhile', () => {
  it.each(lazy)('%s gives what it had sent, then the reason, and closes the source', async (name) => {
    const { session } = await open(2);
    const source = new Source();
    const results = findDispatch(name!).run(source.sync(), 1, session)[Symbol.asyncIterator]();
    await results.next();
    void session.close();
    const rest: unknown[] = [];
    const consume = async () => {
      for (let step = await results.next(); !step.done; step = await results.next()) rest.push(step.value);
    };
    await expect(consume()).rejects.toThrow(UsageError);
    expect(source.isClosed).toBe(true);
    expect(rest.length).toBe(source.read - 2);
  });
});
