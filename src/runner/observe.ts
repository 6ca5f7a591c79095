import { findDispatch } from '../dispatch/index.js';
import type { Engine, SessionSpec } from '../engines/index.js';
import type { Scenario } from '../scenario/index.js';
import type { Session } from '../work/index.js';
import { type Bench, benchOf, transferOf } from './bench.js';
import type { Observed, ObserveRequest } from './bench-host/protocol.js';
import { chunkRows, lanesOf } from './lanes.js';
import { type LoopWatch, loopWatchFor } from './loop-delay.js';
import { mainCpuFor, mainCpuOf } from './main-cpu.js';
import type { Meter } from './meter.js';
import type { PassSettings } from './pass.js';
import { measurePasses, onePass, sumCounts, untouched } from './passes.js';
import { Pauses } from './pauses.js';
import { SessionTap } from './session-tap.js';
import { verifyPass } from './verify.js';
import { warmDispatch, warmUp } from './warm-up.js';

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
    const { passes, disturbance, eventLoopDelayMs, ...usage } = await untouched(measure, pauses);
    const observed: Observed = {
      passes: passes.length,
      wallMs: passes.map((pass) => pass.wallMs),
      lanes: lanesOf({
        workers: session.workers,
        startupMs: session.startupMs,
        passes,
        ...usage,
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
