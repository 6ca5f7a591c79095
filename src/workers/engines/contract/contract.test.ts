import { existsSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { TaskError, UsageError, WorkerLostError } from '../../../errors.js';
import { type Dispatch, dispatches } from '../../dispatch/index.js';
import { isFailure, type Outcome, type Session } from '../../session/index.js';
import { createFakeEngine } from '../fake.js';
import { type Engine, findEngine } from '../index.js';
import type { Misfortune } from './fixtures/misfortunes.js';

// Serial and promises run in the caller's own process: a task that exits would end the tests.
const table: { engine: Engine; workers: number; canExit: boolean }[] = [
  { engine: createFakeEngine({ losesAt: exitCodeOf }), workers: 2, canExit: true },
  { engine: findEngine('threads'), workers: 2, canExit: true },
  { engine: findEngine('processes'), workers: 2, canExit: true },
  { engine: findEngine('serial'), workers: 1, canExit: false },
  { engine: findEngine('promises'), workers: 3, canExit: false },
];

function exitCodeOf(task: unknown): number | undefined {
  const misfortune = task as Misfortune;
  return misfortune.kind === 'exit' ? misfortune.code : undefined;
}

const module = new URL('./fixtures/misfortunes.js', import.meta.url).href;
const CHUNKSIZE = 2;
const AT = 4;

const fine = (count: number): Misfortune[] =>
  Array.from({ length: count }, (_, value) => ({ kind: 'none', value }));
const befallen = (misfortune: Misfortune): Misfortune[] => fine(11).with(AT, misfortune);

async function runAll(dispatch: Dispatch, tasks: Misfortune[], session: Session): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for await (const outcome of dispatch.run(tasks, CHUNKSIZE, session)) outcomes.push(outcome);
  return outcomes.sort((a, b) => a.index - b.index);
}

const valuesOf = (outcomes: Outcome[]) =>
  outcomes.map((outcome) => (isFailure(outcome) ? outcome.error : outcome.value));
const failuresOf = (outcomes: Outcome[]) => outcomes.filter(isFailure).map(({ index }) => index);
const indicesOf = (outcomes: Outcome[]) => outcomes.map(({ index }) => index);
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);

/** `consume`, which gives an outcome a worker, has a contract of its own. */
const byTask = dispatches.filter(({ perWorker }) => !perWorker);

describe.each(table)('$engine.name', ({ engine, workers, canExit }) => {
  let session: Session;
  const lost: unknown[] = [];

  beforeAll(async () => {
    session = await engine.open({ module, export: 'default', params: {}, workers, seed: 1 });
    session.on('lost', (entry) => lost.push(entry));
  });

  afterAll(() => session.close());
  beforeEach(() => {
    lost.length = 0;
  });

  describe.each(byTask)('under $name', (dispatch) => {
    /** Runs the tasks, of which each settles once; then others, which all succeed. */
    async function run(tasks: Misfortune[]): Promise<Outcome[]> {
      const outcomes = await runAll(dispatch, tasks, session);
      expect(indicesOf(outcomes)).toEqual(upTo(tasks.length));
      expect(valuesOf(await runAll(dispatch, fine(6), session))).toEqual(upTo(6));
      return outcomes;
    }

    function taskErrorAt(outcomes: Outcome[], index: number): TaskError {
      expect(failuresOf(outcomes)).toEqual([index]);
      const error = valuesOf(outcomes)[index];
      expect(error).toBeInstanceOf(TaskError);
      expect(error).toMatchObject({ task: index, engine: engine.name });
      expect(upTo(workers)).toContain((error as TaskError).worker);
      return error as TaskError;
    }

    it.each([
      ['no task', 0],
      ['one task', 1],
      ['fewer tasks than workers', workers - 1],
      ['more tasks than workers', 11],
    ])('%s', async (_, count) => {
      expect(valuesOf(await run(fine(count)))).toEqual(upTo(count));
    });

    it('a task that throws fails alone, with what it threw as the cause', async () => {
      const error = taskErrorAt(await run(befallen({ kind: 'throw', message: 'off the end' })), AT);
      expect(error.message).toContain('off the end');
      expect(error.cause).toBeInstanceOf(RangeError);
      expect(error.cause).toMatchObject({ name: 'RangeError', message: 'off the end', code: 'E_MISFORTUNE' });
      expect((error.cause as Error).stack).toContain('misfortunes');
      expect(lost).toEqual([]);
    });

    it.each([[undefined], [null], [0], [''], [Number.NaN], [false], [412], ['a string']])(
      'a task that throws %o fails, too',
      async (value) => {
        const error = taskErrorAt(await run(befallen({ kind: 'throwValue', value })), AT);
        expect(error.cause).toBe(value);
      },
    );

    // Those on the caller's own thread send no results, so each can be had.
    if (engine.placement !== 'inline') {
      it('a result that cannot be serialised fails its task alone, and says why', async () => {
        const error = taskErrorAt(await run(befallen({ kind: 'unserialisable' })), AT);
        expect(error.message).toMatch(/result cannot be sent back: .*could not be cloned/);
        expect(lost).toEqual([]);
      });
    }

    if (canExit) {
      it.each([[0], [1]])(
        'a worker that exits with %i fails its chunk alone, and is replaced',
        async (code) => {
          const outcomes = await run(befallen({ kind: 'exit', code }));
          const size = dispatch.effectiveChunksize(CHUNKSIZE);
          expect(failuresOf(outcomes)).toEqual(upTo(size).map((position) => AT + position));
          for (const { error } of outcomes.filter(isFailure)) {
            expect(error).toBeInstanceOf(WorkerLostError);
            expect(error).toMatchObject({ exitCode: code, signal: null });
          }
          expect(lost).toMatchObject([{ worker: expect.any(Number), exitCode: code, signal: null }]);
        },
      );
    }
  });

  it('closes twice, takes nothing afterwards and leaves no worker behind', async () => {
    const session = await engine.open({ module, export: 'default', params: {}, workers, seed: 1 });
    const whereabouts = await workerPlaces(session, engine);
    const last = session.run({ first: 0, tasks: fine(3) });
    await Promise.all([session.close(), session.close()]);
    await session.close();
    expect((await last).outcomes).toHaveLength(3);
    await expect(session.run({ first: 0, tasks: fine(1) })).rejects.toThrow(UsageError);
    await session.terminate();
    expect(whereabouts.filter(existsSync)).toEqual([]);
  });
});

/** Where /proc shows the workers, on a system that has it, while they live. */
async function workerPlaces(session: Session, engine: Engine): Promise<string[]> {
  if (engine.placement !== 'workers' || !existsSync('/proc/thread-self')) return [];
  const asked = upTo(session.workers).map((worker) =>
    session.run({ first: worker, tasks: [{ kind: 'whereabouts' }] }, worker),
  );
  const outcomes = (await Promise.all(asked)).flatMap((result) => result.outcomes);
  const places = valuesOf(outcomes).map((place) => `/proc/${place}`);
  expect(new Set(places).size).toBe(session.workers);
  expect(places.every(existsSync)).toBe(true);
  return places;
}
