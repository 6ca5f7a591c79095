import type { Scenario } from '../../../scenario/index.js';
import { findDispatch } from '../../../workers/dispatch/index.js';
import type { Engine } from '../../../workers/engines/index.js';
import { isFailure, type Session, type WorkerUsage } from '../../../workers/session/index.js';
import type { SerialPass, SerialPassRequest } from '../bench-host/protocol.js';
import { Stage } from '../bench-host/stage.js';
import { type PassSettings, runPass } from '../pass/pass.js';
import { Pauses } from '../pass/pauses.js';
import type { Carried } from '../results/form.js';
import { writeForms } from '../results/form-file.js';
import { formOf } from '../results/form-of.js';
import { type Bench, benchOf } from './bench.js';
import { KeptResults } from './kept-results.js';
import { programOf, warmScenario } from './observe.js';
import { sampledIndices, spreadOrder } from './sample.js';
import { withSession } from './sessions.js';
import { comparable } from './verify.js';

/** Beyond so many tasks their times are kept as sums of runs of consecutive ones. */
const MOST_TIMES = 10_000;

/**
 * One serial pass: how many tasks there are, what each takes, and what comes out. Under `run`, a task a chunk, and no
 * more of them than fit into the time. A consumer gets all of them in one call; what it does for a task need not fall
 * between that and the next one, so each task's time is an even share of the pass.
 */
export async function takeSerialPass(
  request: SerialPassRequest,
  scenario: Scenario,
  serial: Engine,
  pauses = new Pauses(),
  stage = new Stage(),
): Promise<SerialPass> {
  const bench = benchOf(scenario, request.scenario, 1, stage);
  const settings: PassSettings = {
    dispatch: findDispatch(request.called === 'consume' ? 'consume' : 'map'),
    chunksize: Math.max(1, bench.tasks().length),
    ...(scenario.openEnded && { stopAfterMs: request.openEndedMs }),
    pauses,
  };
  const spec = { ...programOf(request.scenario), workers: 1 };
  return withSession(serial, spec, stage, async (session) => {
    const run = { request, scenario, session, bench, settings, pauses, stage };
    await warmScenario(session, scenario, bench, settings, (...chunk) => stage.runs(...chunk));
    return bench.prepared(async () => {
      const whole = scenario.openEnded || request.called === 'consume';
      const [before] = await session.usage();
      const taken = await (whole ? inOnePass : scenario.command ? chunkByChunk : taskByTask)(run);
      const [after] = await session.usage();
      const { peakMemoryMiB } = after!;
      return {
        ...taken,
        ...cpuShareOf(before!, after!, taken.passMs),
        ...(peakMemoryMiB !== undefined && { peakMemoryMiB }),
      };
    });
  });
}

interface SerialRun {
  request: SerialPassRequest;
  scenario: Scenario;
  session: Session;
  bench: Bench;
  settings: PassSettings;
  pauses: Pauses;
  stage: Stage;
}

async function inOnePass({
  request,
  scenario,
  session,
  bench,
  settings,
  stage,
}: SerialRun): Promise<SerialPass> {
  const onDemand = request.called === 'run' && { dispatch: findDispatch('imapUnordered'), chunksize: 1 };
  const pass = await runPass(session, bench.tasks(), { ...settings, ...onDemand, keepValues: true });
  if (pass.firstError) throw pass.firstError;
  const combined = stage.during('combine', () => comparable(pass, scenario, settings.dispatch));
  const kept = new KeptResults(scenario);
  const forms = combined.map((value, index) => formOf(kept.keep(index, value)));
  stage.during('keep', () => writeForms(request.resultsFile, forms));
  const times = new Array<number>(pass.tasks).fill(pass.wallMs / pass.tasks);
  return { tasks: pass.tasks, taskMs: condense(times, MOST_TIMES), passMs: pass.wallMs };
}

type Counters = Pick<WorkerUsage, 'cpuMs' | 'waitMs'>;

