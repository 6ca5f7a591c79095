import type { Scenario } from '../../../scenario/index.js';
import { sumsOfRuns } from '../../../stats/index.js';
import { findDispatch } from '../../../workers/dispatch/index.js';
import { type Engine, LOAD_TIMEOUT_MS, type SessionSpec } from '../../../workers/engines/index.js';
import type { Session } from '../../../workers/session/index.js';
import type { Observed, ObserveRequest, ScenarioRef } from '../bench-host/protocol.js';
import { Stage } from '../bench-host/stage.js';
import { chunkRows, lanesOf, spreadLane } from '../pass/lanes.js';
import { type LoopWatch, loopWatchFor } from '../pass/loop-delay.js';
import { mainCpuFor, mainCpuOf, type PassSettings } from '../pass/pass.js';
import { type Meter, measurePasses, onePass, sumCounts, untouched } from '../pass/passes.js';
import { Pauses } from '../pass/pauses.js';
import { SessionTap } from '../pass/session-tap.js';
import { type Bench, benchOf, isCopies, transferOf } from './bench.js';
import { watchMemory, withMemory } from './memory.js';
import { withSession } from './sessions.js';
import { verifyPass } from './verify.js';
import { warmDispatch, warmUp } from './warm-up.js';

/** One visit to a case: fresh workers, warm-up, passes, counters, and the workers' end. */
export async function observe(
  request: ObserveRequest,
  scenario: Scenario,
  engine: Engine,
  meter: Meter,
  pauses = new Pauses(),
  stage = new Stage(),
): Promise<Observed> {
  const bench = benchOf(scenario, request.scenario, request.workers, stage);
  const loop = loopWatchFor(engine, pauses);
  const { command } = scenario;
  const verifies = request.verifyAgainst !== undefined;
  const settings = {
    ...passSettings(request, scenario, loop),
    ...mainCpuFor(engine),
    pauses,
    // Outputs are read whether they are kept or not, and another run of a program may take minutes.
    ...(command && verifies && { keepValues: true }),
  };
  const memory = watchMemory(engine);
  return withSession(engine, sessionSpec(request), stage, async (opened) => {
    const tapped = new SessionTap(opened);
    const { session } = tapped;
    const began = engine.placement === 'inline' ? stage.runs.bind(stage) : undefined;
    const capped = await warmScenario(session, scenario, bench, settings, began);
    const measure = () => measurePasses({ tapped, bench, settings, meter, loop }, request.observationMs);
    const { passes, disturbance, eventLoopDelayMs, ...usage } = await untouched(measure, pauses);
    const lanes = lanesOf({
      workers: session.workers,
      startupMs: session.startupMs,
      passes,
      ...usage,
      capped,
    });
    const observed: Observed = {
      passes: passes.length,
      wallMs: sumsOfRuns(passes.map((pass) => pass.wallMs)),
      ...withMemory(engine.isOneProgram ? spreadLane(lanes[0]!, request.workers) : lanes, memory?.()),
      disturbance,
      eventLoopDelayMs,
      ...mainCpuOf(passes),
      counts: sumCounts(passes),
    };
    if (opened.hosts) observed.hosts = [...opened.hosts];
    if (scenario.openEnded) observed.turns = sumsOfRuns(passes.map((pass) => pass.turns));
    if (isCopies(scenario)) observed.turns = sumsOfRuns(passes.map((pass) => pass.tasks));
    if (request.keepChunks) observed.chunks = chunkRows(passes);
    if (request.verifyAgainst !== undefined) {
      observed.verification = await verifyPass(
        {
          resultsFile: request.verifyAgainst,
          scenario,
          dispatch: settings.dispatch,
          sample: request.scenario.sample,
          wasSent: engine.placement !== 'inline',
        },
        async () => (command ? passes[0]! : onePass(tapped, bench, { ...settings, keepValues: true })),
      );
    }
    return observed;
  });
}

export function sessionSpec({ scenario, workers, pins, inspect }: ObserveRequest): SessionSpec {
  return { ...programOf(scenario), workers, ...(pins && { pins }), ...(inspect && { inspect }) };
}

/** What of a scenario workers are opened with; what its tasks are is not theirs to know. */
export function programOf({ sample: _, title: __, ...program }: ScenarioRef): Omit<SessionSpec, 'workers'> {
  return { ...program, closeTimeoutMs: program.loadTimeoutMs ?? LOAD_TIMEOUT_MS };
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

/** Between `prepare` and `cleanup`. */
export function warmScenario(
  session: Session,
  scenario: Scenario,
  bench: Bench,
  settings: PassSettings,
  began?: (task: number, count: number) => void,
): Promise<Set<number>> {
  return bench.prepared(() => bench.warming(() => warmPrepared(session, scenario, bench, settings, began)));
}

/** Of a scenario that is prepared already. */
export async function warmPrepared(
  session: Session,
  scenario: Scenario,
  bench: Bench,
  settings: PassSettings,
  began?: (task: number, count: number) => void,
): Promise<Set<number>> {
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
}
