import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { OverdueError, TaskError, UnsentTaskError, WorkerLostError } from '../../errors.js';
import { readHost } from '../../host/index.js';
import { need, needs } from '../../testing/needs.js';
import { findDispatch } from '../dispatch/index.js';
import { isFailure, type Outcome, type Session, type SessionEvents } from '../session/index.js';
import type { SessionSpec } from './engine.js';
import { findEngine } from './index.js';

const program = fileURLToPath(new URL('./fixtures/json-lines-worker.js', import.meta.url));
let session: Session | undefined;
let logged: string[] = [];

afterEach(async () => {
  await session?.terminate();
  session = undefined;
});

function specOf(beginning = '', more: Partial<SessionSpec> = {}): SessionSpec {
  const argv = [process.execPath, program, ...(beginning ? [beginning] : [])];
  const env = { WORKER: '{worker}', WORKERS: '{workers}' };
  const command = { kind: 'persistent', argv, env, cwd: process.cwd(), tasks: [] } as const;
  return { module: '', export: '', params: {}, workers: 1, seed: 1, command, ...more };
}

async function open(
  spec = specOf(),
  engine = 'persistent',
  heard: Partial<SessionEvents> = {},
): Promise<Session> {
  logged = [];
  const log: SessionEvents['log'] = ({ message }) => void logged.push(message);
  session = await findEngine(engine).open(spec, undefined, { log, ...heard });
  return session;
}

async function outcomesOf(tasks: unknown[], chunksize = 1): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for await (const outcome of findDispatch('map').run(tasks, chunksize, session!)) outcomes.push(outcome);
  return outcomes.sort((a, b) => a.index - b.index);
}

const shownOf = (outcome: Outcome) => (isFailure(outcome) ? outcome.error.message : outcome.value);
const valuesOf = async (tasks: unknown[], chunksize = 1) => (await outcomesOf(tasks, chunksize)).map(shownOf);

/** What one task comes to, in a chunk of its own; then another that succeeds. */
async function errorOf(task: unknown): Promise<Error> {
  const [outcome] = await outcomesOf([task]);
  expect(await valuesOf(['next'])).toEqual(['next']);
  if (!isFailure(outcome!)) throw new Error(`"${task}" succeeded`);
  return outcome.error;
}

it('answers come in the order of the tasks, whatever they hold', async () => {
  await open(specOf('', { workers: 2 }));
  const tasks = ['a "b"\n', 'Zürich', 1.5, null, [1, { x: false }], '', ' - '];
  expect(await valuesOf(tasks)).toEqual(tasks);
  expect(await valuesOf(tasks, 3)).toEqual(tasks);
});

it('a worker lives as long as the session, and another beside it', async () => {
  await open(specOf('', { workers: 2 }));
  const pids = (await valuesOf(['pid', 'pid', 'pid', 'pid', 'pid', 'pid'])) as number[];
  expect(new Set(pids).size).toBe(2);
  for (const worker of [0, 1]) {
    const { outcomes } = await session!.run({ first: 0, tasks: ['workers'] }, worker);
    expect(outcomes.map(shownOf)).toEqual([[String(worker), '2']]);
  }
});

it('it is serial with one worker, too', async () => {
  await open(specOf(), 'serial');
  expect(await valuesOf(['a', 'b', 'c'], 3)).toEqual(['a', 'b', 'c']);
});

it('many short tasks travel several in a message, and a long text each way', async () => {
  await open(specOf('', { workers: 2 }));
  const many = Array.from({ length: 3_000 }, (_, index) => index);
  expect(await valuesOf(many)).toEqual(many);
  const long = Array.from({ length: 6 }, (_, index) => `${index}`.repeat(500_000));
  expect(await valuesOf(long, 6)).toEqual(long);
});

