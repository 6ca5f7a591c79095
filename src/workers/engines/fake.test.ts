import { describe, expect, it } from 'vitest';
import { TaskError, UnavailableError, UsageError } from '../../errors.js';
import type { Scenario } from '../../scenario/index.js';
import { isFailure } from '../session/index.js';
import { chunk, errorOf, openFake as open, plain } from './fake/testing/open-fake.js';
import { createFakeEngine } from './fake.js';

describe('virtual time', () => {
  it('is exactly what the cost function says, for each task and worker', async () => {
    const session = await open({
      workers: 2,
      cost: (task, worker, params) => (task as number) * (params.unit as number) + worker,
    });
    const results = await Promise.all([
      session.run(chunk(0, 1, 2)),
      session.run(chunk(2, 3)),
      session.run(chunk(3, 4), 1),
    ]);
    expect(results.map(({ telemetry }) => telemetry)).toEqual([
      { worker: 0, received: 0, started: 0, finished: 15, cpuNs: 15e6, waitNs: 0 },
      { worker: 1, received: 0, started: 0, finished: 16, cpuNs: 16e6, waitNs: 0 },
      { worker: 1, received: 0, started: 16, finished: 37, cpuNs: 21e6, waitNs: 0 },
    ]);
    expect(await session.usage()).toEqual([
      { worker: 0, cpuMs: 15, waitMs: 0 },
      { worker: 1, cpuMs: 37, waitMs: 0 },
    ]);
  });

  it('comes from the scenario where the engine is given no cost', async () => {
    const scenario: Scenario = { ...plain, cost: (task, { unit }) => (task as number) * (unit as number) };
    const engine = createFakeEngine({ scenario });
    const session = await engine.open({ module: '', export: '', params: { unit: 3 }, workers: 1, seed: 1 });
    await session.run(chunk(0, 7));
    expect(session.clock.now()).toBe(21);
  });

  it('is refused to a scenario that names no cost, with what to add', async () => {
    const opened = createFakeEngine({ scenario: plain }).open({
      module: '',
      export: '',
      params: {},
      workers: 1,
      seed: 1,
    });
    await expect(opened).rejects.toThrow(UnavailableError);
    await expect(opened).rejects.toThrow('add `cost: (task, params) => milliseconds` to it');
  });

  it('passes while workers start and messages travel', async () => {
    const session = await open({ startupMs: 40, messageMs: 2, chunksAWorker: 2 });
    expect(session.startupMs).toEqual([40]);
    expect(session.capacity).toBe(2);
    const [first, second] = await Promise.all([session.run(chunk(0, 'a')), session.run(chunk(1, 'b'))]);
    expect(first.telemetry).toMatchObject({ received: 42, started: 42, finished: 52 });
    expect(second.telemetry).toMatchObject({ received: 42, started: 52, finished: 62 });
    expect(session.clock.now()).toBe(64);
  });

  it('waits for a task that really waits', async () => {
    const scenario: Scenario = {
      ...plain,
      run: (task) => new Promise((resolve) => setTimeout(resolve, 1, task)),
    };
    const session = await open({ scenario });
    const [first, second] = await Promise.all([session.run(chunk(0, 'a', 'b')), session.run(chunk(2, 'c'))]);
    expect(first.outcomes).toEqual([
      { index: 0, value: 'a' },
      { index: 1, value: 'b' },
    ]);
    expect(second.telemetry.finished).toBe(30);
  });

  it('is one for all sessions of an engine', async () => {
    const engine = createFakeEngine({ scenario: plain, cost: () => 10 });
    const spec = { module: '', export: '', params: {}, workers: 1, seed: 1 };
    const [a, b] = await Promise.all([engine.open(spec), engine.open(spec)]);
    await Promise.all([a.run(chunk(0, 1)), b.run(chunk(0, 1))]);
    expect(a.clock.now()).toBe(10);
    expect(b.clock.now()).toBe(10);
  });

  it.each([[-1], [Number.NaN], [Number.POSITIVE_INFINITY]])('a cost of %s fails the task', async (cost) => {
    const session = await open({ cost: () => cost });
    const { outcomes } = await session.run(chunk(0, 'a'));
    expect(errorOf(outcomes[0]).cause).toBeInstanceOf(UsageError);
  });
});

