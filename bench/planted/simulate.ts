import { type HostFacts, inventHost } from '../../src/host/index.js';
import { type Analysis, analyse } from '../../src/insight/analysis/index.js';
import { createStopRule } from '../../src/insight/stop-rule/index.js';
import { inventRecord } from '../../src/insight/testing/invented-record.js';
import { type Case, expandCases, SERIAL } from '../../src/measure/cases/index.js';
import { type BenchHost, runRounds, type Visit, visitKey } from '../../src/measure/runner/index.js';
import type { RecordHeader, RecordLine } from '../../src/record/index.js';
import { seededRandom } from '../../src/stats/index.js';
import { chunkRule } from '../../src/workers/dispatch/index.js';
import { PlantedNoise, type PlantedRound } from './noise.js';

export interface Simulation {
  seed: number;
  cores: number;
  /** Lag-1 autocorrelation of the cases' own noise. */
  ownLag1: number;
  /** Whether a round is still disturbed when its blocks are repeated. */
  disturbance: 'lasts' | 'passes';
  /** Fixed; null: until precise or out of time. */
  rounds: number | null;
}

/** A planted run as the product saw it. */
export interface Simulated {
  analysis: Analysis;
  lines: readonly RecordLine[];
}

const VISIT_MS = 700;
const MAX_TIME_MS = 150_000;
const PRECISION = 0.05;
const SERIAL_MS = 100;
const TASKS = 12;
const QUIET = { stealShare: 0, throttledMs: 0, swapPages: 0, switches: 0 };

/** Time of a pass without noise, ms: one worker is 1 % slower than serial, more scale to 95 % of their number. */
export function truthMs({ engine, workers }: Pick<Case, 'engine' | 'workers'>): number {
  if (engine === SERIAL) return SERIAL_MS;
  return workers === 1 ? 1.01 * SERIAL_MS : SERIAL_MS / (0.95 * workers);
}

/** One run on planted noise: the runner's rounds, the stop rule and the analysis of the product, a clock of our own. */
export async function simulate(simulation: Simulation): Promise<Simulated> {
  const host = inventHost({ physicalCores: simulation.cores });
  const cases = plannedCases(host);
  const header = headerOf(cases, host, simulation.rounds);
  const analysed = (lines: readonly RecordLine[]) => analyse({ header, lines: [...lines], torn: false });
  const planted = new PlantedHost(simulation);
  const lines: RecordLine[] = [];
  const { plan } = header;
  const rule = createStopRule({
    cases,
    rounds: plan.rounds,
    minRounds: plan.minRounds,
    precision: plan.precision,
    maxTimeMs: plan.maxTimeMs,
    observationMs: plan.observationMs,
    hostCores: simulation.cores,
    gate: plan.gate,
    serialPassMs: () => SERIAL_MS,
    analyse: analysed,
  });
  await runRounds({
    rule,
    openHost: async () => planted,
    scenarioOf: () => ({ module: '', export: '', params: {}, seed: 1 }),
    resultsFileOf: () => '',
    append: (line) => lines.push(line),
    random: seededRandom(simulation.seed),
    openEndedMs: 500,
    now: () => planted.nowMs,
    onVisit: (visit, round, history) => planted.expect(visit, round, history.rounds),
  });
  return { analysis: analysed(lines), lines };
}

function plannedCases(host: HostFacts): Case[] {
  const sweep = {
    scenario: 'planted',
    params: {},
    tasks: TASKS,
    openEnded: false,
    engines: [SERIAL, 'threads'],
    dispatches: ['imapUnordered'],
    workers: ['auto' as const],
    chunksizes: [1],
    cores: ['all' as const],
  };
  return expandCases([sweep], host, chunkRule).cases;
}

function headerOf(cases: readonly Case[], host: HostFacts, rounds: number | null): RecordHeader {
  const { header } = inventRecord({
    cases: [],
    scenarios: [{ name: 'planted', tasks: TASKS, params: {} }],
    plan: { rounds, minRounds: 10, precision: PRECISION, maxTimeMs: rounds === null ? MAX_TIME_MS : null },
  });
  const planned = cases.map((one) => ({
    ...one,
    chunksizeAsked: [...one.chunksizeAsked],
    cpus: one.cpus && [...one.cpus],
  }));
  return {
    ...header,
    host: { ...host, cpus: [...host.cpus], allowed: [...host.allowed] },
    plan: { ...header.plan, cases: planned },
  };
}

/** A bench host whose passes take the planted time. */
class PlantedHost implements BenchHost {
  nowMs = 0;
  private readonly noise: PlantedNoise;
  private readonly drawn = new Map<string, number>();
  private visit: Visit | undefined;
  private round: PlantedRound = { disturbed: false, common: 0 };

  constructor(private readonly simulation: Simulation) {
    this.noise = new PlantedNoise(simulation);
  }

  /** Told before each visit what it will be; a round of the confirmation is one more round of the run. */
  expect(visit: Visit, round: number, roundsDone: number): void {
    const isRepeat = round === roundsDone;
    const key = round >= roundsDone ? `round ${round}` : `confirmation ${round}`;
    if (!this.drawn.has(key)) this.drawn.set(key, this.drawn.size);
    const drawn = this.noise.round(this.drawn.get(key)!);
    const passed = isRepeat && this.simulation.disturbance === 'passes';
    this.round = passed ? { ...drawn, disturbed: false } : drawn;
    this.visit = visit;
  }

  async observe(): ReturnType<BenchHost['observe']> {
    const visit = this.visit!;
    if (visit.kind !== 'case') throw new Error('a case was expected');
    const wallMs = truthMs(visit.case) * this.noiseOf(visit.case.workers);
    return {
      passes: 1,
      wallMs: [wallMs],
      lanes: [],
      disturbance: this.disturbance,
      eventLoopDelayMs: null,
      counts: { submitted: TASKS, ok: TASKS, failed: 0, lost: 0 },
      verification: { verified: true },
    };
  }

  async ceiling(): ReturnType<BenchHost['ceiling']> {
    const visit = this.visit!;
    if (visit.kind !== 'ceiling') throw new Error('a ceiling was expected');
    const { workers } = visit.ceiling;
    const perSecond = (1000 * TASKS) / (1.01 * SERIAL_MS * this.noiseOf(workers));
    return {
      passes: 1,
      throughputs: new Array<number>(workers).fill(perSecond),
      disturbance: this.disturbance,
    };
  }

  async serialPass(): ReturnType<BenchHost['serialPass']> {
    throw new Error('a planted run has no serial pass to take');
  }

  async close(): Promise<void> {}

  private noiseOf(workers: number): number {
    this.nowMs += VISIT_MS;
    const isBusy = workers > this.simulation.cores / 2;
    return Math.exp(this.noise.of(visitKey(this.visit!), this.round, isBusy));
  }

  private get disturbance() {
    return { ...QUIET, foreignCpu: this.round.disturbed ? 0.9 : 0.01 };
  }
}