it.runIf(need('taskset'))(`it stays on the CPU that it is pinned to${needs('taskset')}`, async () => {
  const { allowed } = await readHost();
  const pins = [allowed.at(-1)!, allowed[0]!];
  await open(specOf('', { workers: 2, pins }));
  expect((await session!.usage()).map(({ cpu, pinned }) => [cpu, pinned])).toEqual(
    pins.map((cpu) => [cpu, cpu]),
  );
  for (const [worker, cpu] of pins.entries()) {
    const { outcomes } = await session!.run({ first: 0, tasks: ['cpus'] }, worker);
    expect(outcomes.map(shownOf)).toEqual([String(cpu)]);
  }
});

it('its start is known, and what it used', async () => {
  await open(specOf('', { workers: 2 }));
  expect(session!.startupMs.every((ms) => ms > 0)).toBe(true);
  const usage = await session!.usage();
  expect(usage.map(({ worker }) => worker)).toEqual([0, 1]);
  if (process.platform !== 'linux') return;
  for (const { cpuMs, waitMs, peakMemoryMiB } of usage) {
    expect(cpuMs).toBeGreaterThan(0);
    expect(waitMs).toBeGreaterThanOrEqual(0);
    expect(peakMemoryMiB).toBeGreaterThan(1);
  }
});

it('a chunk that runs is told by its first task, with where it is', async () => {
  await open();
  const run = session!.run({ first: 7, tasks: ['a', 'never'] });
  expect(session!.running?.()).toEqual([{ worker: 0, id: 0, first: 7, tasks: 2 }]);
  await session!.terminate();
  expect((await run).outcomes.every(isFailure)).toBe(true);
});

describe('a task fails alone', () => {
  it('with the error that the worker answered', async () => {
    await open();
    const error = await errorOf('fail');
    expect(error).toBeInstanceOf(TaskError);
    expect(error.message).toBe('Task 0 failed in worker 0 (persistent): off the end');
    expect(await valuesOf(['a', 'fail', 'b'], 3)).toEqual([
      'a',
      'Task 1 failed in worker 0 (persistent): off the end',
      'b',
    ]);
  });

  it('whose result JSON cannot carry', async () => {
    await open();
    expect((await errorOf('nan')).message).toBe(
      'Task 0 failed in worker 0 (persistent): its result holds NaN, which JSON cannot express: answer with null or a string',
    );
  });

  it('that JSON cannot carry, before it is sent', async () => {
    await open();
    const error = await errorOf({ rows: [1, 10n] });
    expect(error).toBeInstanceOf(UnsentTaskError);
    expect(error.message).toBe(
      'Task 0 cannot be sent to a worker (persistent): JSON cannot carry task.rows[1], which is the BigInt 10n.',
    );
    expect(await valuesOf(['a', undefined, 'b'], 3)).toEqual([
      'a',
      'Task 1 cannot be sent to a worker (persistent): JSON cannot carry undefined.',
      'b',
    ]);
  });
});

