import { findDispatch } from '../dispatch/index.js';
import type { Engine } from '../engines/index.js';
import type { Scenario } from '../scenario/index.js';
import type { WorkerUsage } from '../work/index.js';
import type { Reference, ReferenceRequest } from './bench-host/protocol.js';
import { benchOf, warmScenario } from './observe.js';
import { type PassSettings, runPass } from './pass.js';
import { SessionTap } from './session-tap.js';
import { comparable, writeResults } from './verify.js';

/** Beyond so many tasks their times are kept as sums of runs of consecutive ones. */
const MOST_TIMES = 10_000;

/**
 * One serial pass: how many tasks there are, what each takes, and what comes out. Under `run`, a task a chunk. A
 * consumer gets all of them in one call; what it does for a task need not fall between that and the next one, so each
 * task's time is an even share of the pass.
 */
export async function takeReference(
  request: ReferenceRequest,
  scenario: Scenario,
  serial: Engine,
): Promise<Reference> {
  const bench = benchOf(scenario, request.scenario, 1);
  const consumes = request.called === 'consume';
  const tap = new SessionTap(await serial.open({ ...request.scenario, workers: 1 }));
  try {
    const settings: PassSettings = {
      dispatch: findDispatch(consumes ? 'consume' : 'imapUnordered'),
      chunksize: consumes ? Math.max(1, bench.tasks().length) : 1,
      ...(scenario.openEnded && { stopAfterMs: request.openEndedMs }),
    };
    await warmScenario(tap.session, scenario, bench, settings);
    await bench.prepare();
    tap.take();
    const [before] = await tap.session.usage();
    const pass = await runPass(tap.session, bench.tasks(), { ...settings, keepValues: true });
    const [after] = await tap.session.usage();
    await bench.cleanup();
    if (pass.firstError) throw pass.firstError;
    writeResults(request.resultsFile, comparable(pass, scenario, settings.dispatch));
    const times = new Array<number>(pass.tasks).fill(consumes ? pass.wallMs / pass.tasks : 0);
    if (!consumes) for (const chunk of tap.take()) times[chunk.first] = chunk.finished - chunk.started;
    return {
      tasks: pass.tasks,
      taskMs: condense(times, MOST_TIMES),
      passMs: pass.wallMs,
      ...cpuShareOf(before!, after!, pass.wallMs),
    };
  } finally {
    await tap.session.close();
  }
}

type Counters = Pick<WorkerUsage, 'cpuMs' | 'waitMs'>;

/** From the thread's counters before and after; nothing where they make no share. */
export function cpuShareOf(before: Counters, after: Counters, wallMs: number): Pick<Reference, 'cpuShare'> {
  const waitMs = (after.waitMs ?? 0) - (before.waitMs ?? 0);
  const share = (after.cpuMs - before.cpuMs) / (wallMs - waitMs);
  return Number.isFinite(share) && share >= 0 ? { cpuShare: Math.min(1, share) } : {};
}

/** At most so many sums of runs of consecutive values; the values themselves where they fit. */
export function condense(values: readonly number[], most: number): number[] {
  const run = Math.ceil(values.length / most);
  if (run <= 1) return [...values];
  const sums: number[] = [];
  for (let from = 0; from < values.length; from += run) {
    sums.push(values.slice(from, from + run).reduce((sum, value) => sum + value, 0));
  }
  return sums;
}
