import { CEILING, CONSUMED_CEILING } from '../cases/index.js';
import { findDispatch } from '../dispatch/index.js';
import type { Engine } from '../engines/index.js';
import type { Scenario } from '../scenario/index.js';
import { monotonicMs, type Session } from '../work/index.js';
import { type Bench, benchOf, transferOf } from './bench.js';
import type { CeilingObserved, CeilingRequest } from './bench-host/protocol.js';
import type { Meter } from './meter.js';
import { warmScenario } from './observe.js';
import { type PassSettings, runPass } from './pass.js';
import { Pauses } from './pauses.js';

/**
 * Isolated one-worker sessions, released together, each doing all tasks over and over until the wanted time
 * is filled: what the machine gives so many workers that have nothing to do with each other.
 */
export async function observeCeiling(
  request: CeilingRequest,
  scenario: Scenario,
  engine: Engine,
  meter: Meter,
  pauses = new Pauses(),
): Promise<CeilingObserved> {
  const bench = benchOf(scenario, request.scenario, 1);
  const pinOf = (session: number) => request.pins && { pins: [request.pins[session]!] };
  // Virtual sessions have a clock each and are alike: one tells of all, however many there are.
  const run = engine.placement === 'virtual' ? 1 : request.sessions;
  const opened = await Promise.allSettled(
    Array.from({ length: run }, (_, session) =>
      engine.open({ ...request.scenario, workers: 1, ...pinOf(session) }),
    ),
  );
  const sessions = opened.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  try {
    const refused = opened.find((result) => result.status === 'rejected');
    if (refused) throw refused.reason;
    const settings: PassSettings = {
      ...ceilingSetting(scenario),
      ...(scenario.openEnded && { stopAfterMs: request.openEndedMs }),
      ...transferOf(scenario, request.scenario.params),
      pauses,
    };
    await warmTogether(sessions, scenario, bench, settings);
    await bench.prepare();
    const since = monotonicMs();
    meter.start();
    const lanes = await Promise.all(
      sessions.map((session) => fillTime(session, bench, settings, request.observationMs)),
    );
    await pauses.known();
    const disturbance = meter.stop(pauses.heldBack(since));
    await bench.cleanup();
    return {
      passes: lanes.reduce((sum, lane) => sum + lane.passes, 0),
      throughputs: Array.from({ length: request.sessions }, (_, session) => lanes[session % run]!.throughput),
      disturbance,
    };
  } finally {
    await Promise.all(sessions.map((session) => session.close()));
  }
}

function ceilingSetting({ run }: Scenario): Pick<PassSettings, 'dispatch' | 'chunksize'> {
  const { dispatch, chunksize } = run ? CEILING : CONSUMED_CEILING;
  return { dispatch: findDispatch(dispatch), chunksize };
}

/** What was prepared is theirs together: the first one that is warm must not clean it up. */
async function warmTogether(
  sessions: readonly Session[],
  scenario: Scenario,
  bench: Bench,
  settings: PassSettings,
): Promise<void> {
  const prepared = { ...bench, prepare: async () => undefined, cleanup: async () => undefined };
  await bench.prepare();
  try {
    await Promise.all(sessions.map((session) => warmScenario(session, scenario, prepared, settings)));
  } finally {
    await bench.cleanup();
  }
}

/** Throughput of one session: tasks (or turns) per second over its own passes. */
async function fillTime(
  session: Session,
  bench: Bench,
  settings: PassSettings,
  wantedMs: number,
): Promise<{ passes: number; throughput: number }> {
  let wallMs = 0;
  let done = 0;
  let passes = 0;
  do {
    const pass = await runPass(session, bench.tasks(), settings);
    if (pass.firstError) throw pass.firstError;
    wallMs += pass.wallMs;
    done += settings.stopAfterMs === undefined ? pass.tasks : pass.turns;
    passes++;
  } while (wallMs + wallMs / passes / 2 < wantedMs);
  return { passes, throughput: (done / wallMs) * 1000 };
}
