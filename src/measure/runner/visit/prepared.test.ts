import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Scenario } from '../../../scenario/index.js';
import { temporaryFolder } from '../../../testing/temporary-folder.js';
import { createFakeEngine, type Engine } from '../../../workers/engines/index.js';
import { virtualMeter } from '../pass/passes.js';
import { observeCeiling } from './ceiling.js';
import { observe } from './observe.js';
import { observeCold } from './observe-cold.js';
import { takeSerialPass } from './serial-pass.js';

const folder = temporaryFolder();

const ref = { module: 'unused', export: 'default', params: {}, seed: 1 };
const asked = {
  scenario: ref,
  engine: 'fake',
  dispatch: 'imapUnordered',
  workers: 1,
  chunksize: 1,
  observationMs: 180,
  openEndedMs: 100,
  keepChunks: false,
};
const serialPass = {
  scenario: ref,
  called: 'run' as const,
  openEndedMs: 100,
  resultsFile: join(folder, 'results'),
};

type Measuring = (scenario: Scenario, engine: Engine) => Promise<unknown>;

const measurings: Record<string, Measuring> = {
  'a warm observation': (scenario, engine) => observe(asked, scenario, engine, virtualMeter),
  'a cold observation': (scenario, engine) => observeCold(asked, scenario, engine, virtualMeter),
  'a ceiling': (scenario, engine) =>
    observeCeiling({ ...asked, sessions: 1 }, scenario, engine, virtualMeter),
  'a ceiling of three': (scenario, engine) =>
    observeCeiling({ ...asked, sessions: 3 }, scenario, { ...engine, placement: 'workers' }, virtualMeter),
  'a serial pass': (scenario, engine) => takeSerialPass(serialPass, scenario, engine),
};

/** Measures four tasks of 20 ms; what was called, the runs of equal calls once. */
async function callsOf(measuring: Measuring, fails?: { in: string; at: number }) {
  const calls: string[] = [];
  let times = 0;
  const note = (call: string) => {
    if (fails?.in === call && ++times === fails.at) throw new Error(`${call} failed`);
    if (calls.at(-1) !== call) calls.push(call);
  };
  const scenario: Scenario = {
    name: 'equal',
    description: 'Four tasks of 20 ms.',
    params: {},
    tasks: () => [1, 2, 3, 4],
    warmup: false,
    prepare: async () => note('prepare'),
    run: (task) => {
      note('run');
      return task;
    },
    cleanup: async () => note('cleanup'),
    cost: () => 20,
  };
  const thrown = await measuring(scenario, createFakeEngine({ scenario })).then(
    () => undefined,
    (error: Error) => error.message,
  );
  return { calls, thrown };
}

const warmUp = ['prepare', 'cleanup'];
const pass = ['prepare', 'run', 'cleanup'];

describe('every pass is prepared and cleaned up', () => {
  it.each([
    ['a warm observation', [...warmUp, ...pass, ...pass]],
    ['a cold observation', [...pass, ...pass]],
    ['a ceiling', [...warmUp, ...pass, ...pass]],
    ['a ceiling of three', [...warmUp, ...pass, ...pass]],
    ['a serial pass', [...warmUp, ...pass]],
  ])('in %s', async (name, calls) => {
    expect(await callsOf(measurings[name]!)).toEqual({ calls, thrown: undefined });
  });

  it.each(Object.keys(measurings))('in %s also where a task throws', async (name) => {
    const { calls, thrown } = await callsOf(measurings[name]!, { in: 'run', at: 2 });
    expect(thrown).toContain('run failed');
    expect(calls.slice(-3)).toEqual(pass);
  });

  it.each(Object.keys(measurings))('in %s: what `cleanup` throws is told', async (name) => {
    const { thrown } = await callsOf(measurings[name]!, { in: 'cleanup', at: 1 });
    expect(thrown).toBe('cleanup failed');
  });
});
