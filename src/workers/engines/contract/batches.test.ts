import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { TaskError, WorkerLostError } from '../../../errors.js';
import type { Params } from '../../../scenario/index.js';
import { type Chunk, type ChunkResult, isFailure, type Outcome, type Session } from '../../session/index.js';
import { type Engine, findEngine } from '../index.js';
import type { Batched } from './fixtures/batched.js';

const module = new URL('./fixtures/batched.js', import.meta.url).href;
const table = [findEngine('threads'), findEngine('processes')];
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);
const value = (n: number): Batched => ({ kind: 'value', value: n });
const values = (count: number): Batched[] => upTo(count).map(value);

describe.each(table)('$name', (engine: Engine) => {
  let folder: string;
  let session: Session;
  let lost: { worker: number; exitCode: number | null; signal: string | null }[] = [];
  let files = 0;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'corewise-batches-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function open(workers: number, params: Params = {}): Promise<void> {
    lost = [];
    const all = {
      file: '',
      diesFrom: Number.POSITIVE_INFINITY,
      diesUpTo: 0,
      refusesFrom: Number.POSITIVE_INFINITY,
      ...params,
    };
    session = await engine.open({ module, export: 'default', params: all, workers, seed: 1 });
    session.on('lost', (entry) => lost.push(entry));
  }

  /** Runs short tasks until a worker is given many chunks at once. */
  async function openWarm(workers: number, params: Params = {}): Promise<void> {
    await open(workers, params);
    for (let pass = 0; session.capacity < 16 * workers; pass++) {
      expect(pass).toBeLessThan(1_000);
      const chunks = upTo(session.capacity).map((first) => ({ first, tasks: [value(-1)] }));
      await Promise.all(chunks.map((chunk) => session.run(chunk)));
    }
  }

  const newFile = () => join(folder, `lines-${files++}`);
  const ranIn = (file: string) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as { kind: string; value: number })
      .filter((task) => task.value !== -1);

  /** All in one turn, each as a chunk of its own (or of so many), to one worker or wherever there is room. */
  async function together(tasks: Batched[], size = 1, worker?: number): Promise<Outcome[]> {
    const chunks: Chunk[] = [];
    for (let first = 0; first < tasks.length; first += size)
      chunks.push({ first, tasks: tasks.slice(first, first + size) });
    const results = await Promise.all(chunks.map((chunk) => session.run(chunk, worker)));
    for (const [place, result] of results.entries()) checkTimes(result, chunks[place]!);
    return results.flatMap(({ outcomes }) => outcomes);
  }

  function checkTimes({ outcomes, telemetry }: ChunkResult, { first, tasks }: Chunk): void {
    expect(outcomes.map(({ index }) => index)).toEqual(tasks.map((_, at) => first + at));
    expect(telemetry.started).toBeGreaterThanOrEqual(telemetry.received);
    expect(telemetry.finished).toBeGreaterThanOrEqual(telemetry.started);
  }

  const failuresOf = (outcomes: Outcome[]) => outcomes.filter(isFailure);
  const indicesOf = (outcomes: Outcome[]) => outcomes.map(({ index }) => index);
  const gave = (outcome: Outcome) => (isFailure(outcome) ? outcome.error : outcome.value);

  describe('that loses no worker', () => {
    beforeAll(() => openWarm(2));
    afterAll(() => session.close());

    it.each([1, 2, 3])('many chunks of %d settle each with its own values', async (size) => {
      const outcomes = await together(values(500), size);
      expect(outcomes.map(gave)).toEqual(upTo(500));
    });

    it('times of a worker’s chunks do not overlap, whether timed together or one by one', async () => {
      const chunks = upTo(100).map((first) => ({ first, tasks: [value(first)] }));
      const results = await Promise.all(chunks.map((chunk) => session.run(chunk, 0)));
      results.reduce((end, { telemetry: { started, finished } }) => {
        // Even shares are sums of fractions.
        expect(started).toBeGreaterThanOrEqual(end - 1e-6);
        return finished;
      }, 0);
      expect(results.every(({ telemetry }) => (telemetry.sendMs ?? -1) >= 0)).toBe(true);
    });

    it.each([1, 2, 3])('errors and bad results, chunks of %d: each task for itself', async (size) => {
      const tasks = values(60);
      tasks[7] = { kind: 'throw', message: 'seven' };
      tasks[8] = { kind: 'unserialisable' };
      tasks[30] = { kind: 'throw', message: 'thirty' };
      tasks[59] = { kind: 'unserialisable' };
      const outcomes = await together(tasks, size);
      expect(indicesOf(failuresOf(outcomes))).toEqual([7, 8, 30, 59]);
      for (const { index, error } of failuresOf(outcomes)) {
        expect(error).toBeInstanceOf(TaskError);
        expect(error).toMatchObject({ task: index });
      }
      expect(gave(outcomes[30]!)).toMatchObject({ cause: { name: 'RangeError', message: 'thirty' } });
      expect((gave(outcomes[59]!) as Error).message).toMatch(/result cannot be sent back/);
      expect(lost).toEqual([]);
    });

    it('a task that cannot be sent fails alone', async () => {
      const tasks = values(40);
      tasks[11] = { kind: 'value', value: () => undefined };
      const outcomes = await together(tasks, 2);
      expect(indicesOf(failuresOf(outcomes))).toEqual([11]);
      expect((gave(outcomes[11]!) as Error).message).toMatch(/cannot be sent to a worker/);
    });

    it.each([1, 3])('asynchronous tasks between synchronous ones, chunks of %d', async (size) => {
      const tasks = upTo(90).map((n): Batched => (n % 4 === 1 ? { kind: 'later', value: n } : value(n)));
      tasks[50] = { kind: 'throw', message: 'fifty' };
      const outcomes = await together(tasks, size);
      expect(indicesOf(failuresOf(outcomes))).toEqual([50]);
      expect(outcomes.filter((outcome) => !isFailure(outcome)).map(gave)).toEqual(
        upTo(90).filter((n) => n !== 50),
      );
    });
  });

  describe('that loses or replaces workers', () => {
    afterEach(() => session.close());

    it('a worker that exits in the middle of a message loses the chunk it had begun and no other', async () => {
      const file = newFile();
      await openWarm(1, { file });
      const tasks = values(16);
      tasks[6] = { kind: 'exit', code: 3 };
      const outcomes = await together(tasks, 1, 0);
      expect(indicesOf(failuresOf(outcomes))).toEqual([6]);
      expect(gave(outcomes[6]!)).toBeInstanceOf(WorkerLostError);
      expect(gave(outcomes[6]!)).toMatchObject({ exitCode: 3, signal: null });
      expect(lost).toMatchObject([{ worker: 0, exitCode: 3, signal: null }]);
      // None ran twice, also of those that had been in the same message.
      expect(ranIn(file).map((task) => (task.kind === 'exit' ? 6 : task.value))).toEqual(upTo(16));
    });

    it('two workers that exit in the middle of theirs, chunks of two', async () => {
      await openWarm(2);
      const tasks = values(64);
      tasks[13] = { kind: 'exit', code: 1 };
      tasks[40] = { kind: 'exit', code: 1 };
      const outcomes = await together(tasks, 2);
      expect(indicesOf(failuresOf(outcomes))).toEqual([12, 13, 40, 41]);
      expect(outcomes.map(gave).filter((each) => typeof each === 'number')).toHaveLength(60);
    });

    if (engine.name === 'processes') {
      it('a worker that is killed in the middle of a message loses what it had begun', async () => {
        const file = newFile();
        await openWarm(1, { file });
        const tasks = values(16);
        tasks[6] = { kind: 'kill' };
        const outcomes = await together(tasks, 1, 0);
        const failed = indicesOf(failuresOf(outcomes));
        // Of those before it the results may have been on their way; none behind it was begun.
        expect(failed).toEqual(upTo(7).slice(7 - failed.length));
        expect(failed.length).toBeGreaterThan(0);
        for (const { error } of failuresOf(outcomes))
          expect(error).toMatchObject({ exitCode: null, signal: 'SIGKILL' });
        expect(ranIn(file).map((task) => (task.kind === 'kill' ? 6 : task.value))).toEqual(upTo(16));
      });
    }

    /** Sends tasks to worker 0 of which one hangs; resolves when it does. */
    async function untilItHangs(tasks: Batched[]): Promise<Promise<Outcome[]>[]> {
      const hangs = new Promise<void>((resolve) =>
        session.on('log', ({ message }) => message === 'hanging' && resolve()),
      );
      const running = together(tasks, 1, 0);
      await hangs;
      return [running];
    }

    it('a worker that is replaced loses the chunk it had begun; the others of its message go to the next', async () => {
      await openWarm(2);
      const tasks = values(16);
      tasks[5] = { kind: 'hang' };
      const [running] = await untilItHangs(tasks);
      await session.replace(0);
      const outcomes = await running!;
      const failed = indicesOf(failuresOf(outcomes));
      // It had run those before it; their results may not have left the worker yet.
      expect(failed).toEqual(upTo(6).slice(6 - failed.length));
      expect(failed.length).toBeGreaterThan(0);
      expect(gave(outcomes[5]!)).toBeInstanceOf(WorkerLostError);
      expect(lost).toEqual([]);
      expect((await together(values(8), 1, 0)).map(gave)).toEqual(upTo(8));
    });

    it('a worker that is replaced by two at once is replaced by one after the other', async () => {
      await open(1);
      // Alone: whatever stands behind it may have been begun by a worker that is replaced in its turn.
      const [running] = await untilItHangs([{ kind: 'hang' }]);
      await Promise.all([session.replace(0), session.replace(0), session.replace(0)]);
      expect(indicesOf(failuresOf(await running!))).toEqual([0]);
      expect((await together(values(4))).map(gave)).toEqual(upTo(4));
    });

    it('replaced when finished: nothing is lost', async () => {
      await openWarm(1);
      const running = together(values(50), 1, 0);
      await session.replace(0, 'finished');
      expect((await running).map(gave)).toEqual(upTo(50));
      expect((await together(values(5))).map(gave)).toEqual(upTo(5));
      expect(lost).toEqual([]);
    });

    it('what is sent while its worker is being replaced when finished is not lost either', async () => {
      await openWarm(1);
      const first = together(values(20), 1, 0);
      const replaced = session.replace(0, 'finished');
      await first;
      const second = together(values(20), 1, 0);
      await replaced;
      expect((await second).map(gave)).toEqual(upTo(20));
    });

    it('a worker that ends between tasks takes nothing with it', async () => {
      await open(1);
      const gone = new Promise<void>((resolve) => session.on('lost', () => resolve()));
      expect((await together([{ kind: 'exitAfterwards', code: 2 }])).map(gave)).toEqual(['bye']);
      await gone;
      expect(lost).toMatchObject([{ worker: 0, exitCode: 2, signal: null }]);
      expect((await together(values(5))).map(gave)).toEqual(upTo(5));
    });

    it('what is sent while its worker is started again runs once, behind what that one left', async () => {
      const file = newFile();
      await openWarm(1, { file });
      let late: Promise<Outcome[]> | undefined;
      const sendMore = () => {
        late = together(values(5), 1, 0);
      };
      session.submit!(
        { first: 0, tasks: [{ kind: 'exit', code: 1 }] },
        { settled: sendMore, refused: sendMore },
        0,
      );
      const left = together([value(10), value(11)], 1, 0);
      expect((await left).map(gave)).toEqual([10, 11]);
      expect((await late!).map(gave)).toEqual(upTo(5));
      expect(ranIn(file).map((task) => task.value)).toEqual([undefined, 10, 11, ...upTo(5)]);
    });

    it('a worker that ends again while it starts is started again', async () => {
      const file = newFile();
      await open(1, { file, diesFrom: 2, diesUpTo: 3 });
      const outcomes = await together([{ kind: 'exit', code: 1 }, ...values(4)], 1, 0);
      expect(indicesOf(failuresOf(outcomes))).toEqual([0]);
      expect(readFileSync(file, 'utf8').match(/start/g)).toHaveLength(4);
    });

    it('one that never gets ready breaks the session, which says why at once from then on', async () => {
      const file = newFile();
      await open(1, { file, diesFrom: 2, diesUpTo: 1_000 });
      const outcomes = await together([{ kind: 'exit', code: 1 }, ...values(2)], 1, 0);
      expect(indicesOf(failuresOf(outcomes))).toEqual(upTo(3));
      expect(gave(outcomes[2]!)).toBeInstanceOf(WorkerLostError);
      expect((gave(outcomes[2]!) as Error).message).toMatch(
        /could not be replaced: the worker ended before it was ready \(exit code 5\)/,
      );
      expect(failuresOf(await together(values(3)))).toHaveLength(3);
    });

    it('one whose setup throws when it is started again breaks it, too, without another start', async () => {
      const file = newFile();
      await open(1, { file, refusesFrom: 2 });
      const outcomes = await together([{ kind: 'exit', code: 1 }, value(1)], 1, 0);
      expect(failuresOf(outcomes)).toHaveLength(2);
      expect((gave(outcomes[1]!) as Error).message).toMatch(/could not be replaced: no more starts/);
      expect(readFileSync(file, 'utf8').match(/start/g)).toHaveLength(2);
    });

    it('closing while a worker is started again waits for what it left', async () => {
      await open(1);
      const running = together([{ kind: 'exit', code: 1 }, ...values(3)], 1, 0);
      await new Promise<void>((resolve) => session.on('lost', () => resolve()));
      await session.close();
      const outcomes = await running;
      expect(outcomes.map(gave).slice(1)).toEqual(upTo(3));
    });

    it('terminated while a worker is started again: what it left is lost', async () => {
      await open(1);
      const running = together([{ kind: 'exit', code: 1 }, ...values(3)], 1, 0);
      await new Promise<void>((resolve) => session.on('lost', () => resolve()));
      await session.terminate();
      expect(failuresOf(await running)).toHaveLength(4);
      await expect(session.run({ first: 0, tasks: [value(1)] })).rejects.toThrow(/closed/);
    });

    it('what had moved to a worker that ended before it began is lost where memory moves', async () => {
      await open(1);
      const bytes = new ArrayBuffer(64);
      const moving = { first: 1, tasks: [{ kind: 'length', bytes }], transfer: [bytes] };
      const exit = session.run({ first: 0, tasks: [{ kind: 'exit', code: 1 }] }, 0);
      const { outcomes } = await session.run(moving, 0);
      expect(failuresOf((await exit).outcomes)).toHaveLength(1);
      const outcome = gave(outcomes[0]!);
      if (engine.name === 'threads') expect(outcome).toBeInstanceOf(WorkerLostError);
      else expect(outcome).toBe(64);
    });
  });
});
