import { describe, expect, it } from 'vitest';
import { sum } from '../../stats/index.js';
import { analyse } from '../analysis/index.js';
import { inventRecord } from '../testing/invented-record.js';
import type { InventedCase, InventedRun } from '../testing/invented-run.js';
import { chunkAdviceOf } from './index.js';

const adviceOn = (run: InventedRun) => {
  const record = inventRecord(run);
  return chunkAdviceOf(record, analyse(record));
};

const equal = (tasks: number, ms: number) => new Array<number>(tasks).fill(ms);

interface Costs {
  perChunk?: number;
  perTask?: number;
}

/** Serial and pools of two workers of a scenario, as workers see it where chunks and tasks cost them so much CPU time. */
function sweepOf(taskMs: readonly number[], chunksizes: readonly number[], costs: Costs = {}): InventedRun {
  const workMs = sum(taskMs);
  return {
    scenarios: [{ name: 'shaped', tasks: taskMs.length, taskMs: [...taskMs] }],
    cases: [
      { engine: 'serial', wallMs: workMs, lane: lane(workMs, 0, 1) },
      ...chunksizes.map((chunksize) => poolOf(taskMs, chunksize, costs)),
    ],
  };
}

function poolOf(
  taskMs: readonly number[],
  chunksize: number,
  { perChunk = 0, perTask = 0 }: Costs,
): InventedCase {
  const chunks = Math.ceil(taskMs.length / chunksize) / 2;
  const gapMs = chunks * perChunk + (taskMs.length / 2) * perTask;
  const busyMs = sum(taskMs) / 2;
  return {
    engine: 'threads',
    workers: 2,
    chunksize,
    wallMs: busyMs + gapMs,
    lane: lane(busyMs, gapMs, chunks),
  };
}

function lane(busyMs: number, gapMs: number, chunks: number) {
  return {
    busyMs,
    cpuMs: busyMs,
    waitMs: 0,
    gapCpuMs: gapMs,
    gapWaitMs: 0,
    idleMs: gapMs,
    sendMs: 0,
    chunks,
  };
}

const wallAt = (advice: ReturnType<typeof adviceOn>[number], chunksize: number) =>
  advice.expected.find((one) => one.chunksize === chunksize)!.wallMs;

describe('twelve equal tasks in chunks of four on ten workers', () => {
  const TASK_MS = 15_210 / 12;
  const [advice] = adviceOn({
    host: { physicalCores: 10 },
    cases: [
      { engine: 'serial', wallMs: 15_210, lane: lane(15_210, 0, 1) },
      { engine: 'threads', workers: 10, chunksize: 4, wallMs: 5_540, lane: lane(1_521, 0, 0.3) },
    ],
  });

  it('are advised chunksize 1, which allows 6.00×; two a chunk allow as much', () => {
    expect(advice).toMatchObject({ advised: 1, low: 1, high: 2, tasks: 12 });
    expect(advice!.speedup!.value).toBeCloseTo(6, 9);
    expect(wallAt(advice!, 1)).toBeCloseTo(2 * TASK_MS, 6);
    expect(wallAt(advice!, 2)).toBeCloseTo(2 * TASK_MS, 6);
  });

  it('would take four tasks’ time as they were sent: 3.00×', () => {
    expect(wallAt(advice!, 4)).toBeCloseTo(4 * TASK_MS, 6);
  });
});

