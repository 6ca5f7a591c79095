import { setImmediate as nextTurn } from 'node:timers/promises';
import { findDispatch } from '../dispatch/index.js';
import { type Engine, payloadOf, type SessionSpec } from '../engines/index.js';
import type { Observation } from '../record/index.js';
import type { Params, PassContext, Scenario } from '../scenario/index.js';
import { seededRandom } from '../stats/index.js';
import type { Session, WorkerUsage } from '../work/index.js';
import type { Observed, ObserveRequest, ScenarioRef } from './bench-host/protocol.js';
import { chunkRows, lanesOf } from './lanes.js';
import { type LoopWatch, loopWatchFor } from './loop-delay.js';
import { mainCpuFor, mainCpuOf } from './main-cpu.js';
import type { Meter } from './meter.js';
import { type Pass, type PassSettings, runPass } from './pass.js';
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
): Promise<Observed> {
  const bench = benchOf(scenario, request.scenario, request.workers);
  const tapped = new SessionTap(await engine.open(sessionSpec(request)));
  const { session } = tapped;
  const loop = loopWatchFor(engine);
  const settings = { ...passSettings(request, scenario, loop), ...mainCpuFor(engine) };
  try {
    const capped = await warmScenario(session, scenario, bench, settings);
    tapped.take();
    const before = await session.usage();
    meter.start();
    const { passes, afterFirst } = await runPasses(tapped, bench, settings, request.observationMs);
    const disturbance = meter.stop();
    const eventLoopDelayMs = loop?.read() ?? null;
    const after = await session.usage(undefined, afterFirst !== undefined);
    const observed: Observed = {
      passes: passes.length,
      wallMs: passes.map((pass) => pass.wallMs),
      lanes: lanesOf({
        workers: session.workers,
        startupMs: session.startupMs,
        passes,
        before,
        after,
        afterFirst,
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
      observed.verification = await verifyPass(request.verifyAgainst, scenario, settings.dispatch, () =>
        onePass(tapped, bench, { ...settings, keepValues: true }),
      );
    }
    return observed;
  } finally {
    await session.close();
  }
}

export function sessionSpec({ scenario, workers, pins, inspect }: ObserveRequest): SessionSpec {
  return { ...scenario, workers, ...(pins && { pins }), ...(inspect && { inspect }) };
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

export function benchOf(scenario: Scenario, { params, seed }: ScenarioRef, workers: number): Bench {
  const context: PassContext<Params> = { params, log: consoleLog };
  const anew = (make: Scenario['tasks']) => make.call(scenario, params, seededRandom(seed));
  const tasks = () => {
    const made = anew(scenario.tasks);
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
): Promise<Set<number>> {
  await bench.prepare();
  try {
    const tasks = bench.warmupTasks();
    if (!scenario.openEnded) {
      const { capped, taskMs } = await warmUp(session, tasks, settings.dispatch);
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
): Promise<{ passes: Pass[]; afterFirst?: WorkerUsage[] }> {
  const passes: Pass[] = [];
  let totalMs = 0;
  let afterFirst: WorkerUsage[] | undefined;
  do {
    if (passes.length === 1) afterFirst = await tap.session.usage();
    const pass = await onePass(tap, bench, settings);
    if (pass.firstError) throw pass.firstError;
    passes.push(pass);
    totalMs += pass.wallMs;
  } while (totalMs + totalMs / passes.length / 2 < wantedMs && passes.length < MOST_PASSES);
  return { passes, ...(afterFirst && { afterFirst }) };
}

async function onePass(tap: SessionTap, bench: Bench, settings: PassSettings): Promise<Pass> {
  const tasks = bench.tasks();
  await bench.prepare();
  try {
    await nextTurn();
    tap.take();
    const pass = await runPass(tap.session, tasks, settings);
    pass.chunks = tap.take();
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
