import { describe, expect, it } from 'vitest';
import type { Scenario } from '../../../scenario/index.js';
import keeping from '../../../testing/fixtures/keeping.js';
import { type Engine, findEngine } from '../../../workers/engines/index.js';
import type { Session } from '../../../workers/session/index.js';
import { virtualMeter } from '../pass/passes.js';
import { observe } from './observe.js';

/** The real engine by a clock that goes on when it is read, so that the number of passes is no question of speed. */
function steppingEngine(name: string): Engine {
  const engine = findEngine(name);
  let ms = 0;
  const clock = { now: () => (ms += 10) };
  return {
    ...engine,
    open: async (spec, signal, heard) =>
      Object.create(await engine.open(spec, signal, heard), { clock: { value: clock } }) as Session,
  };
}

async function observed(engine: string, keeps: boolean) {
  const params = { keeps, tasks: 4 };
  const module = new URL('../../../testing/fixtures/keeping.js', import.meta.url).href;
  const request = {
    scenario: { module, export: 'default', params, seed: 1 },
    engine,
    dispatch: 'imapUnordered',
    workers: 1,
    chunksize: 1,
    observationMs: 100,
    openEndedMs: 100,
    keepChunks: false,
  };
  const scenario = keeping as unknown as Scenario;
  const { passes, lanes } = await observe(request, scenario, steppingEngine(engine), virtualMeter);
  return { passes, heldMiB: lanes[0]!.heldMiB };
}

describe.each([['threads'], ['processes']])('what a worker of %s holds', (engine) => {
  it('grows by what its tasks keep, heap and external', async () => {
    const { passes, heldMiB } = await observed(engine, true);
    expect(passes).toBeGreaterThan(2);
    const grown = heldMiB!.last - heldMiB!.first;
    const kept = 2 * 4 * (passes - 1);
    expect(grown).toBeGreaterThan(0.8 * kept);
    expect(grown).toBeLessThan(1.1 * kept);
  });

  it('does not grow by garbage', async () => {
    const { passes, heldMiB } = await observed(engine, false);
    expect(passes).toBeGreaterThan(2);
    expect(heldMiB!.last - heldMiB!.first).toBeLessThanOrEqual(4);
  });
});

it('is not told of serial, whose memory is the caller’s too', async () => {
  expect((await observed('serial', true)).heldMiB).toBeUndefined();
});
