import { describe, expect, it } from 'vitest';
import { UsageError } from '../../errors.js';
import type { Scenario } from '../../scenario/index.js';
import { createFakeEngine } from '../engines/fake.js';
import type { Outcome, Session } from '../session/index.js';
import { chunkRule, type Dispatch, dispatches, findDispatch } from './index.js';

/** Each task is what it takes, and its result. */
const scenario: Scenario = {
  name: 'sleep',
  description: '',
  params: {},
  tasks: () => [],
  run: (task) => task,
  async consume(tasks) {
    let taken = 0;
    for await (const _ of tasks) taken++;
    return taken;
  },
};

function open(workers: number): Promise<Session> {
  const engine = createFakeEngine({ scenario, cost: (task) => task as number });
  return engine.open({ module: '', export: '', params: {}, workers, seed: 1 });
}

async function run(name: string, tasks: number[], workers: number, chunksize: number) {
  const session = await open(workers);
  const outcomes: Outcome[] = [];
  for await (const outcome of findDispatch(name).run(tasks, chunksize, session)) outcomes.push(outcome);
  return { makespan: session.clock.now(), order: outcomes.map(({ index }) => index), outcomes };
}

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);
const growing = (count: number) => upTo(count).map((index) => index + 1);

describe('how long a dispatch takes', () => {
  it.each(dispatches.map(({ name }) => [name]))(
    'equal work on 4 workers: a quarter, with %s',
    async (name) => {
      const tasks = new Array<number>(12).fill(10);
      expect((await run(name, tasks, 1, 1)).makespan).toBe(120);
      expect((await run(name, tasks, 4, 1)).makespan).toBe(30);
    },
  );

  it.each([
    // 16 chunks of 2 take 3, 7, 11 … 63: the fourth worker gets every fourth, 15 + 31 + 47 + 63.
    ['map', chunkRule.auto('map', 32, 4), 156],
    // Tasks one by one: the fourth worker gets 4 + 8 + … + 32.
    ['imapUnordered', 1, 144],
    ['imap', 1, 144],
    ['apply', 1, 144],
    // Four chunks of 8: the last holds 25 … 32.
    ['map', 8, 228],
    ['starmap', 8, 228],
    ['consume', 8, 228],
    ['imapUnordered', 8, 228],
    // `apply` does not care.
    ['apply', 8, 144],
  ])('growing work 1 … 32 on 4 workers, %s at chunksize %i: %i', async (name, chunksize, makespan) => {
    expect((await run(name, growing(32), 4, chunksize)).makespan).toBe(makespan);
  });

  it('12 equal tasks in chunks of 4 keep three of ten workers busy', async () => {
    const tasks = new Array<number>(12).fill(10);
    expect((await run('map', tasks, 10, 4)).makespan).toBe(40);
    expect((await run('map', tasks, 10, 1)).makespan).toBe(20);
  });
});

describe('the order of results', () => {
  const falling = [9, 7, 5, 3, 1];
  it.each([
    ['map', [0, 1, 2, 3, 4]],
    ['imap', [0, 1, 2, 3, 4]],
    // On two workers, 7 ends at 7, 9 at 9, 5 at 12, 3 at 12 (begun later), 1 at 13.
    ['imapUnordered', [1, 0, 2, 3, 4]],
    ['apply', [1, 0, 2, 3, 4]],
  ])('%s', async (name, order) => {
    expect((await run(name, falling, 2, 1)).order).toEqual(order);
  });

  it.each(dispatches.filter(({ perWorker }) => !perWorker).map(({ name }) => [name]))(
    '%s pairs every task with its own result',
    async (name) => {
      const tasks = upTo(50).map((index) => (index * 37) % 11);
      const { outcomes } = await run(name, tasks, 3, 4);
      expect(outcomes).toHaveLength(50);
      for (const outcome of outcomes)
        expect(outcome).toEqual({ index: outcome.index, value: tasks[outcome.index] });
      expect(new Set(outcomes.map(({ index }) => index)).size).toBe(50);
    },
  );

  it('map gives nothing before all is done, imap each result as soon as it is ready', async () => {
    const firstAt = async (name: string) => {
      const session = await open(2);
      for await (const _ of findDispatch(name).run([1, 2, 3, 4], 1, session)) return session.clock.now();
    };
    expect(await firstAt('map')).toBe(6);
    expect(await firstAt('imap')).toBe(1);
  });
});

describe('an async source', () => {
  it.each(dispatches.filter(({ perWorker }) => !perWorker).map(({ name }) => [name]))(
    'that ends while tasks run loses none with %s',
    async (name) => {
      const session = await open(3);
      const tasks = (async function* () {
        yield* [5, 9, 2, 7];
      })();
      const seen: number[] = [];
      for await (const { index } of findDispatch(name).run(tasks, 1, session)) seen.push(index);
      expect(seen.sort()).toEqual([0, 1, 2, 3]);
      expect(session.clock.now()).toBe(9);
    },
  );
});

describe('the chunksize', () => {
  it.each([
    ['map', 12, 10, 1],
    ['map', 1_000, 4, 63],
    ['map', 0, 4, 1],
    ['imap', 1_000, 4, 1],
    ['imapUnordered', 1_000, 4, 1],
    ['apply', 1_000, 4, 1],
    ['starmap', 1_000, 4, 63],
    ['consume', 1_000, 4, 1],
  ])('auto of %s for %i tasks on %i workers is %i', (name, tasks, workers, chunksize) => {
    expect(chunkRule.auto(name, tasks, workers)).toBe(chunksize);
  });

  it.each([
    ['map', 7],
    ['imap', 7],
    ['imapUnordered', 7],
    ['apply', 1],
  ])('7 comes to %s: %i', (name, chunksize) => {
    expect(chunkRule.effective(name, 7)).toBe(chunksize);
  });

  it.each(dispatches.map((dispatch) => [dispatch.name, dispatch] as [string, Dispatch]))(
    'of 0 is refused by %s before a task is read',
    async (_, dispatch) => {
      const tasks = (function* () {
        yield expect.unreachable();
      })();
      const session = await open(1);
      expect(() => dispatch.run(tasks, 0, session)).toThrow(UsageError);
      expect(() => dispatch.run(5 as never, 1, session)).toThrow(UsageError);
    },
  );
});

describe('the name of a dispatch', () => {
  it('that does not exist brings up the nearest', () => {
    expect(() => findDispatch('imapunordered')).toThrow(/Did you mean "imapUnordered"/);
  });
});