/** From the thread's counters before and after; nothing where they make no share. */
export function cpuShareOf(before: Counters, after: Counters, wallMs: number): Pick<SerialPass, 'cpuShare'> {
  const waitMs = (after.waitMs ?? 0) - (before.waitMs ?? 0);
  const share = (after.cpuMs - before.cpuMs) / (wallMs - waitMs);
  return Number.isFinite(share) && share >= 0 ? { cpuShare: Math.min(1, share) } : {};
}

/** In an order in which the tasks that were run stand for all, whenever time is over. */
async function taskByTask(run: SerialRun): Promise<SerialPass> {
  const { request, scenario, session, bench, pauses, stage } = run;
  const { take, budgetMs = Number.POSITIVE_INFINITY } = request;
  const tasks = bench.tasks();
  const isSpread = take !== undefined || budgetMs < Number.POSITIVE_INFINITY;
  const order = isSpread ? spreadOrder(tasks.length).slice(0, take) : [...tasks.keys()];
  const times: number[] = [];
  const results: Carried[] = new Array(tasks.length);
  const kept = new KeptResults(scenario);
  let passMs = 0;
  for (const first of order) {
    if (passMs >= budgetMs) break;
    stage.runs(first, 1);
    const { outcomes, telemetry } = await session.run({ first, tasks: [tasks[first]] });
    const outcome = outcomes[0]!;
    if (isFailure(outcome)) throw outcome.error;
    if (telemetry.finished - telemetry.started > MAYBE_PAUSED_MS) {
      await pauses.known();
      pauses.takeOut([telemetry]);
    }
    // At once: the next task may write to what this one returned.
    results[first] = formOf(kept.keep(first, outcome.value));
    times[first] = telemetry.finished - telemetry.started;
    passMs += times[first];
  }
  stage.during('keep', () => writeForms(request.resultsFile, results));
  const ran = Object.keys(times).length;
  const all = tasks.length;
  if (ran === all) return { tasks: all, taskMs: condense(times, MOST_TIMES), passMs };
  const sampled = sampledIndices({ of: all, take: ran }).map((index) => times[index]!);
  return { tasks: ran, taskMs: condense(sampled, MOST_TIMES), passMs, allTasks: all };
}

/** Of a command every chunk is run: the results of fewer could not be told from those of other chunks. */
async function chunkByChunk({
  request,
  scenario,
  session,
  bench,
  pauses,
  stage,
}: SerialRun): Promise<SerialPass> {
  const { chunksize = 1 } = request;
  const tasks = bench.tasks();
  const kept = new KeptResults(scenario);
  const times: number[] = [];
  const results: Carried[] = [];
  let passMs = 0;
  for (let first = 0; first < tasks.length; first += chunksize) {
    const chunk = tasks.slice(first, first + chunksize);
    stage.runs(first, chunk.length);
    const { outcomes, telemetry } = await session.run({ first, tasks: chunk });
    const failed = outcomes.find(isFailure);
    if (failed) throw failed.error;
    await pauses.known();
    pauses.takeOut([telemetry]);
    const chunkMs = telemetry.finished - telemetry.started;
    for (const { index, value } of outcomes as { index: number; value: unknown }[]) {
      results.push(formOf(kept.keep(index, value)));
      times.push(chunkMs / chunk.length);
    }
    passMs += chunkMs;
  }
  stage.during('keep', () => writeForms(request.resultsFile, results));
  return { tasks: tasks.length, taskMs: condense(times, MOST_TIMES), passMs };
}

/** A task that took longer may have been held back. */
const MAYBE_PAUSED_MS = 100;

/** At most so many sums of runs of consecutive values; the values themselves where they fit. */
function condense(values: readonly number[], most: number): number[] {
  const run = Math.ceil(values.length / most);
  if (run <= 1) return [...values];
  const sums: number[] = [];
  for (let from = 0; from < values.length; from += run) {
    sums.push(values.slice(from, from + run).reduce((sum, value) => sum + value, 0));
  }
  return sums;
}