describe('a worker is ended, its task lost and another started', () => {
  it.each([
    [
      'stray',
      /^Worker 0 \(persistent\) was ended in task 0: it printed `step 1 of 3`, which is not JSON\. .*write to stderr instead\.$/,
    ],
    ['latin1', /^Worker 0 \(persistent\) was ended in task 0: its line is not UTF-8: `"\ufffd"`\./],
    ['endless', /^Worker 0 \(persistent\) was ended in task 0: its line does not end within 64 MiB: `x+`…/],
    ['exit', /^Worker 0 \(persistent\) ended in task 0: exit code 3\. It said: Traceback: off the end$/],
    [
      'die',
      /^Worker 0 \(persistent\) ended in task 0: signal SIGKILL\. The system kills processes this way when memory runs out\.$/,
    ],
    [
      'partial',
      /^Worker 0 \(persistent\) ended in task 0: exit code 0, in the middle of the line `{"result": `\.$/,
    ],
  ])('%s', async (task, message) => {
    await open();
    const error = await errorOf(task);
    expect(error).toBeInstanceOf(WorkerLostError);
    expect(error.message).toMatch(message);
  });

  it('for an answer too many', async () => {
    let lost = (_: Parameters<SessionEvents['lost']>[0]) => {};
    const gone = new Promise<Parameters<SessionEvents['lost']>[0]>((resolve) => {
      lost = resolve;
    });
    await open(specOf(), 'persistent', { lost });
    expect(await valuesOf(['twice'])).toEqual([1]);
    expect((await gone).error.message).toBe(
      'Worker 0 (persistent) was ended: it printed `{"result":1}` with no task left to answer: one answer per task.',
    );
    expect(await valuesOf(['next'])).toEqual(['next']);
  });

  it('whose task takes longer than it may', async () => {
    const spec = specOf();
    await open({ ...spec, command: { ...spec.command!, taskTimeoutMs: 100 } });
    const error = await errorOf('never');
    expect(error).toBeInstanceOf(WorkerLostError);
    expect(error.message).toMatch(
      /ended in task 0: no answer after [\d.]+ m?s; --task-timeout allows more\.$/,
    );
  });

  it('with all of its chunk, and what stood behind it is done by the next', async () => {
    await open();
    const first = session!.run({ first: 0, tasks: ['a', 'exit', 'b'] });
    const second = session!.run({ first: 3, tasks: ['c'] });
    const shown = (await first).outcomes.map(shownOf);
    expect(new Set(shown).size).toBe(1);
    expect(shown[0]).toMatch(/ended in task 1: exit code 3/);
    expect((await second).outcomes.map(shownOf)).toEqual(['c']);
  });
});

describe('a worker that does not get ready', () => {
  it.each([
    ['stray', /^Worker 0 \(persistent\) was ended: it printed `Loading the model`, which is not JSON\./],
    ['early', /^Worker 0 \(persistent\) was ended: its first line is `{"result":1}`, not {"ready": true}\.$/],
    ['exit', /^Worker 0 \(persistent\) ended before it was ready: exit code 4\. It said: no such model$/],
  ])('%s', async (beginning, message) => {
    await expect(open(specOf(beginning))).rejects.toThrow(message);
  });

  it('in time is ended', async () => {
    const opening = open(specOf('silent', { loadTimeoutMs: 300 }));
    await expect(opening).rejects.toThrow(OverdueError);
    await expect(opening).rejects.toThrow(
      /^Worker 0 \(persistent\) had not said {"ready": true} after 300 ms\. Does it flush what it prints\? --load-timeout allows more\.$/,
    );
  });

  it('because there is no such program', async () => {
    const spec = specOf();
    const command = { ...spec.command!, argv: ['corewise-no-such-program'] };
    await expect(open({ ...spec, command })).rejects.toThrow(
      /^Worker 0 \(persistent\) could not be started: there is no program "corewise-no-such-program"/,
    );
  });
});

describe('at the end', () => {
  it('its standard input is closed, and it leaves by itself', async () => {
    await open();
    await valuesOf(['a']);
    await session!.close();
    expect(logged).toEqual([]);
  });

  it('another exit code than 0 is said', async () => {
    await open(specOf('sulky'));
    await valuesOf(['a']);
    await session!.close();
    expect(logged).toEqual(['Worker 0 (persistent) ended after its last task: exit code 7.']);
  });

  it('one that does not leave in time is ended, and that is said', async () => {
    const unfinished: string[] = [];
    await open(specOf('lingering', { closeTimeoutMs: 200 }), 'persistent', {
      unfinished: ({ error }) => void unfinished.push(error.message),
    });
    await session!.close();
    expect(unfinished).toEqual([
      'Worker 0 (persistent) had not ended 200 ms after its standard input had: it was ended.',
    ]);
  });

  it('one that does not hear SIGTERM is ended all the same', async () => {
    await open(specOf('stubborn'));
    const run = session!.run({ first: 0, tasks: ['never'] });
    await session!.terminate();
    expect((await run).outcomes.map(shownOf)[0]).toMatch(/^Worker 0 \(persistent\) /);
  });
});

it('what it says on standard error is logged', async () => {
  await open();
  await errorOf('exit');
  expect(logged).toEqual(['Traceback: off the end']);
});
