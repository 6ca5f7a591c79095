import type { ReportCase } from '../run/report/case-schema.js';
import type { Interval } from '../run/report/schema.js';

export const params = {
  cycles: { tasks: 12, iterations: 10_000_000 },
  'calculate-e': { tasks: 12, iterations: 20_000_000 },
};
/** A serial pass. */
export const serialMs = { cycles: 118.4, 'calculate-e': 402.7 };

/** An interval of ±`spread` around a value. */
export const around = (value: number, spread = 0.02): Interval => ({
  value,
  low: value * (1 - spread),
  high: value * (1 + spread * 1.1),
});

interface Setting {
  scenario: 'cycles' | 'calculate-e';
  engine: string;
  dispatch: string;
  workers: number;
  chunksize: number;
  asked: (number | 'auto')[];
  cores: number;
  speedup: number;
  scaling: number | null;
  ceiling: number | null;
  physical: number;
}

function inventCase(setting: Setting): ReportCase {
  const { scenario, engine, dispatch, workers, chunksize, cores, speedup, scaling, ceiling } = setting;
  const wall = serialMs[scenario] / speedup;
  const isSerial = engine === 'serial';
  return {
    id: isSerial
      ? `${scenario}/serial`
      : `${scenario}/${engine}/${dispatch}/w${workers}/c${chunksize}/k${cores}`,
    scenario,
    params: params[scenario],
    engine,
    dispatch,
    workers,
    chunksize,
    chunksizeAsked: setting.asked,
    cores,
    cpus: cores === 1 ? [0] : null,
    role: isSerial ? 'reference' : 'asked',
    status: 'ok',
    verified: true,
    rounds: 12,
    disturbedRounds: 3,
    basis: 'undisturbed',
    wallMs: { median: wall, low: wall * 0.97, high: wall * 1.04, samples: [wall * 0.97, wall, wall * 1.04] },
    throughput: around((12 / wall) * 1000),
    speedup: isSerial ? { value: 1, low: 1, high: 1 } : around(speedup, 0.012 + 0.004 * Math.min(workers, 8)),
    speedupAllRounds: isSerial ? { value: 1, low: 1, high: 1 } : around(speedup * 0.96, 0.06),
    scaling: scaling === null ? null : around(scaling, workers === 1 ? 0 : 0.025),
    efficiency: around(speedup / Math.min(workers, cores)),
    ceiling: ceiling === null ? null : around(ceiling, 0.01),
    bound: isSerial
      ? null
      : {
          chunks: Math.min(workers, 12 / Math.ceil(12 / workers / chunksize) / chunksize),
          cores,
          binds: workers > cores ? 'cores' : 'chunks',
        },
    placement: isSerial ? [[0, 1]] : Array.from({ length: workers }, (_, worker) => [worker % cores]),
    pinned: false,
    ...(isSerial ? { lossWorkerMs: null, lossParts: null } : inventLoss(setting, wall)),
    peakMemoryMiB: 61.3 + workers * 11.2,
    memoryPerWorkerMiB: isSerial ? 72.5 : (61.3 + workers * 11.2) / workers,
    eventLoopDelayMs: { p50: 1.1, p99: 2.4, max: 9.7 },
  };
}

/** Most of it tail and dispatch, and a little that computing beside others gains. */
function inventLoss({ scenario, workers, cores }: Setting, wall: number) {
  const oversubscribed = Math.max(0, workers - cores) * wall;
  const rest = workers * wall - serialMs[scenario] - oversubscribed;
  const [tail, dispatch, wait, slowdown] = [0.5 * rest, 0.3 * rest, 0.1 * rest, -0.01 * serialMs[scenario]];
  const unexplained = rest - tail - dispatch - wait - slowdown;
  const lossWorkerMs = { oversubscribed, startup: 0, dispatch, unused: 0, tail, wait, slowdown, unexplained };
  return {
    lossWorkerMs,
    lossIntervals: closely({ ...lossWorkerMs, total: workers * wall - serialMs[scenario] }),
    lossParts: {
      mainThread: dispatch / 4,
      idle: dispatch / 2,
      collect: dispatch / 4,
      waitIn: 'wait' as const,
    },
  };
}

/** Each known to a hundredth. */
function closely<K extends string>(values: Record<K, number>) {
  const entries = (Object.entries(values) as [K, number][]).map(([key, value]) => {
    const half = Math.abs(value) / 100;
    return [key, { value, low: value - half, high: value + half }];
  });
  return Object.fromEntries(entries) as Record<K, { value: number; low: number; high: number }>;
}

/** Linear up to the physical cores, then a quarter more for each SMT sibling. */
const machineGives = (workers: number, physical: number, logical: number): number =>
  Math.min(workers, physical) * 0.985 + Math.max(0, Math.min(workers, logical) - physical) * 0.24 + 0.015;

/** Serial and four kinds of pool, at each worker count. */
export function inventCases(physical: number, logical: number, workerCounts: number[]): ReportCase[] {
  const pools: [string, string, number | 'auto', number][] = [
    ['threads', 'imapUnordered', 1, 0.975],
    ['threads', 'imapUnordered', 4, 0.8],
    ['threads', 'map', 'auto', 0.93],
    ['processes', 'imapUnordered', 1, 0.95],
  ];
  return (['cycles', 'calculate-e'] as const).flatMap((scenario) => {
    const shared = { scenario, physical };
    const serial = inventCase({
      ...shared,
      engine: 'serial',
      dispatch: 'serial',
      workers: 1,
      chunksize: 1,
      asked: [],
      cores: logical,
      speedup: 1,
      scaling: null,
      ceiling: null,
    });
    const swept = pools.flatMap(([engine, dispatch, asked, share]) =>
      workerCounts.map((workers) => {
        const gives = machineGives(workers, physical, logical);
        const scaling = workers === 1 ? 1 : gives * share;
        return inventCase({
          ...shared,
          engine,
          dispatch,
          workers,
          chunksize: asked === 'auto' ? Math.ceil(12 / (4 * workers)) : asked,
          asked: [asked],
          cores: logical,
          speedup: scaling * 0.985,
          scaling,
          ceiling: gives,
        });
      }),
    );
    return [serial, ...swept];
  });
}

/** Two threads confined to one core. */
export const oneCore = (): ReportCase =>
  inventCase({
    scenario: 'cycles',
    physical: 1,
    engine: 'threads',
    dispatch: 'imapUnordered',
    workers: 2,
    chunksize: 1,
    asked: [1],
    cores: 1,
    speedup: 0.98,
    scaling: 0.99,
    ceiling: null,
  });

/** What a case has that was never measured. */
export const unmeasured = {
  verified: null,
  rounds: 0,
  disturbedRounds: 0,
  wallMs: null,
  throughput: null,
  speedup: null,
  speedupAllRounds: null,
  scaling: null,
  efficiency: null,
  ceiling: null,
  bound: null,
  lossWorkerMs: null,
  lossParts: null,
  placement: null,
  pinned: false,
  peakMemoryMiB: null,
  memoryPerWorkerMiB: null,
  eventLoopDelayMs: null,
};
