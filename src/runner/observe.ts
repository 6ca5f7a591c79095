import { setImmediate as nextTurn } from 'node:timers/promises';
import { findDispatch } from '../dispatch/index.js';
import { type Engine, payloadOf, type SessionSpec } from '../engines/index.js';
import type { Disturbance, Observation } from '../record/index.js';
import type { Params, PassContext, Scenario } from '../scenario/index.js';
import { seededRandom } from '../stats/index.js';
import type { Session, WorkerUsage } from '../work/index.js';
import type { Observed, ObserveRequest, ScenarioRef } from './bench-host/protocol.js';
import { chunkRows, lanesOf } from './lanes.js';
import { type LoopWatch, loopWatchFor } from './loop-delay.js';
import { mainCpuFor, mainCpuOf } from './main-cpu.js';
import type { Meter } from './meter.js';
import { type Pass, type PassSettings, runPass } from './pass.js';
import { Pauses } from './pauses.js';
import { sampledIndices } from './sample.js';
import { SessionTap } from './session-tap.js';
import { verifyPass } from './verify.js';
import { warmDispatch, warmUp } from './warm-up.js';

/** An observation ends when its passes fill the wanted time, and in any case after so many. */
export const MOST_PASSES = 10_000;

/** One visit to a case: fresh workers, warm-up, passes, counters, and the workers' end. */
export async function observe(
  request: ObserveRequest,
  scenario: Scenario,
  engine: Engine,
  meter: Meter,
  pauses = new Pauses(),
): Promise<Observed> {
  const bench = benchOf(scenario, request.scenario, request.workers);
  const tapped = new SessionTap(await engine.open(sessionSpec(request)));
  const { session } = tapped;
  const loop = loopWatchFor(engine, pauses);
  const settings = { ...passSettings(request, scenario, loop), ...mainCpuFor(engine), pauses };
  try {
    const capped = await warmScenario(session, scenario, bench, settings);
    const measure = () => measurePasses({ tapped, bench, settings, meter, loop }, request.observationMs);
    const { passes, disturbance, eventLoopDelayMs, before, after } = await untouched(measure, pauses);
    const observed: Observed = {
      passes: passes.length,
      wallMs: passes.map((pass) => pass.wallMs),
      lanes: lanesOf({
        workers: session.workers,
        startupMs: session.startupMs,
        passes,
        before,
        after,
        capped,
      }),
      disturbance,
      eventLoopDelayMs,
      ...mainCpuOf(passes),
      counts: sumCounts(passes),
    };
    if (scenario.openEnded) observed.turns = passes.map((pass) => pass.turns);
    if (request.keepChunks) observed.chunks = chunkRows(passes);
    if (request.verifyAgainst !== undefined) {
      observed.verification = await verifyPass(
        request.verifyAgainst,
        scenario,
        settings.dispatch,
        () => onePass(tapped, bench, { ...settings, keepValues: true }),
        request.scenario.sample,
      );
    }
    return observed;
  } finally {
    await session.close();
  }
}

interface MeasureWith {
  tapped: SessionTap;
  bench: Bench;
  settings: PassSettings & { pauses: Pauses };
  meter: Meter;
  loop: LoopWatch | undefined;
}

/** What one observation is made of. */
interface MeasuredPasses {
  passes: Pass[];
  disturbance: Disturbance;
  eventLoopDelayMs: Observation['eventLoopDelayMs'];
  before: WorkerUsage[];
  after: WorkerUsage[];
}

async function measurePasses(
  { tapped, bench, settings, meter, loop }: MeasureWith,
  wantedMs: number,
): Promise<MeasuredPasses> {
  const { session } = tapped;
  tapped.take();
  loop?.forget();
  const before = await session.usage();
  const since = session.clock.now();
  meter.start();
  const passes = await runPasses(tapped, bench, settings, wantedMs);
  await settings.pauses.known();
  const disturbance = meter.stop(settings.pauses.heldBack(since));
  const eventLoopDelayMs = loop?.read() ?? null;
  return { passes, disturbance, eventLoopDelayMs, before, after: await session.usage() };
}

/** Longer ones are not begun again: what disturbed them is a small part of them, and the gate judges it. */
const LONGEST_REPEATED_MS = 800;
const MOST_ATTEMPTS = 3;

/** Others began to compute in the middle: what was measured until the work was held back is begun again. */
async function untouched(measure: () => Promise<MeasuredPasses>, pauses: Pauses): Promise<MeasuredPasses> {
  let measured = await measure();
  for (let attempt = 1; attempt < MOST_ATTEMPTS; attempt++) {
    const [first, last] = [measured.passes[0]!, measured.passes.at(-1)!];
    const totalMs = measured.passes.reduce((sum, pass) => sum + pass.wallMs, 0);
    if (!pauses.touch(first.from, last.to) || totalMs > LONGEST_REPEATED_MS) break;
    measured = await measure();
  }
  return measured;
}

