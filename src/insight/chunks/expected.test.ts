import { describe, expect, it } from 'vitest';
import type { PoolCosts } from '../pool-model/index.js';
import { smallestJobMs, smallestTaskMs, smallestTaskOver } from './break-even.js';
import { expectedOver, passMs } from './expected.js';
import { readingsOf } from './known.js';

const free: PoolCosts = {
  engine: 'invented',
  perChunkMs: 0,
  perTaskMs: 0,
  dispatcherPerChunkMs: 0,
  dispatcherPerTaskMs: 0,
  startupMs: 50,
  slowdown: () => 1,
  cores: 16,
  basis: { cases: [], rounds: 10 },
};
const setting = { workers: 2, dispatch: 'imapUnordered' };
const modelOf = (taskMs: readonly number[], costs = free, slowness: readonly number[] = [1, 1]) => ({
  ...setting,
  passes: [{ taskMs, slowness }],
  costs,
});

describe('one pass', () => {
  it('waits for a slow worker where each has one chunk; where chunks are many that one takes fewer', () => {
    const model = modelOf(new Array<number>(24).fill(10), free, [1, 2]);
    expect(passMs(model, 12)).toBeCloseTo(12 * 20, 9);
    expect(passMs(model, 1)).toBeCloseTo(16 * 10, 9);
  });
});

describe('what is expected', () => {
  const taskMs = [8, 8, 8, 8];

  it('is compared with the best in the same rounds: what slows all chunksizes makes none worse', () => {
    const reading = {
      whole: modelOf(taskMs),
      without: [modelOf(taskMs.map((ms) => ms * 2)), modelOf(taskMs.map((ms) => ms / 2))],
    };
    const [one, , three] = expectedOver([1, 2, 3], [reading]);
    expect(one).toMatchObject({ wallMs: { value: 16 }, ratio: { value: 1, low: 1, high: 1 } });
    expect(one!.wallMs.high).toBeGreaterThan(32);
    expect(three!.ratio.value).toBeCloseTo(1.5, 9);
    expect(three!.ratio.low).toBeGreaterThan(1.45);
  });

  it('spans the readings of the costs', () => {
    const costs = { ...free, perChunkMs: 2 };
    const readings = readingsOf(costs, [1, 1]).map((each) => ({
      whole: modelOf(taskMs, each),
      without: [modelOf(taskMs, each)],
    }));
    const [one, two] = expectedOver([1, 2], readings);
    expect(one!.wallMs.value).toBeCloseTo(20, 9);
    expect(two!.wallMs.value).toBeCloseTo((18 + 20) / 2, 9);
    expect(two!.wallMs.low).toBeLessThan(18);
    expect(two!.wallMs.high).toBeGreaterThan(20);
  });
});

describe('readings of the costs', () => {
  it('are the costs themselves where several chunksizes were measured', () => {
    expect(readingsOf(free, [1, 4, 1])).toEqual([free]);
  });

  it('differ by whose the cost of a chunk is where one was; what is the message’s stays there', () => {
    const costs = { ...free, perChunkMs: 3, perFurtherChunkMs: 2, dispatcherPerChunkMs: 0.4 };
    expect(readingsOf(costs, [4])).toMatchObject([
      costs,
      { perChunkMs: 1, perFurtherChunkMs: 0, perTaskMs: 0.5, dispatcherPerTaskMs: 0.1 },
    ]);
  });
});

describe('the smallest task', () => {
  const pools = { tasks: 64, dispatch: 'imapUnordered', workers: [2, 4] };

  it('is what the best pool just does as fast as serial', () => {
    // Four workers: (t + 0.3) ÷ 4 = t at t = 0.1; two would take 0.3.
    expect(smallestTaskMs({ ...pools, costs: { ...free, perTaskMs: 0.3 } }) / 0.1).toBeCloseTo(1, 1);
  });

  it('is what the dispatcher takes for a task, where that is more', () => {
    const costs = { ...free, dispatcherPerTaskMs: 0.5, perTaskMs: 0.3 };
    expect(smallestTaskMs({ ...pools, costs }) / 0.5).toBeCloseTo(1, 1);
  });

  it('does not exist where workers slow each other down as much as they are many', () => {
    const costs = { ...free, slowdown: (workers: number) => 2 * workers };
    expect(smallestTaskMs({ ...pools, costs })).toBe(Number.POSITIVE_INFINITY);
    expect(smallestTaskOver([{ whole: costs, without: [costs, costs] }], pools)).toBeNull();
  });
});

describe('the smallest job', () => {
  it('is start-up ÷ the share of the time that the pool saves', () => {
    expect(smallestJobMs(60, { value: 2, low: 1.6, high: 4 })).toEqual({ value: 120, low: 80, high: 160 });
  });

  it('is unknown where the pool may be no faster', () => {
    expect(smallestJobMs(60, { value: 2, low: 0.9, high: 4 })).toBeNull();
  });
});
