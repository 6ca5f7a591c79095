import type { CeilingObservation, Disturbance, Lane, Observation, RecordLine } from '../../record/index.js';
import { seededRandom } from '../../stats/index.js';
import type {
  ByRound,
  InventedCase,
  InventedCeiling,
  InventedRun,
  PlannedCase,
  RecordedScenario,
} from './invented-run.js';

/** The observations and ceilings of an invented run, round by round. */
export function measured(
  run: InventedRun,
  cases: PlannedCase[],
  scenarios: RecordedScenario[],
  rounds: number,
): RecordLine[] {
  const noise = noiseOf(run.spread ?? 0);
  const lines: RecordLine[] = [];
  for (let round = 1; round <= rounds; round++) {
    const seen = new Map<PlannedCase, Observation>();
    for (const [i, given] of run.cases.entries()) {
      const wallMs = typeof given.wallMs === 'function' ? given.wallMs(round) : given.wallMs;
      if (wallMs === undefined || wallMs === null) continue;
      const { tasks } = scenarios.find(({ name }) => name === cases[i]!.scenario)!;
      const order = lines.length + 1;
      const observation = observe(given, cases[i]!, { round, order, wallMs: wallMs * noise(), tasks });
      seen.set(cases[i]!, observation);
      lines.push(observation);
    }
    for (const ceiling of run.ceilings ?? []) {
      lines.push(...ceilingLine(ceiling, seen, scenarios, lines.length + 1));
    }
  }
  return [...lines, ...confirmations(run, cases, scenarios, lines.length)];
}

function confirmations(
  run: InventedRun,
  cases: PlannedCase[],
  scenarios: RecordedScenario[],
  before: number,
): RecordLine[] {
  return run.cases.flatMap((given, i) => {
    const planned = cases[i]!;
    const { tasks } = scenarios.find(({ name }) => name === planned.scenario)!;
    return (given.confirmationMs ?? []).map((wallMs, round) => ({
      ...observe(given, planned, { round: round + 1, order: before + round + 1, wallMs, tasks }),
      kind: 'confirmation' as const,
    }));
  });
}

interface Visit {
  round: number;
  order: number;
  wallMs: number;
  tasks: number;
}

function observe(given: InventedCase, planned: PlannedCase, visit: Visit): Observation {
  const { round, order, wallMs, tasks } = visit;
  const passes = Math.max(1, Math.round(500 / wallMs));
  const submitted = tasks * passes;
  const failed = given.failedTasks ?? 0;
  return {
    kind: 'observation',
    case: planned.id,
    round,
    order,
    passes,
    wallMs: new Array<number>(passes).fill(wallMs),
    ...(given.turns === undefined ? {} : { turns: new Array<number>(passes).fill(given.turns) }),
    lanes: Array.from({ length: planned.workers }, (_, worker) => ({
      worker,
      startupMs: 40,
      busyMs: wallMs * passes,
      idleMs: 0,
      tailMs: 0,
      unusedMs: 0,
      collectMs: 0,
      chunks: Math.ceil(submitted / planned.chunksize / planned.workers),
      ...(given.peakMemoryMiB === undefined ? {} : { peakMemoryMiB: given.peakMemoryMiB }),
      ...overPasses(inRound(given.lane ?? {}, round), passes),
    })),
    disturbance: disturbanceOf(given, round, passes),
    eventLoopDelayMs: inRound(given.eventLoopDelayMs, round) ?? { p50: 1, p99: 2, max: 3 },
    counts: { submitted, ok: submitted - failed, failed, lost: 0 },
  };
}

function inRound<T>(given: ByRound<T>, round: number): T {
  return typeof given === 'function' ? (given as (round: number) => T)(round) : given;
}

/** Times are summed over passes, as in a record; what is none stays as it is. */
function overPasses(lane: Partial<Lane>, passes: number): Partial<Lane> {
  const isTime = (key: string) => key.endsWith('Ms') || key === 'chunks';
  const entries = Object.entries(lane).map(([key, value]) => [
    key,
    isTime(key) ? (value as number) * passes : value,
  ]);
  return Object.fromEntries(entries);
}

function disturbanceOf(given: InventedCase, round: number, passes: number): Disturbance {
  const mhz = given.clockMhz?.(round);
  const quiet = {
    ...(given.ownCpu === undefined ? {} : { ownCpu: inRound(given.ownCpu, round) }),
    ...(mhz === undefined ? {} : { frequencyMhz: { start: mhz, end: mhz } }),
    foreignCpu: 0.01,
    stealShare: 0,
    throttledMs: passes * inRound(given.throttledMs ?? 0, round),
    swapPages: 0,
    switches: 3,
  };
  if (!given.disturbedRounds?.includes(round)) return quiet;
  return { ...quiet, ...(given.disturbance ?? { foreignCpu: 0.9 }) };
}

function ceilingLine(
  { engine, workers, factor }: InventedCeiling,
  seen: ReadonlyMap<PlannedCase, Observation>,
  scenarios: RecordedScenario[],
  order: number,
): CeilingObservation[] {
  const reference = [...seen].find(([one]) => one.engine === engine && one.workers === 1);
  if (!reference) return [];
  const [{ id, scenario, params, cores, cpus, quota }, observation] = reference;
  const { tasks } = scenarios.find(({ name }) => name === scenario)!;
  const perSecond = (1000 * tasks) / observation.wallMs[0]!;
  return [
    {
      kind: 'ceiling',
      scenario,
      params,
      engine,
      workers,
      cores,
      cpus,
      ...(quota !== undefined && { quota }),
      round: observation.round,
      order,
      reference: id,
      passes: observation.passes,
      throughputs: new Array<number>(workers).fill(
        (perSecond * inRound(factor, observation.round)) / workers,
      ),
      disturbance: observation.disturbance,
    },
  ];
}

/** Factors around 1, log-normal (Box and Muller 1958). */
function noiseOf(spread: number): () => number {
  const random = seededRandom(1);
  return () => {
    const radius = Math.sqrt(-2 * Math.log(1 - random.next()));
    return Math.exp(spread * radius * Math.cos(2 * Math.PI * random.next()));
  };
}
