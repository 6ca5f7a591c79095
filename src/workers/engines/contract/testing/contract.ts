import { existsSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PoolBrokenError, TaskError, UsageError, WorkerLostError } from '../../../../errors.js';
import { type Dispatch, dispatches } from '../../../dispatch/index.js';
import { isFailure, type Outcome, type Session } from '../../../session/index.js';
import type { Engine } from '../../index.js';
import type { Misfortune } from '../fixtures/misfortunes.js';

const module = new URL('../fixtures/misfortunes.js', import.meta.url).href;
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
export const byTask = dispatches.filter(({ perWorker }) => !perWorker);

export interface ContractRow {
  engine: Engine;
  workers: number;
  /** Default: the tasks of its chunk are lost, and another takes its place; `with others`: of others that it held, too. */
  exits?: 'with others' | 'end the tests' | 'break the pool';
  /** What fails with a result that cannot be sent; default: its task alone. */
  unsentResult?: 'nothing' | 'its chunk' | 'its worker' | 'the pool';
  /** No chunk can be given to a worker of choice. */
  isUntargeted?: boolean;
  /** In the stack of what a task threw; default: the module's file. */
  stack?: string;
}

/** What has to hold on every engine under every dispatch. */
export function describeContract(table: readonly ContractRow[], under: readonly Dispatch[] = byTask): void {
  describe.each(table)(
    '$engine.name',
    ({ engine, workers, exits, unsentResult, isUntargeted, stack = 'misfortunes' }) => {
      let session: Session;
      const lost: unknown[] = [];

      const open = async () => {
        session = await engine.open({ module, export: 'default', params: {}, workers, seed: 1 });
        session.on('lost', (entry) => lost.push(entry));
      };

      beforeAll(open);
      afterAll(() => session.close());
      beforeEach(() => {
        lost.length = 0;
      });

      describe.each(under)('under $name', (dispatch) => {
        const chunkOf = (first: number) =>
          upTo(dispatch.effectiveChunksize(CHUNKSIZE)).map((position) => first + position);

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
          expect(error.cause).toMatchObject({
            name: 'RangeError',
            message: 'off the end',
            code: 'E_MISFORTUNE',
          });
          expect((error.cause as Error).stack).toContain(stack);
          expect(lost).toEqual([]);
        });

        it.each([[undefined], [null], [0], [''], [Number.NaN], [false], [412], ['a string']])(
          'a task that throws %o fails, too',
          async (value) => {
            const error = taskErrorAt(await run(befallen({ kind: 'throwValue', value })), AT);
            expect(error.cause).toBe(value);
          },
        );

        if (unsentResult === undefined) {
          it('a result that cannot be serialised fails its task alone, and says why', async () => {
            const error = taskErrorAt(await run(befallen({ kind: 'unserialisable' })), AT);
            expect(error.message).toMatch(/result cannot be sent back: .*could not be cloned/s);
            expect(lost).toEqual([]);
          });
        }

        if (unsentResult === 'its chunk') {
          it('a result that cannot be serialised fails its chunk alone, and says why', async () => {
            const outcomes = await run(befallen({ kind: 'unserialisable' }));
            expect(failuresOf(outcomes)).toEqual(chunkOf(AT));
            for (const { error } of outcomes.filter(isFailure)) {
              expect(error).toBeInstanceOf(TaskError);
              expect(error.message).toMatch(/results? .*cannot be sent back: it could not be cloned/);
            }
            expect(lost).toEqual([]);
          });
        }

        if (unsentResult === 'its worker') {
          it('a result that cannot be serialised ends its worker, which is replaced', async () => {
            const outcomes = await run(befallen({ kind: 'unserialisable' }));
            expect(failuresOf(outcomes)).toEqual(expect.arrayContaining(chunkOf(AT)));
            for (const { error } of outcomes.filter(isFailure)) {
              expect(error).toBeInstanceOf(WorkerLostError);
              expect(error.message).toMatch(
                /was ended by its pool: a result of its chunk cannot be sent back/,
              );
            }
            expect(lost).toMatchObject([{ exitCode: 1, signal: null }]);
          });
        }

        if (unsentResult === 'the pool') {
          it('a result that cannot be serialised ends its worker or breaks the pool', async () => {
            const outcomes = await runAll(dispatch, befallen({ kind: 'unserialisable' }), session);
            expect(indicesOf(outcomes)).toEqual(upTo(11));
            expect(failuresOf(outcomes)).toEqual(expect.arrayContaining(chunkOf(AT)));
            for (const { error } of outcomes.filter(isFailure)) {
              expect(error).toBeInstanceOf(WorkerLostError);
              expect(error.message).toMatch(/cannot be sent back|neither runs nor answers it/);
            }
            await session.close();
            await open();
          });
        }

        if (exits === 'break the pool') {
          it('a worker that exits breaks the pool, which says so', async () => {
            const outcomes = await runAll(dispatch, befallen({ kind: 'exit', code: 3 }), session);
            expect(indicesOf(outcomes)).toEqual(upTo(11));
            expect(failuresOf(outcomes)).toEqual(expect.arrayContaining(chunkOf(AT)));
            for (const { error } of outcomes.filter(isFailure)) {
              expect(error).toBeInstanceOf(PoolBrokenError);
              expect(error.message).toMatch(
                /exit code 3\. .* does not settle the tasks of a worker that ended/,
              );
            }
            expect(lost).toMatchObject([{ exitCode: 3, signal: null }]);
            await session.close();
            await open();
          });
        }

        if (exits === undefined || exits === 'with others') {
          it.each([[0], [1]])(
            'a worker that exits with %i fails its chunk alone, and is replaced',
            async (code) => {
              const outcomes = await run(befallen({ kind: 'exit', code }));
              if (exits === undefined) expect(failuresOf(outcomes)).toEqual(chunkOf(AT));
              else expect(failuresOf(outcomes)).toEqual(expect.arrayContaining(chunkOf(AT)));
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
        const whereabouts = isUntargeted ? [] : await workerPlaces(session, engine);
        const last = session.run({ first: 0, tasks: fine(3) });
        await Promise.all([session.close(), session.close()]);
        await session.close();
        expect((await last).outcomes).toHaveLength(3);
        await expect(session.run({ first: 0, tasks: fine(1) })).rejects.toThrow(UsageError);
        await session.terminate();
        expect(whereabouts.filter(existsSync)).toEqual([]);
      });
    },
  );
}

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
