import { describe, expect, it } from 'vitest';
import { UsageError } from '../../../errors.js';
import { seededRandom, sum } from '../../../stats/index.js';
import { findDispatch } from '../../../workers/dispatch/index.js';
import { createFakeEngine } from '../../../workers/engines/index.js';
import { granularityBound, listSchedule } from '../../scaling/index.js';
import type { PoolCosts } from '../costs.js';
import { inventCosts } from '../testing/invented-costs.js';
import { type PoolRun, simulatePool } from './simulate.js';

type Given = Partial<Omit<PoolRun, 'costs'>> & { costs?: Partial<PoolCosts> };

/** Workers have no chunks in reserve where nothing else is said. */
function simulate({ costs, ...given }: Given) {
  const run = {
    taskMs: [1],
    workers: 1,
    chunksize: 1,
    dispatch: 'imapUnordered',
    chunksAWorker: 1,
    ...given,
  };
  return simulatePool({ ...run, costs: inventCosts(costs) });
}

function wall(given: Given): number {
  return simulate(given).wallMs;
}

const equal = (count: number, ms = 1) => new Array<number>(count).fill(ms);

function uneven(count: number, seed: number): number[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => 1 + 20 * random.next() ** 4);
}

function chunked(taskMs: readonly number[], size: number): number[] {
  return Array.from({ length: Math.ceil(taskMs.length / size) }, (_, i) =>
    sum(taskMs.slice(i * size, (i + 1) * size)),
  );
}

describe('a pool that costs nothing', () => {
  it.each(['map', 'starmap', 'imapUnordered', 'consume'])('is list scheduling under %s', (dispatch) => {
    for (let seed = 1; seed <= 40; seed++) {
      const random = seededRandom(seed);
      const taskMs = uneven(1 + random.int(60), seed);
      const workers = 1 + random.int(9);
      const chunksize = 1 + random.int(5);
      const makespan = listSchedule(chunked(taskMs, chunksize), workers);
      expect(wall({ taskMs, workers, chunksize, dispatch })).toBeCloseTo(makespan, 9);
    }
  });

  it('reaches the granularity bound, and no more', () => {
    const taskMs = uneven(100, 7);
    for (const chunksize of [1, 3, 12, 40]) {
      const bound = granularityBound({ taskMs, chunksize, workers: 6, cores: 6 })!.chunks;
      expect(sum(taskMs) / wall({ taskMs, workers: 6, chunksize })).toBeCloseTo(bound, 9);
    }
  });

  it('never gets slower with more workers: tasks here depend on nothing, so Graham’s anomalies cannot come', () => {
    for (let seed = 1; seed <= 30; seed++) {
      const taskMs = uneven(50, seed);
      const walls = [1, 2, 3, 4, 6, 9, 14, 50, 60].map((workers) => wall({ taskMs, workers }));
      for (let i = 1; i < walls.length; i++) expect(walls[i]).toBeLessThanOrEqual(walls[i - 1]! + 1e-9);
    }
  });

  it('is busy all the time with equal tasks, and idle where it has none', () => {
    expect(simulate({ taskMs: equal(12), workers: 4 })).toEqual({
      wallMs: 3,
      busyShare: 1,
      dispatcherShare: 0,
      tailMs: 0,
    });
    expect(simulate({ taskMs: equal(3), workers: 6 }).busyShare).toBeCloseTo(0.5, 12);
    expect(simulate({ taskMs: [1, 1, 1, 5], workers: 2 })).toMatchObject({ wallMs: 6, tailMs: 2 });
    expect(simulate({ taskMs: [] })).toEqual({ wallMs: 0, busyShare: 0, dispatcherShare: 0, tailMs: 0 });
  });
});

describe('chunks', () => {
  it('are cut by Python’s rule where map is asked for auto: twelve tasks for ten workers go one by one', () => {
    const auto = (tasks: number, workers: number, dispatch = 'map') =>
      wall({ taskMs: equal(tasks), workers, chunksize: 'auto', dispatch });
    expect(auto(12, 10)).toBe(2);
    // 100 tasks for 8 workers: ⌈100 ÷ 32⌉ = 4 a chunk, 25 chunks, 4 rounds of them.
    expect(auto(100, 8)).toBe(16);
    expect(auto(100, 8, 'imap')).toBe(13);
  });

  it('keep most of ten workers from work where they are three', () => {
    expect(wall({ taskMs: equal(12), workers: 10, chunksize: 4, dispatch: 'map' })).toBe(4);
  });

  it('are single tasks under apply, whatever is asked', () => {
    expect(wall({ taskMs: equal(12), workers: 6, chunksize: 12, dispatch: 'apply' })).toBe(2);
  });
});

