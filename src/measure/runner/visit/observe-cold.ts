import type { Lane } from '../../../record/index.js';
import type { Scenario } from '../../../scenario/index.js';
import { sumsOfRuns } from '../../../stats/index.js';
import type { Engine } from '../../../workers/engines/index.js';
import { monotonicMs, type Session } from '../../../workers/session/index.js';
import type { Observed, ObserveRequest } from '../bench-host/protocol.js';
import { Stage } from '../bench-host/stage.js';
import { chunkRows, lanesOf, sumLanes } from '../pass/lanes.js';
import { loopWatchFor } from '../pass/loop-delay.js';
import { mainCpuFor, mainCpuOf, type Pass, type PassSettings, runPass } from '../pass/pass.js';
import { type Meter, MOST_PASSES, sumCounts } from '../pass/passes.js';
import { Pauses } from '../pass/pauses.js';
import { SessionTap } from '../pass/session-tap.js';
import { type Bench, benchOf } from './bench.js';
import { watchMemory, withMemory } from './memory.js';
import { passSettings, sessionSpec } from './observe.js';
import { withSession } from './sessions.js';
import { verifyPass } from './verify.js';

interface ColdPass {
  /** From the request for workers to the last result received. */
  pass: Pass;
  lanes: Lane[];
}

/**
 * One visit to a case that starts cold: every pass starts its workers, runs all tasks without warm-up and ends
 * with the last result. Ending the workers is not counted, nor is the start of the program around them.
 */
export async function observeCold(
  request: ObserveRequest,
  scenario: Scenario,
  engine: Engine,
  meter: Meter,
  pauses = new Pauses(),
  stage = new Stage(),
): Promise<Observed> {
  const bench = benchOf(scenario, request.scenario, request.workers, stage);
  const loop = loopWatchFor(engine, pauses);
  const settings = { ...passSettings(request, scenario, loop), ...mainCpuFor(engine), pauses };
  const run = (more: Partial<PassSettings> = {}) =>
    coldPass({ engine, request, bench, stage }, { ...settings, ...more });
  const memory = watchMemory(engine);
  const since = monotonicMs();
  meter.start();
  const measured = await fill(request.observationMs, run);
  await pauses.known();
  const disturbance = meter.stop(pauses.heldBack(since));
  const eventLoopDelayMs = loop?.read() ?? null;
  const passes = measured.map(({ pass }) => pass);
  const observed: Observed = {
    passes: passes.length,
    wallMs: sumsOfRuns(passes.map((pass) => pass.wallMs)),
    ...withMemory(sumLanes(measured.map(({ lanes }) => lanes)), memory?.()),
    disturbance,
    eventLoopDelayMs,
    ...mainCpuOf(passes),
    counts: sumCounts(passes),
  };
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
      async () => (await run({ keepValues: true })).pass,
    );
  }
  return observed;
}

/** As many passes as come nearest to the wanted time, at least one. */
async function fill(wantedMs: number, run: () => Promise<ColdPass>): Promise<ColdPass[]> {
  const passes: ColdPass[] = [];
  let totalMs = 0;
  do {
    const measured = await run();
    if (measured.pass.firstError) throw measured.pass.firstError;
    passes.push(measured);
    totalMs += measured.pass.wallMs;
  } while (totalMs + totalMs / passes.length / 2 < wantedMs && passes.length < MOST_PASSES);
  return passes;
}

interface Cold {
  engine: Engine;
  request: ObserveRequest;
  bench: Bench;
  stage: Stage;
}

function coldPass({ engine, request, bench, stage }: Cold, settings: PassSettings): Promise<ColdPass> {
  return bench.prepared(async () => {
    const tasks = bench.tasks();
    const requested = monotonicMs();
    return withSession(engine, sessionSpec(request), stage, async (session) => {
      const opened = monotonicMs();
      await settings.pauses?.known();
      const startMs =
        engine.placement === 'virtual'
          ? slowestStart(session)
          : (settings.pauses?.between(requested, opened) ?? opened - requested);
      return runCold(new SessionTap(session), tasks, settings, startMs);
    });
  });
}

/** Reading the counters before the first send is not counted: only we do it. */
async function runCold(
  tap: SessionTap,
  tasks: readonly unknown[],
  settings: PassSettings,
  startMs: number,
): Promise<ColdPass> {
  const { session } = tap;
  const before = await session.usage();
  const pass = await runPass(session, tasks, settings);
  pass.chunks = tap.take();
  settings.pauses?.takeOut(pass.chunks);
  const after = await session.usage();
  const { workers } = session;
  // A pool that is not complete hands out nothing: every worker pays for the slowest one's start.
  const startupMs = new Array<number>(workers).fill(startMs);
  const whole = { ...pass, start: pass.start - startMs, wallMs: pass.wallMs + startMs };
  const lanes = lanesOf({ workers, startupMs, passes: [whole], before, after, capped: new Set() });
  return { pass: whole, lanes };
}

function slowestStart(session: Session): number {
  return Math.max(...session.startupMs);
}
