import { describe, expect, it } from 'vitest';
import { findDispatch } from '../../../workers/dispatch/index.js';
import { createFakeEngine } from '../../../workers/engines/index.js';
import { listSchedule } from '../../scaling/index.js';
import { equal, inventCosts, uneven, wall } from '../testing/simulated.js';
import { type PoolRun, simulatePool } from './simulate.js';

describe('cores', () => {
  it('are shared evenly by more workers', () => {
    expect(wall({ taskMs: equal(8, 10), workers: 4, costs: { cores: 2 } })).toBe(40);
    expect(wall({ taskMs: equal(8, 10), workers: 4, costs: { cores: 1.5 } })).toBeCloseTo(160 / 3, 9);
  });

  it('are needed less where tasks wait for something else', () => {
    expect(wall({ taskMs: equal(8, 10), workers: 4, costs: { cores: 2, cpuShare: 0.5 } })).toBe(20);
    expect(wall({ taskMs: equal(8, 10), workers: 8, costs: { cores: 2, cpuShare: 0.5 } })).toBe(20);
  });

  it('are shared with the dispatcher: workers on every core lose what it takes', () => {
    const run = { taskMs: equal(200, 10), workers: 2, chunksAWorker: 2 };
    const free = wall({ ...run, costs: { dispatcherPerChunkMs: 1, cores: 3 } });
    const shared = wall({ ...run, costs: { dispatcherPerChunkMs: 1, cores: 2 } });
    expect(free).toBeGreaterThan(1_000);
    expect(free).toBeLessThan(1_003);
    // 200 ms of dispatching and 2,000 ms of tasks on two cores.
    expect(shared).toBeGreaterThan(1_095);
    expect(shared).toBeLessThan(1_105);
  });

  it('may be one for everything: then tasks and dispatching follow one another', () => {
    for (const workers of [1, 2, 4]) {
      const costs = { dispatcherPerChunkMs: 1, perChunkMs: 0.5, cores: 1 };
      expect(wall({ taskMs: equal(40, 10), workers, costs })).toBeCloseTo(40 * 11.5, 9);
    }
  });

  it('slow tasks down in company as far as was measured', () => {
    expect(wall({ taskMs: equal(8, 10), workers: 4, costs: { slowdown: (workers) => workers / 2 } })).toBe(
      40,
    );
  });
});

describe('imap', () => {
  it('stops reading where too many results wait behind a slow first chunk', () => {
    const run = { taskMs: [100, ...equal(49)], workers: 2 };
    expect(wall({ ...run, dispatch: 'imapUnordered' })).toBe(100);
    // Four times what the session takes is read ahead: 7 beside the slow one, and 42 are left when it is done.
    expect(wall({ ...run, dispatch: 'imap' })).toBe(121);
  });
});

describe('chunks in reserve', () => {
  it('are as many as the engines give: none behind long chunks', () => {
    const long = { taskMs: uneven(60, 3).map((ms) => ms + 2), workers: 4 };
    expect(simulatePool({ ...long, chunksize: 1, dispatch: 'map', costs: inventCosts() }).wallMs).toBeCloseTo(
      listSchedule(long.taskMs, 4),
      9,
    );
  });

  it('may make a tail of it where a long task follows short ones', () => {
    const taskMs = [...equal(40, 0.5), 50, 0.5, 50];
    const costs = inventCosts();
    const run = { taskMs, workers: 2, chunksize: 1, dispatch: 'imapUnordered', costs };
    expect(simulatePool({ ...run, chunksAWorker: 1 }).wallMs).toBeCloseTo(60.5, 9);
    expect(simulatePool({ ...run, chunksAWorker: 30 }).wallMs).toBeCloseTo(110, 9);
  });
});

describe('the fake engine', () => {
  const scenario = {
    name: 'plain',
    description: '',
    params: {},
    tasks: () => [],
    run: (task: unknown) => task,
  };

  async function fakeWall(taskMs: readonly number[], run: PoolRun): Promise<number> {
    const engine = createFakeEngine({
      scenario,
      cost: (task) => taskMs[task as number]!,
      messageMs: run.costs.latencyMs! / 2,
      chunksAWorker: run.chunksAWorker!,
    });
    const session = await engine.open({ module: '', export: '', params: {}, workers: run.workers, seed: 1 });
    const tasks = taskMs.map((_, index) => index);
    for await (const _ of findDispatch(run.dispatch).run(tasks, run.chunksize as number, session));
    const wallMs = session.clock.now();
    await session.close();
    return wallMs;
  }

  it.each(['map', 'imap', 'imapUnordered', 'apply'])('takes exactly as long under %s', async (dispatch) => {
    for (const chunksAWorker of [1, 2]) {
      for (const latencyMs of [0, 3]) {
        const taskMs = uneven(40, 11);
        const costs = inventCosts({ latencyMs });
        const run = { taskMs, workers: 3, chunksize: 2, dispatch, costs, chunksAWorker };
        expect(simulatePool(run).wallMs).toBeCloseTo(await fakeWall(taskMs, run), 9);
      }
    }
  });
});

it('takes a thousand workers and a hundred thousand tasks', () => {
  const taskMs = equal(100_000, 10);
  expect(wall({ taskMs, workers: 1_000 })).toBe(1_000);
});
