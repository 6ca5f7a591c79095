import { describe, expect, it } from 'vitest';
import { chunkRows, lanesOf, spreadLane } from './lanes.js';
import type { Pass } from './pass.js';

const chunk = (worker: number, started: number, finished: number, first = 0) => ({
  worker,
  received: started,
  started,
  finished,
  first,
  tasks: 1,
  sendMs: 0.5,
  cpuNs: (finished - started) * 1e6,
  waitNs: 0,
});

const pass: Pass = {
  from: 100,
  to: 150,
  start: 100,
  wallMs: 50,
  tasks: 3,
  chunks: [chunk(0, 102, 120), chunk(0, 121, 148, 1), chunk(1, 103, 130, 2)],
  counts: { submitted: 3, ok: 3, failed: 0, lost: 0 },
  turns: 0,
};

const lanes = lanesOf({
  workers: 3,
  startupMs: [40, 41, 42],
  passes: [pass, { ...pass, start: 100 }],
  before: [0, 1, 2].map((worker) => ({ worker, cpuMs: 10, waitMs: 0 })),
  after: [0, 1, 2].map((worker) => ({ worker, cpuMs: 110, waitMs: 4, cpu: worker, peakMemoryMiB: 5 })),
  capped: new Set([1]),
});

describe('lanes', () => {
  it('add up to the wall time of every worker', () => {
    for (const lane of lanes) {
      const sum = lane.busyMs + lane.idleMs + lane.tailMs + lane.unusedMs + lane.collectMs;
      expect(sum).toBeCloseTo(2 * pass.wallMs, 9);
    }
  });

  it('tell work, gaps, the tail and workers without a chunk apart', () => {
    expect(lanes[0]).toMatchObject({
      busyMs: 90,
      idleMs: 6,
      tailMs: 0,
      unusedMs: 0,
      collectMs: 4,
      chunks: 4,
      sendMs: 2,
    });
    expect(lanes[1]).toMatchObject({ busyMs: 54, idleMs: 6, tailMs: 36, unusedMs: 0, chunks: 2 });
    expect(lanes[2]).toMatchObject({ busyMs: 0, idleMs: 0, tailMs: 0, unusedMs: 96, chunks: 0 });
  });

  it('count what a consumer did after its last item as work, and as no chunk', () => {
    const [working, idle] = lanesOf({
      workers: 2,
      startupMs: [1, 1],
      passes: [
        {
          ...pass,
          chunks: [
            chunk(0, 102, 120),
            { ...chunk(0, 122, 140), tasks: 0 },
            { ...chunk(1, 105, 109), tasks: 0 },
          ],
        },
      ],
      before: [0, 1].map((worker) => ({ worker, cpuMs: 0, waitMs: 0 })),
      after: [0, 1].map((worker) => ({ worker, cpuMs: 40, waitMs: 0 })),
      capped: new Set(),
    });
    expect(working).toMatchObject({ busyMs: 36, idleMs: 4, tailMs: 0, chunks: 1, cpuMs: 36, gapCpuMs: 4 });
    expect(idle).toMatchObject({ busyMs: 4, idleMs: 0, tailMs: 0, unusedMs: 36, chunks: 0, cpuMs: 4 });
    for (const lane of [working!, idle!])
      expect(lane.busyMs + lane.idleMs + lane.tailMs + lane.unusedMs + lane.collectMs).toBe(50);
  });

  it('split CPU and wait time between chunks and the gaps', () => {
    expect(lanes[0]).toMatchObject({
      cpuMs: 90,
      gapCpuMs: 10,
      waitMs: 0,
      gapWaitMs: 4,
      cpu: 0,
      startupMs: 40,
    });
    expect(lanes[1]?.warmupCapped).toBe(true);
    expect(lanes[0]?.warmupCapped).toBeUndefined();
  });

  it('give the whole CPU time to the chunks where they were too short to be read', () => {
    const { cpuNs: _, waitNs: __, ...unread } = chunk(0, 102, 120);
    const [lane] = lanesOf({
      workers: 1,
      startupMs: [1],
      passes: [{ ...pass, chunks: [unread] }],
      before: [{ worker: 0, cpuMs: 0 }],
      after: [{ worker: 0, cpuMs: 30 }],
      capped: new Set(),
    });
    expect(lane).toMatchObject({ cpuMs: 30 });
    expect(lane).not.toHaveProperty('gapCpuMs');
    expect(lane).not.toHaveProperty('waitMs');
  });
});

describe('where only some chunks were long enough for exact counters', () => {
  const { cpuNs: _, waitNs: __, ...unread } = chunk(0, 102, 102.5);
  const [lane] = lanesOf({
    workers: 1,
    startupMs: [1],
    passes: [{ ...pass, chunks: [unread, { ...chunk(0, 103, 113, 1), cpuNs: 7e6, waitNs: 5e6 }] }],
    before: [{ worker: 0, cpuMs: 0, waitMs: 0 }],
    after: [{ worker: 0, cpuMs: 30, waitMs: 6 }],
    capped: new Set(),
  });

  it('those are told apart from everything', () => {
    expect(lane).toMatchObject({ busyMs: 10.5, cpuMs: 30, waitMs: 6, read: { busyMs: 10, cpuMs: 7 } });
    expect(lane).not.toHaveProperty('gapWaitMs');
  });

  it('waiting for which a chunk has no time was in the gap before or after it', () => {
    expect(lane?.read?.waitMs).toBe(3);
  });
});

it('chunk rows start at their pass', () => {
  expect(chunkRows([pass, pass])[3]).toEqual([0, 0, 1, 1, 2, 2, 20, 0]);
  const { waitNs: _, ...untold } = pass.chunks[0]!;
  expect(chunkRows([{ ...pass, chunks: [untold] }])).toEqual([[0, 0, 1, 0, 2, 2, 20]]);
});

describe('the lane of a program that runs its own workers', () => {
  const lane = {
    ...{
      worker: 0,
      startupMs: 0,
      busyMs: 90,
      idleMs: 10,
      tailMs: 0,
      unusedMs: 0,
      collectMs: 0,
      sendMs: 4,
      chunks: 1,
    },
    ...{ cpuMs: 90, waitMs: 0, gapCpuMs: 120, gapWaitMs: 30, peakMemoryMiB: 40, threads: 5 },
  };

  it('is spread over them: what they computed and waited, and the rest without a chunk', () => {
    const spread = spreadLane(lane, 4);
    expect(spread.map(({ worker }) => worker)).toEqual([0, 1, 2, 3]);
    expect(spread[0]).toMatchObject({
      ...{ busyMs: 60, unusedMs: 30, idleMs: 10, cpuMs: 52.5, waitMs: 7.5, gapCpuMs: 0, gapWaitMs: 0 },
      ...{ sendMs: 1, peakMemoryMiB: 10, threads: 5 },
    });
  });

  it('has no more time than there was, though it computed on more CPUs than it was told', () => {
    expect(spreadLane(lane, 1)[0]).toMatchObject({ busyMs: 90, unusedMs: 0, cpuMs: 210 });
  });

  it('is all busy where the system tells no CPU time', () => {
    const { cpuMs: _, waitMs: __, gapCpuMs: ___, gapWaitMs: ____, ...untold } = lane;
    expect(spreadLane(untold, 2)[0]).toMatchObject({ busyMs: 90, unusedMs: 0 });
    expect(spreadLane(untold, 2)[0]).not.toHaveProperty('cpuMs');
  });
});