describe('costs', () => {
  it('of one worker add up: sending, the way, the worker’s own, the way back, receiving', () => {
    const costs = {
      dispatcherPerChunkMs: 2,
      dispatcherPerTaskMs: 0.5,
      latencyMs: 1,
      perChunkMs: 3,
      perTaskMs: 0.25,
    };
    // 3 chunks of 4 tasks: each 2 + 4 · 0.5 + 1 + 3 + 4 · 0.25 + 4 · 10.
    expect(wall({ taskMs: equal(12, 10), chunksize: 4, costs })).toBeCloseTo(3 * 49, 9);
  });

  it('of the dispatcher bound throughput, however many workers there are', () => {
    const taskMs = equal(10_000, 5);
    for (const workers of [200, 1_000]) {
      const { wallMs, dispatcherShare } = simulate({ taskMs, workers, costs: { dispatcherPerChunkMs: 0.1 } });
      expect(taskMs.length / wallMs).toBeCloseTo(1 / 0.1, 1);
      expect(dispatcherShare).toBeGreaterThan(0.99);
    }
  });

  it('by the task bound it too, and larger chunks do not help', () => {
    const costs = { dispatcherPerTaskMs: 0.1 };
    const throughput = (chunksize: number) =>
      1_000 / wall({ taskMs: equal(1_000), workers: 300, chunksize, costs });
    expect(throughput(1)).toBeCloseTo(10, 9);
    expect(throughput(10)).toBeLessThanOrEqual(10);
  });

  it('of the way are hidden where workers have a chunk in reserve', () => {
    const costs = { latencyMs: 4 };
    const one = { taskMs: equal(100, 5), costs };
    expect(wall({ ...one, chunksAWorker: 1 })).toBeCloseTo(100 * 9, 9);
    // Only the way to the first and back from the last shows.
    expect(wall({ ...one, chunksAWorker: 2 })).toBeCloseTo(504, 9);
  });

  it('of chunks that travel together are a message’s and a little for each', () => {
    const costs = { dispatcherPerChunkMs: 1, dispatcherPerFurtherChunkMs: 0.01 };
    const together = simulate({ taskMs: equal(10_000, 0.001), chunksAWorker: 200, costs });
    // 100 messages of 100 chunks each.
    expect(together.wallMs).toBeGreaterThan(100 * (1 + 99 * 0.01));
    expect(together.wallMs).toBeLessThan(1.1 * 100 * (1 + 99 * 0.01));
  });

  it('of handing results over are paid on the way by imap, and at the end by map', () => {
    const costs = { dispatcherPerTaskMs: 0.5, handOverPerTaskMs: 0.5 };
    const run = { taskMs: equal(20, 10), workers: 2, costs };
    expect(wall({ ...run, dispatch: 'map' })).toBeCloseTo(100 + 10, 9);
    // The second worker's first task waits for two sends, and its result for the first one's.
    expect(wall({ ...run, dispatch: 'imap' })).toBeCloseTo(10 * 10.5 + 0.5, 9);
  });

  it('of starting come first where it starts cold, all workers at once on the cores there are', () => {
    const costs = { startupMs: 50 };
    expect(wall({ taskMs: equal(4), workers: 2, cold: true, costs })).toBe(52);
    expect(wall({ taskMs: equal(4), workers: 2, costs })).toBe(2);
    expect(wall({ taskMs: equal(8), workers: 8, cold: true, costs: { ...costs, cores: 2 } })).toBe(204);
  });
});

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

describe('what cannot be simulated', () => {
  it.each<[string, Given]>([
    ['dispatch', { dispatch: 'mapp' }],
    ['workers', { workers: 0 }],
    ['workers', { workers: 1.5 }],
    ['chunksize', { chunksize: Number.NaN }],
    ['chunksAWorker', { chunksAWorker: -1 }],
    ['taskMs[1]', { taskMs: [1, -1] }],
    ['taskMs[0]', { taskMs: [Number.POSITIVE_INFINITY] }],
  ])('is refused by name: %s', (name, given) => {
    expect(() => simulate(given)).toThrow(UsageError);
    expect(() => simulate(given)).toThrow(name);
  });
});

it('takes a thousand workers and a hundred thousand tasks', () => {
  const taskMs = equal(100_000, 10);
  expect(wall({ taskMs, workers: 1_000 })).toBe(1_000);
});
