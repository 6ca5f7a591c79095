import { describe, expect, it } from 'vitest';
import type { Scenario } from '../../../scenario/index.js';
import { createFakeEngine } from '../../../workers/engines/fake.js';
import type { ObserveRequest } from '../bench-host/protocol.js';
import { virtualMeter } from '../pass/passes.js';
import { observe } from './observe.js';
import { observeCold } from './observe-cold.js';

const calls: string[] = [];
const scenario: Scenario = {
  name: 'equal',
  description: 'Four tasks of 20 ms.',
  params: {},
  tasks: () => [1, 2, 3, 4],
  run: (task) => task,
  cost: () => 20,
  setup: () => void calls.push('setup'),
  prepare: () => void calls.push('prepare'),
  cleanup: () => void calls.push('cleanup'),
};
const request: ObserveRequest = {
  scenario: { module: 'unused', export: 'default', params: {}, seed: 1 },
  engine: 'fake',
  dispatch: 'imapUnordered',
  workers: 2,
  chunksize: 1,
  observationMs: 180,
  openEndedMs: 100,
  keepChunks: true,
};
const engine = createFakeEngine({ scenario, startupMs: 50 });

describe('a cold start', () => {
  it('counts the start of the workers in every pass, and no warm-up', async () => {
    const cold = await observeCold(request, scenario, engine, virtualMeter);
    expect(cold.wallMs).toEqual([90, 90]);
    const warm = await observe(request, scenario, engine, virtualMeter);
    expect(new Set(warm.wallMs)).toEqual(new Set([40]));
  });

  it('is the waiting of every worker until all are ready', async () => {
    const { lanes } = await observeCold(request, scenario, engine, virtualMeter);
    for (const lane of lanes) {
      expect(lane).toMatchObject({
        startupMs: 100,
        idleMs: 100,
        busyMs: 80,
        tailMs: 0,
        chunks: 4,
        cpuMs: 80,
      });
    }
  });

  it('belongs to workers that never get a chunk too', async () => {
    const { lanes, wallMs } = await observeCold({ ...request, workers: 5 }, scenario, engine, virtualMeter);
    expect(wallMs).toEqual([70, 70, 70]);
    expect(lanes[4]).toMatchObject({ startupMs: 150, unusedMs: 210, chunks: 0 });
  });

  it('makes chunks start after it in the timeline', async () => {
    const { chunks } = await observeCold(request, scenario, engine, virtualMeter);
    expect(chunks?.map(([worker, , , pass, , started]) => [pass, worker, started])).toEqual([
      [0, 0, 50],
      [0, 1, 50],
      [0, 0, 70],
      [0, 1, 70],
      [1, 0, 50],
      [1, 1, 50],
      [1, 0, 70],
      [1, 1, 70],
    ]);
  });

  it('sets each worker up anew, and prepares every pass outside the timing', async () => {
    calls.length = 0;
    await observeCold({ ...request, workers: 1, observationMs: 200 }, scenario, engine, virtualMeter);
    expect(calls).toEqual(['prepare', 'setup', 'cleanup', 'prepare', 'setup', 'cleanup']);
  });
});

it('workers tell where they are pinned', async () => {
  const pinned = { ...request, pins: [3, 1] };
  const { lanes } = await observeCold(pinned, scenario, engine, virtualMeter);
  expect(lanes.map(({ cpu, cpus, pinned: to }) => [cpu, cpus, to])).toEqual([
    [3, undefined, 3],
    [1, undefined, 1],
  ]);
});
