import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TaskError, UsageError, WorkerLostError } from '../../../errors.js';
import type { Params } from '../../../scenario/index.js';
import { consumeAll } from '../../dispatch/index.js';
import { type ChunkTelemetry, isFailure, type Outcome, type Session } from '../../session/index.js';
import { createFakeEngine } from '../fake.js';
import { type Engine, findEngine } from '../index.js';
import type { Consumed, Item } from './fixtures/consuming.js';

const fake = createFakeEngine({ losesAt: (item) => ((item as Item).kind === 'exit' ? 4 : undefined) });
const table: { engine: Engine; workers: number }[] = [
  { engine: fake, workers: 2 },
  { engine: findEngine('threads'), workers: 2 },
  { engine: findEngine('processes'), workers: 2 },
  { engine: findEngine('serial'), workers: 1 },
  { engine: findEngine('promises'), workers: 2 },
];

const module = new URL('./fixtures/consuming.js', import.meta.url).href;
const fine = (count: number): Item[] =>
  Array.from({ length: count }, (_, value) => ({ kind: 'none', value }));
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);
const itemsOf = (outcomes: Outcome[]) => outcomes.reduce((sum, { items = 0 }) => sum + items, 0);
const valuesOf = (outcomes: Outcome[]) =>
  outcomes
    .flatMap((outcome) => (isFailure(outcome) ? [] : (outcome.value as Consumed).values))
    .sort((a, b) => a - b);

interface RunOptions {
  chunksize?: number;
  params?: Params;
  /** Called as each consumer has ended. */
  whenEnded?: () => void;
}

const closing = (session: Session) => ({ session, [Symbol.asyncDispose]: () => session.close() });

describe.each(table)('$engine.name feeds consumers', ({ engine, workers }) => {
  const noParams = { hugeResult: false, functionResult: false };
  const open = (params: Params = {}) =>
    engine.open({ module, export: 'default', params: { ...noParams, ...params }, workers, seed: 1 });
  let shared: Session;
  beforeAll(async () => {
    shared = await open();
  });
  afterAll(() => shared.close());

  async function run(
    tasks: Iterable<Item> | AsyncIterable<Item>,
    { chunksize = 2, params, whenEnded = () => undefined }: RunOptions = {},
  ) {
    await using own = params && closing(await open(params));
    const session = own?.session ?? shared;
    const told: { telemetry: ChunkTelemetry; tasks: number }[] = [];
    const used = (telemetry: ChunkTelemetry, chunk: { tasks: readonly unknown[] }) => {
      told.push({ telemetry, tasks: chunk.tasks.length });
      if (chunk.tasks.length === 0) whenEnded();
    };
    const outcomes: Outcome[] = [];
    for await (const outcome of consumeAll(tasks, chunksize, session, { used })) outcomes.push(outcome);
    outcomes.sort((a, b) => a.index - b.index);
    expect(outcomes.map(({ index }) => index)).toEqual(upTo(workers));
    return { outcomes, told };
  }

  it.each([
    ['no task', 0],
    ['one task', 1],
    ['many tasks', 101],
  ])('%s, each taken by one consumer', async (_, count) => {
    const { outcomes } = await run(fine(count));
    expect(itemsOf(outcomes)).toBe(count);
    expect(valuesOf(outcomes)).toEqual(upTo(count));
  });

  it('again and again in the same workers, which were set up once', async () => {
    await run(fine(5));
    const { outcomes } = await run(fine(7));
    expect(valuesOf(outcomes)).toEqual(upTo(7));
    const setups = outcomes.map((outcome) => !isFailure(outcome) && (outcome.value as Consumed).setups);
    // The fake workers and serial share this process, and so the count.
    if (engine.placement === 'workers') expect(setups).toEqual([1, 1]);
    else expect(new Set(setups)).not.toContain(undefined);
  });

  it('a chunk is told of once its consumer asks for more, and what it does at the end after that', async () => {
    const { told } = await run(fine(9), { chunksize: 2 });
    expect(told.filter(({ tasks }) => tasks > 0).reduce((sum, { tasks }) => sum + tasks, 0)).toBe(9);
    for (const worker of upTo(workers)) {
      const own = told.filter(({ telemetry }) => telemetry.worker === worker);
      expect(own.at(-1)?.tasks).toBe(0);
      own.reduce((end, { telemetry: { started, finished } }) => {
        expect(started).toBeGreaterThanOrEqual(end);
        expect(finished).toBeGreaterThanOrEqual(started);
        return finished;
      }, 0);
    }
  });

  it('what a consumer that throws had taken settles with its error', async () => {
    const { outcomes } = await run([...fine(4), { kind: 'throw' }, ...fine(2)]);
    const failed = outcomes.filter(isFailure);
    expect(failed).toHaveLength(1);
    expect(failed[0]!.error).toBeInstanceOf(TaskError);
    expect(failed[0]!.error.cause).toBeInstanceOf(RangeError);
    expect(failed[0]!.error.cause).toMatchObject({ message: 'no such row', code: 'E_ROW' });
    // The others end with the source: what the one that threw was sent and did not take may come too late for them.
    expect(itemsOf(outcomes)).toBeGreaterThanOrEqual(5);
    expect(itemsOf(outcomes)).toBeLessThanOrEqual(7);
  });

  if (workers > 1) {
    it('a consumer may leave inside a chunk: the rest of it goes to those that are still there', async () => {
      let whenEnded: () => void = () => undefined;
      const left = new Promise<void>((resolve) => {
        whenEnded = resolve;
      });
      const source = async function* (): AsyncGenerator<Item> {
        yield* [{ kind: 'leave' } as const, ...fine(3)];
        await left;
        // The one that left has given back what it was sent by now.
        await nextTurn();
        yield { kind: 'none', value: 3 };
      };
      const { outcomes } = await run(source(), { chunksize: 2, whenEnded });
      expect(outcomes.filter(isFailure)).toEqual([]);
      expect(itemsOf(outcomes)).toBe(5);
      expect(valuesOf(outcomes)).toEqual(upTo(4));
    });
  }

  it('a result of ten megabytes comes back', async () => {
    const { outcomes } = await run(fine(2), { params: { hugeResult: true } });
    expect(valuesOf(outcomes)).toEqual([0, 1]);
  });

  if (engine.placement !== 'inline') {
    it('a result that cannot be sent fails its consumer alone, and says why', async () => {
      const { outcomes } = await run(fine(2), { params: { functionResult: true } });
      expect(outcomes.every(isFailure)).toBe(true);
      expect(itemsOf(outcomes)).toBe(2);
      expect((outcomes[0] as { error: Error }).error.message).toMatch(/result cannot be sent back/);
    });

    it('a worker that exits takes with it what it was sent, and is replaced', async () => {
      const { outcomes } = await run([...fine(24), { kind: 'exit' }]);
      const failed = outcomes.filter(isFailure);
      expect(failed).toHaveLength(1);
      expect(failed[0]!.error).toBeInstanceOf(WorkerLostError);
      expect(failed[0]!.error).toMatchObject({ exitCode: 4 });
      expect(failed[0]!.items).toBeGreaterThanOrEqual(1);
      expect(itemsOf(outcomes)).toBeLessThanOrEqual(25);
      expect(new Set(valuesOf(outcomes)).size).toBe(itemsOf(outcomes) - failed[0]!.items!);
      expect(valuesOf((await run(fine(6))).outcomes)).toEqual(upTo(6));
    });
  }

  it('a closed session takes no consumers', async () => {
    await run(fine(1));
    await shared.close();
    await expect(run(fine(1))).rejects.toThrow(UsageError);
  });
});
