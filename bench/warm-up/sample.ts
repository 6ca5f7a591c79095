import type { HostFacts } from '../../src/host/index.js';
import { childBenchHost } from '../../src/measure/runner/index.js';
import { type LoadedScenario, resolveParams } from '../../src/scenario/loading/index.js';
import { median } from '../../src/stats/index.js';

/** One visit with fresh workers, seen from its warm-up. */
export interface Sample {
  scenario: string;
  engine: string;
  round: number;
  /** Workers whose warm-up reached its limit. */
  capped: number;
  workers: number;
  passes: number;
  /** The first measured pass ÷ the median of the later ones; null where there are too few. */
  firstPass: number | null;
  foreignCpu: number | null;
}

const WORKERS = 2;
const OBSERVATION_MS = 800;
const LATER_PASSES = 3;

/** Visits a scenario once, in a fresh bench host. */
export async function takeSample(
  host: HostFacts,
  { scenario, module, export: name }: LoadedScenario,
  engine: string,
  round: number,
): Promise<Sample> {
  const bench = await childBenchHost({ host, cpus: null, rootPid: process.pid });
  try {
    const observed = await bench.observe({
      scenario: { module, export: name, params: resolveParams(scenario, {}), seed: 1 },
      engine,
      dispatch: 'imapUnordered',
      workers: WORKERS,
      chunksize: 1,
      observationMs: OBSERVATION_MS,
      openEndedMs: OBSERVATION_MS / 8,
      keepChunks: false,
    });
    const { turns, wallMs } = observed;
    const times = turns ? wallMs.map((ms, pass) => ms / turns[pass]!) : wallMs;
    const [first, ...later] = times;
    return {
      scenario: scenario.name,
      engine,
      round,
      capped: observed.lanes.filter(({ warmupCapped }) => warmupCapped).length,
      workers: WORKERS,
      passes: observed.passes,
      firstPass: later.length < LATER_PASSES ? null : first! / median(later),
      foreignCpu: observed.disturbance.foreignCpu,
    };
  } finally {
    await bench.close();
  }
}