export function sessionSpec({ scenario, workers, pins, inspect }: ObserveRequest): SessionSpec {
  const { sample: _, ...program } = scenario;
  return { ...program, workers, ...(pins && { pins }), ...(inspect && { inspect }) };
}

export function passSettings(
  request: ObserveRequest,
  scenario: Scenario,
  loop: LoopWatch | undefined,
): PassSettings {
  return {
    dispatch: findDispatch(request.dispatch),
    chunksize: request.chunksize,
    ...(scenario.openEnded && { stopAfterMs: request.openEndedMs }),
    ...transferOf(scenario, request.scenario.params),
    ...(loop && { loop }),
  };
}

/** How tasks of this scenario move, where they do. */
export function transferOf(scenario: Scenario, params: Params): Pick<PassSettings, 'transferTask'> {
  if (!scenario.transferTask || payloadOf(scenario, params) !== 'transfer') return {};
  return { transferTask: (task) => scenario.transferTask!(task) };
}

/** What a pass needs of the scenario on the measuring side. */
export interface Bench {
  tasks(): readonly unknown[];
  warmupTasks(): readonly unknown[];
  prepare(): Promise<void>;
  cleanup(): Promise<void>;
}

export function benchOf(scenario: Scenario, { params, seed, sample }: ScenarioRef, workers: number): Bench {
  const context: PassContext<Params> = { params, log: consoleLog };
  const anew = (make: Scenario['tasks']) => make.call(scenario, params, seededRandom(seed));
  const tasks = () => {
    const all = anew(scenario.tasks);
    const made = sample ? sampledIndices(sample).map((index) => all[index]) : all;
    // An open-ended task occupies its worker to the end, so that each gets exactly one.
    return scenario.openEnded ? Array.from({ length: workers }, (_, i) => made[i % made.length]) : made;
  };
  const { warmup } = scenario;
  return {
    tasks,
    warmupTasks: () => (warmup === false ? [] : warmup ? anew(warmup) : tasks()),
    prepare: async () => scenario.prepare?.(context),
    cleanup: async () => scenario.cleanup?.(context),
  };
}

/** Whatever a scenario logs outside its workers goes where what it prints there goes. */
const consoleLog: PassContext<Params>['log'] = {
  debug: (message) => console.debug(message),
  info: (message) => console.info(message),
  warn: (message) => console.warn(message),
  error: (message) => console.error(message),
};

const OPEN_ENDED_WARMUP_MS = 100;

export async function warmScenario(
  session: Session,
  scenario: Scenario,
  bench: Bench,
  settings: PassSettings,
  began?: (task: number, count: number) => void,
): Promise<Set<number>> {
  await bench.prepare();
  try {
    const tasks = bench.warmupTasks();
    if (!scenario.openEnded) {
      const { capped, taskMs } = await warmUp(session, tasks, settings.dispatch, {
        ...(settings.pauses && { pauses: settings.pauses }),
        ...(began && { began }),
      });
      await warmDispatch(session, tasks, taskMs, settings);
      return capped;
    }
    session.stopAfter(OPEN_ENDED_WARMUP_MS);
    await Promise.all(tasks.map((task, worker) => session.run({ first: worker, tasks: [task] }, worker)));
    session.clearStop();
    return new Set();
  } finally {
    await bench.cleanup();
  }
}

/** As many passes as come nearest to the wanted time, at least one. */
async function runPasses(
  tap: SessionTap,
  bench: Bench,
  settings: PassSettings,
  wantedMs: number,
): Promise<Pass[]> {
  const passes: Pass[] = [];
  let totalMs = 0;
  do {
    const pass = await onePass(tap, bench, settings);
    if (pass.firstError) throw pass.firstError;
    passes.push(pass);
    totalMs += pass.wallMs;
  } while (totalMs + totalMs / passes.length / 2 < wantedMs && passes.length < MOST_PASSES);
  return passes;
}

async function onePass(tap: SessionTap, bench: Bench, settings: PassSettings): Promise<Pass> {
  const tasks = bench.tasks();
  await bench.prepare();
  try {
    await nextTurn();
    tap.take();
    const pass = await runPass(tap.session, tasks, settings);
    pass.chunks = tap.take();
    settings.pauses?.takeOut(pass.chunks);
    return pass;
  } finally {
    await bench.cleanup();
  }
}

export function sumCounts(passes: readonly Pass[]): Observation['counts'] {
  const counts = { submitted: 0, ok: 0, failed: 0, lost: 0 };
  for (const pass of passes) {
    counts.submitted += pass.counts.submitted;
    counts.ok += pass.counts.ok;
    counts.failed += pass.counts.failed;
    counts.lost += pass.counts.lost;
  }
  return counts;
}