describe('the expected pass', () => {
  it('goes by the tasks in their order, not by their mean: the long ones come last', () => {
    const fastThenSlow = [...equal(12, 1), ...equal(4, 9)];
    const [advice] = adviceOn(sweepOf(fastThenSlow, [1, 4]));
    expect(wallAt(advice!, 1)).toBeCloseTo(24, 6);
    // Two chunks of four fast ones and one more, then the four slow ones in a single chunk.
    expect(wallAt(advice!, 4)).toBeCloseTo(4 + 36, 6);
    expect(advice).toMatchObject({ advised: 1, low: 1, high: 2 });
  });

  it('falls with the chunksize where chunks cost more than tasks', () => {
    const [advice] = adviceOn(sweepOf(equal(64, 10), [1, 4], { perChunk: 2 }));
    expect(wallAt(advice!, 1)).toBeCloseTo(32 * 12, 6);
    expect(wallAt(advice!, 32)).toBeCloseTo(32 * 10 + 2, 6);
    expect(advice!.advised).toBe(32);
  });

  it('does not fall where it is the tasks that cost, as copying large objects does', () => {
    const [advice] = adviceOn(sweepOf(equal(64, 10), [1, 4], { perTask: 2 }));
    expect(wallAt(advice!, 1)).toBeCloseTo(32 * 12, 3);
    expect(wallAt(advice!, 32)).toBeCloseTo(32 * 12, 3);
    expect(advice).toMatchObject({ advised: 1, low: 1, basis: { separated: true } });
  });

  it('spans both where one chunksize cannot tell them apart', () => {
    const [advice] = adviceOn(sweepOf(equal(64, 10), [1], { perTask: 2 }));
    const { low, high } = advice!.expected.find(({ chunksize }) => chunksize === 32)!;
    expect(advice!.basis.separated).toBe(false);
    expect(low).toBeLessThan(32 * 10 + 2);
    expect(high).toBeGreaterThan(32 * 12);
    // In between, chunks cannot be shared out evenly.
    const good = advice!.expected.filter(({ asGood }) => asGood).map(({ chunksize }) => chunksize);
    expect(good).toEqual([1, 2, 4, 8, 16, 32]);
  });
});

describe('what the advice stands on', () => {
  it('is serial’s task times where the workers’ were not recorded', () => {
    const [advice] = adviceOn(sweepOf(equal(8, 10), [1]));
    expect(advice!.basis).toMatchObject({ times: 'serial', rounds: 10 });
  });

  it.each<[string, Partial<InventedRun>]>([
    ['one round', { rounds: 1 }],
    ['a debugger', { plan: { inspected: true } }],
  ])('is too little with %s', (_, change) => {
    expect(adviceOn({ ...sweepOf(equal(8, 10), [1]), ...change })).toEqual([]);
  });

  it.each<[string, Partial<InventedCase>]>([
    ['one worker', { workers: 1 }],
    ['apply, which has no chunks', { dispatch: 'apply' }],
    ['a cold start', { cold: true }],
    ['failed tasks', { failed: 'it broke' }],
  ])('there is none for %s', (_, change) => {
    const run = sweepOf(equal(8, 10), [1]);
    const cases = run.cases.map((one) => (one.engine === 'serial' ? one : { ...one, ...change }));
    expect(adviceOn({ ...run, cases })).toEqual([]);
  });
});

describe('the same tasks in another order', () => {
  it('have advice of their own: a chunksize that fits one order by chance fits no other', () => {
    // In chunks of an even number all chunks are alike here, and so is what the workers get.
    const alternating = Array.from({ length: 16 }, (_, task) => (task % 2 === 0 ? 1 : 9));
    const [advice] = adviceOn(sweepOf(alternating, [1, 2], { perChunk: 0.5 }));
    expect(advice!.advised).toBe(8);
    expect(advice!.anyOrder!.advised).toBeLessThan(8);
    expect(advice!.anyOrder!.ownAdviceRatio).toBeGreaterThan(1.05);
  });

  it('do not matter where tasks are equal', () => {
    const [advice] = adviceOn(sweepOf(equal(12, 5), [1, 4]));
    expect(advice!.anyOrder).toBeNull();
  });
});

describe('the smallest that pays', () => {
  it('is the task that takes as long as it costs: 0.5 ms of worker for each task pay on two workers from there on', () => {
    const [advice] = adviceOn(sweepOf(equal(64, 10), [1, 4], { perTask: 0.5 }));
    // (t + 0.5) ÷ 2 = t at t = 0.5.
    expect(advice!.smallestTaskMs!.value / 0.5).toBeCloseTo(1, 1);
  });

  it('is any task where nothing costs anything', () => {
    const [advice] = adviceOn(sweepOf(equal(64, 10), [1, 4]));
    expect(advice!.smallestTaskMs).toEqual({ value: 0, low: 0, high: 0 });
  });

  it('job is start-up ÷ the share that the pool saves', () => {
    const [advice] = adviceOn(sweepOf(equal(64, 10), [1, 4]));
    // Workers start in 40 ms, and halve the time.
    expect(advice!.smallestJobMs!.value).toBeCloseTo(80, 6);
  });
});