describe('results', () => {
  it('are copies, as from any worker', async () => {
    const task = { list: [1] };
    const session = await open({});
    const { outcomes } = await session.run(chunk(4, task));
    expect(outcomes).toEqual([{ index: 4, value: task }]);
    expect((outcomes[0] as { value: unknown }).value).not.toBe(task);
  });

  it('come from a worker that was set up and is torn down', async () => {
    const seen: unknown[] = [];
    const scenario: Scenario = {
      ...plain,
      setup: ({ worker }) => `state ${worker}`,
      run: (_, { state, worker, params, log }) => {
        log.warn('hot');
        return [state, worker, params.unit];
      },
      teardown: (state) => void seen.push(state),
    };
    const session = await open({ scenario, workers: 2 });
    session.on('log', (entry) => seen.push(entry));
    expect((await session.run(chunk(0, 'a'), 1)).outcomes).toEqual([{ index: 0, value: ['state 1', 1, 5] }]);
    await session.close();
    expect(seen).toEqual([
      { worker: 1, level: 'warn', message: 'hot', time: expect.any(Number) },
      'state 0',
      'state 1',
    ]);
  });

  it('of a setup that throws: the session does not open', async () => {
    const scenario: Scenario = { ...plain, setup: () => Promise.reject(new Error('no table')) };
    await expect(open({ scenario })).rejects.toThrow('no table');
  });

  it('that cannot be sent fail their task alone; so do such tasks', async () => {
    const scenario: Scenario = { ...plain, run: (task) => (task === 'bad' ? () => {} : task) };
    const session = await open({ scenario });
    const { outcomes } = await session.run(chunk(0, 'a', 'bad', Symbol('s'), 'd'));
    expect(outcomes.map(isFailure)).toEqual([false, true, true, false]);
    expect(errorOf(outcomes[1])).toBeInstanceOf(TaskError);
    expect(errorOf(outcomes[1]).message).toContain('the result cannot be sent back');
    expect(errorOf(outcomes[2]).message).toContain('cannot be sent to a worker');
  });
});

describe('an open-ended task', () => {
  const scenario: Scenario = {
    ...plain,
    openEnded: true,
    run(_, { stopped }) {
      let count = 0;
      while (!stopped()) count++;
      return { count, value: null };
    },
  };

  it('runs until the session is stopped, and counts exactly time ÷ cost', async () => {
    const session = await open({ scenario, workers: 2, cost: (_, worker) => (worker === 0 ? 1 : 0.5) });
    session.stopAfter(250);
    const results = await Promise.all([session.run(chunk(0, null)), session.run(chunk(1, null))]);
    expect(results.map(({ outcomes }) => outcomes[0])).toEqual([
      { index: 0, value: { count: 250, value: null } },
      { index: 1, value: { count: 500, value: null } },
    ]);
    expect(results.map(({ telemetry }) => telemetry.finished)).toEqual([250, 250]);
  });

  it('begins anew once the flag is lowered', async () => {
    const session = await open({ scenario, cost: () => 1 });
    for (const ms of [30, 20]) {
      session.stopAfter(ms);
      const { outcomes } = await session.run(chunk(0, null));
      expect(outcomes).toEqual([{ index: 0, value: { count: ms, value: null } }]);
      session.clearStop();
    }
  });

  it('can be stopped alone, and is stopped by close', async () => {
    const session = await open({ scenario, workers: 2, cost: () => 1 });
    const [first, second] = [session.run(chunk(0, null)), session.run(chunk(1, null))];
    session.stop([1]);
    expect((await second).telemetry.finished).toBe(0);
    await session.close();
    expect((await first).outcomes).toHaveLength(1);
  });

  it('of no cost fails, since it would never end', async () => {
    const session = await open({ scenario, cost: () => 0 });
    const { outcomes } = await session.run(chunk(0, null));
    expect(errorOf(outcomes[0])).toBeInstanceOf(TaskError);
  });
});
