import { describe, expect, it } from 'vitest';
import type { Lane, Observation } from '../../../record/index.js';
import { workerTimeOf } from './worker-time.js';

const lane: Lane = {
  worker: 0,
  startupMs: 40,
  busyMs: 80,
  idleMs: 20,
  tailMs: 0,
  unusedMs: 0,
  collectMs: 0,
  chunks: 100,
};

const timeOf = (counters: Partial<Lane>, isCold = false) =>
  workerTimeOf(
    {
      kind: 'observation',
      case: '',
      round: 1,
      order: 1,
      passes: 2,
      wallMs: [50, 50],
      lanes: [{ ...lane, ...counters }],
      disturbance: { foreignCpu: 0, stealShare: 0, throttledMs: 0, swapPages: 0, switches: 0 },
      eventLoopDelayMs: null,
      counts: { submitted: 200, ok: 200, failed: 0, lost: 0 },
    } satisfies Observation,
    isCold,
  );

describe('a mean pass', () => {
  it('has what was read in chunks and in gaps', () => {
    expect(timeOf({ cpuMs: 70, waitMs: 6, gapCpuMs: 8, gapWaitMs: 2 })).toMatchObject({
      whole: 50,
      idle: 10,
      chunk: 40,
      chunkCpu: 35,
      chunkWait: 3,
      gapCpu: 4,
      gapWait: 1,
      isCounted: true,
    });
  });

  it('has no more waiting in gaps than they last', () => {
    expect(timeOf({ cpuMs: 70, waitMs: 6, gapCpuMs: 8, gapWaitMs: 90 }).gapWait).toBe(10);
  });

  it('counts the start of every worker where it started cold, as long as the slowest took', () => {
    expect([timeOf({}).startup, timeOf({}, true).startup]).toEqual([0, 20]);
  });

  it('knows no counters where the system tells none', () => {
    expect(timeOf({ cpuMs: 70 })).toMatchObject({ isCounted: false, chunkCpu: 0, chunk: 40 });
  });
});

describe('where chunks were too short to be read', () => {
  it('waiting is split by time, and chunks compute as long as there is CPU time for it', () => {
    expect(timeOf({ cpuMs: 90, waitMs: 5 })).toMatchObject({
      chunkWait: 2,
      chunkCpu: 38,
      gapCpu: 7,
      gapWait: 0.5,
    });
  });

  it('chunks that block compute no more than there was CPU time', () => {
    expect(timeOf({ cpuMs: 30, waitMs: 0 })).toMatchObject({ chunkCpu: 15, gapCpu: 0 });
  });

  it('what was read of some is exact, and only the rest is split', () => {
    const read = { busyMs: 60, cpuMs: 50, waitMs: 10 };
    expect(timeOf({ cpuMs: 75, waitMs: 14, read })).toMatchObject({
      chunkWait: 6,
      chunkCpu: 34,
      gapCpu: 3.5,
      gapWait: 1,
    });
  });
});
