import type { Scenario } from '../../../scenario/index.js';
import { findDispatch } from '../../../workers/dispatch/index.js';
import type { Engine } from '../../../workers/engines/index.js';
import { monotonicMs, type Session } from '../../../workers/session/index.js';
import { CEILING, CONSUMED_CEILING } from '../../cases/index.js';
import type { CeilingObserved, CeilingRequest } from '../bench-host/protocol.js';
import { Stage } from '../bench-host/stage.js';
import { type Pass, type PassSettings, runPass } from '../pass/pass.js';
import type { Meter } from '../pass/passes.js';
import { Pauses } from '../pass/pauses.js';
import { type Bench, benchOf, transferOf } from './bench.js';
import { programOf, warmPrepared } from './observe.js';
import { withSessions } from './sessions.js';

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
  stage = new Stage(),
): Promise<CeilingObserved> {
  const bench = benchOf(scenario, request.scenario, 1, stage);
  const pinOf = (session: number) => request.pins && { pins: [request.pins[session]!] };
  // Virtual sessions have a clock each and are alike: one tells of all, however many there are.
  const run = engine.placement === 'virtual' ? 1 : request.sessions;
  const specs = Array.from({ length: run }, (_, session) => ({
    ...programOf(request.scenario),
    workers: 1,
    ...pinOf(session),
  }));
  const settings: PassSettings = {
    ...ceilingSetting(scenario, request.chunksize),
    ...(scenario.openEnded && { stopAfterMs: request.openEndedMs }),
    ...transferOf(scenario, request.scenario.params),
    pauses,
  };
  return withSessions(engine, specs, stage, async (sessions) => {
    // What is prepared is theirs together: the first one that is warm must not clean it up.
    await bench.prepared(() =>
      bench.warming(() =>
        allDone(sessions.map((session) => warmPrepared(session, scenario, bench, settings))),
      ),
    );
    const since = monotonicMs();
    meter.start();
    const fillWith = bench.prepares ? fill : fillApart;
    const benchOfSession = scenario.command ? rotating(bench, sessions.length) : () => bench;
    const lanes = await fillWith(sessions, benchOfSession, settings, request.observationMs);
    await pauses.known();
    const disturbance = meter.stop(pauses.heldBack(since));
    return {
      passes: lanes.reduce((sum, lane) => sum + lane.passes, 0),
      throughputs: Array.from({ length: request.sessions }, (_, session) =>
        throughputOf(lanes[session % run]!),
      ),
      disturbance,
    };
  });
}

function ceilingSetting(
  { run, command }: Scenario,
  ofCommand?: number,
): Pick<PassSettings, 'dispatch' | 'chunksize'> {
  const { dispatch, chunksize } = run || command ? CEILING : CONSUMED_CEILING;
  return { dispatch: findDispatch(dispatch), chunksize: ofCommand ?? chunksize };
}

/** What one session did, over its own passes. */
interface Filled {
  passes: number;
  wallMs: number;
  /** Tasks, or turns of open-ended ones. */
  done: number;
}

/** The tasks of each session, by its place. */
type BenchOfSession = (place: number) => Bench;

/**
 * Programs may write where their task says: the sessions begin at different ones, so that no two are at the same at once
 * as long as they keep pace.
 */
function rotating(bench: Bench, sessions: number): BenchOfSession {
  return (place) => ({
    ...bench,
    tasks() {
      const tasks = bench.tasks();
      const from = Math.floor((place * tasks.length) / sessions);
      return [...tasks.slice(from), ...tasks.slice(0, from)];
    },
  });
}

/** Each session's passes follow one another, whatever the others do. */
function fillApart(
  sessions: readonly Session[],
  benchOf: BenchOfSession,
  settings: PassSettings,
  wantedMs: number,
): Promise<Filled[]> {
  return allDone(
    sessions.map((session, place) =>
      fill([session], () => benchOf(place), settings, wantedMs).then(([own]) => own!),
    ),
  );
}

/** Each pass is one of all sessions at once, so that it can be prepared and cleaned up. */
async function fill(
  sessions: readonly Session[],
  benchOf: BenchOfSession,
  settings: PassSettings,
  wantedMs: number,
): Promise<Filled[]> {
  const filled = sessions.map(() => ({ passes: 0, wallMs: 0, done: 0 }));
  do {
    const tasks = sessions.map((_, place) => benchOf(place).tasks());
    const passes = await benchOf(0).prepared(() =>
      allDone(sessions.map((session, place) => passOf(session, tasks[place]!, settings))),
    );
    for (const [place, pass] of passes.entries()) add(filled[place]!, pass, settings);
  } while (filled.some(({ passes, wallMs }) => wallMs + wallMs / passes / 2 < wantedMs));
  return filled;
}

async function passOf(session: Session, tasks: readonly unknown[], settings: PassSettings): Promise<Pass> {
  const pass = await runPass(session, tasks, settings);
  if (pass.firstError) throw pass.firstError;
  return pass;
}

function add(filled: Filled, pass: Pass, { stopAfterMs }: PassSettings): void {
  filled.passes++;
  filled.wallMs += pass.wallMs;
  filled.done += stopAfterMs === undefined ? pass.tasks : pass.turns;
}

/** Tasks (or turns) per second. */
function throughputOf({ done, wallMs }: Filled): number {
  return (done / wallMs) * 1000;
}

/** What all came to, once none of them runs any more; else rejects with what the first of them threw. */
async function allDone<T>(all: readonly Promise<T>[]): Promise<T[]> {
  const settled = await Promise.allSettled(all);
  const failed = settled.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
  return settled.map((result) => (result as PromiseFulfilledResult<T>).value);
}
