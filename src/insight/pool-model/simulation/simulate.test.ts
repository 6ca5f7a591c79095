import { describe, expect, it } from 'vitest';
import { UsageError } from '../../../errors.js';
import { seededRandom, sum } from '../../../stats/index.js';
import { granularityBound, listSchedule } from '../../scaling/index.js';
import { equal, type Given, simulate, uneven, wall } from '../testing/simulated.js';

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
