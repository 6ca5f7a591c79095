import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UsageError } from '../../src/errors.js';
import { readHost } from '../../src/host/index.js';
import { measure } from '../../src/library/measure.js';
import { expandCases } from '../../src/measure/cases/index.js';
import { prepareSuite, tuningInputs, withoutSettings } from '../../src/measure/preparation/index.js';
import { type RunRecord, readRecord } from '../../src/record/index.js';
import type { Suite, Sweep } from '../../src/scenario/index.js';
import { loadSuite } from '../../src/scenario/loading/index.js';
import { chunkRule } from '../../src/workers/dispatch/index.js';

export interface GridOptions {
  /** Names of suites; each scenario with its parameters is measured once. */
  suites: readonly string[];
  /** Only these; undefined: all. */
  scenarios: readonly string[] | undefined;
  rounds: number;
  observationMs: number;
  /** Where the record is kept; undefined: nowhere. */
  out: string | undefined;
}

/** Every setting that tuning would search, each in every round. Measures for as long as that takes. Throws UsageError. */
export async function measureGrid(options: GridOptions): Promise<RunRecord> {
  const { rounds, observationMs, out } = options;
  const suite = await gridSuite(options);
  const folder = out ?? mkdtempSync(join(tmpdir(), 'corewise-tune-'));
  mkdirSync(folder, { recursive: true });
  try {
    await measure(suite, {
      ...{ rounds, observationMs, out: folder, formats: ['json'], label: 'grid' },
      onNote: (text) => console.error(text),
    });
    return await readRecord(folder);
  } finally {
    if (out === undefined) rmSync(folder, { recursive: true, force: true });
  }
}

async function gridSuite({ suites, scenarios, rounds, observationMs }: GridOptions): Promise<Suite> {
  const loaded = await Promise.all(suites.map((name) => loadSuite(name, process.cwd())));
  const all = loaded.flatMap(({ suite }) => suite.sweeps);
  const unknown = scenarios?.find((name) => !all.some(({ scenario }) => scenario === name));
  if (unknown !== undefined)
    throw new UsageError(`No scenario of ${suites.join(' or ')} is called ${unknown}.`);
  const asked = all.filter(({ scenario = '' }) => scenarios?.includes(scenario) ?? true);
  const works = withoutSettings({ name: 'grid', sweeps: asked });
  const host = await readHost();
  const { sweeps } = await prepareSuite(works, host, {}, 1);
  const inputs = sweeps.map((one) => ({ one, settings: tuningInputs(one, {}, host) }));
  const { cases } = expandCases(
    inputs.flatMap(({ settings }) => settings),
    host,
    chunkRule,
  );
  const minutes = Math.ceil((cases.length * rounds * (observationMs + OVERHEAD_MS)) / 60_000);
  console.error(`${cases.length} cases in ${rounds} rounds: about ${minutes} min.`);
  return {
    name: 'grid',
    sweeps: inputs.flatMap(({ one, settings }) =>
      settings.map(
        ({ engines, dispatches, workers, chunksizes }): Sweep => ({
          ...one.sweep,
          ...{ engines, dispatches, workers, chunksizes },
        }),
      ),
    ),
  };
}

/** Of a visit: start-up, warm-up, end. */
const OVERHEAD_MS = 350;
