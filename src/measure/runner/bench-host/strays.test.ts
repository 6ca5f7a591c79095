import { EventEmitter } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StrayError, WorkerLostError } from '../../../errors.js';
import { readHost } from '../../../host/index.js';
import { type Engine, findEngine } from '../../../workers/engines/index.js';
import { VisitError } from '../failure.js';
import { childBenchHost } from './child.js';
import type { BenchHost } from './protocol.js';
import { spoiltByStrays } from './strays.js';

const leaving = new URL('../../../testing/fixtures/leaving.js', import.meta.url).href;

describe('an error that no task catches spoils its visit', () => {
  let host: BenchHost;

  beforeAll(async () => {
    host = await childBenchHost({ host: await readHost(), cpus: null, rootPid: process.pid });
  });

  afterAll(() => host.close());

  it.each([
    [
      'serial',
      /^An error that no task caught, in serial, after task 3 had begun: RangeError: left behind\.$/,
    ],
    [
      'promises',
      /^An error that no task caught, in promises, after task 3 had begun: RangeError: left behind\.$/,
    ],
    [
      'threads',
      /^Worker 0 \(threads\) was ended by an error that no task caught, after task 3 had begun: RangeError: left behind\.$/,
    ],
    [
      'processes',
      /^Worker 0 \(processes\) was ended by an error that no task caught, after task 3 had begun: RangeError: left behind\.$/,
    ],
  ])('in %s, with its text and the task before it', async (engine, message) => {
    const visit = host.observe({
      scenario: { module: leaving, export: 'default', params: {}, seed: 1 },
      engine,
      dispatch: 'map',
      workers: 1,
      chunksize: 4,
      observationMs: 1,
      openEndedMs: 500,
      keepChunks: false,
    });
    const error = await visit.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(VisitError);
    const { failure } = error as VisitError;
    expect(failure).toMatchObject({ how: 'stray', message: expect.stringMatching(message) });
  });
});

describe('strays', () => {
  const serial = findEngine('serial');

  it('on the measuring side are told as such', async () => {
    const events = new EventEmitter();
    const visit = spoiltByStrays(
      findEngine('threads'),
      async () => {
        events.emit('uncaughtException', new Error('in prepare'));
      },
      events,
    );
    await expect(visit).rejects.toThrow(
      'An error that no task caught on the measuring side (tasks, prepare, cleanup): Error: in prepare.',
    );
    expect(events.listenerCount('uncaughtException')).toBe(0);
  });

  it('are told before what follows from them', async () => {
    const events = new EventEmitter();
    const visit = spoiltByStrays(
      serial,
      async () => {
        events.emit('uncaughtException', 'the cause');
        throw new Error('what followed');
      },
      events,
    );
    const error = await visit.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(StrayError);
    expect(error).toMatchObject({
      cause: 'the cause',
      message: expect.stringContaining('caught, in serial'),
    });
  });

  it('include workers that are lost, though every task was done', async () => {
    const lost = new WorkerLostError('gone', 0, 1);
    const losing: Engine = {
      ...serial,
      async open(_spec, _signal, listeners) {
        listeners?.lost?.({ worker: 0, exitCode: 1, signal: null, error: lost });
        return {} as never;
      },
    };
    const heard: unknown[] = [];
    const visit = spoiltByStrays(losing, async (engine) => {
      const spec = { module: '', export: '', params: {}, workers: 1, seed: 1 };
      await engine.open(spec, undefined, { lost: ({ error }) => heard.push(error) });
      return 'all done';
    });
    await expect(visit).rejects.toBe(lost);
    expect(heard).toEqual([lost]);
  });

  it('are none where nothing happens: the visit gives what it gives', async () => {
    expect(await spoiltByStrays(serial, async () => 7)).toBe(7);
    await expect(spoiltByStrays(serial, () => Promise.reject(new RangeError('own')))).rejects.toThrow('own');
  });
});
