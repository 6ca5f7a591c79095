import { closeSync, openSync, writeSync } from 'node:fs';
import { findDispatch } from '../dispatch/index.js';
import type { Engine } from '../engines/index.js';
import type { Scenario } from '../scenario/index.js';
import { isFailure, type Session, type WorkerUsage } from '../work/index.js';
import { type Bench, benchOf } from './bench.js';
import type { Reference, ReferenceRequest } from './bench-host/protocol.js';
import { warmScenario } from './observe.js';
import { type PassSettings, runPass } from './pass.js';
import { Pauses } from './pauses.js';
import { sampledIndices, spreadOrder } from './sample.js';
import { comparable, writeResults } from './verify.js';

/** Beyond so many tasks their times are kept as sums of runs of consecutive ones. */
const MOST_TIMES = 10_000;

/**
 * One serial pass: how many tasks there are, what each takes, and what comes out. Under `run`, a task a chunk, and no
 * more of them than fit into the time. A consumer gets all of them in one call; what it does for a task need not fall
 * between that and the next one, so each task's time is an even share of the pass.
 */
export async function takeReference(
  request: ReferenceRequest,
  scenario: Scenario,
  serial: Engine,
  pauses = new Pauses(),
): Promise<Reference> {
  const bench = benchOf(scenario, request.scenario, 1);
  const { sample: _, ...program } = request.scenario;
  const session = await serial.open({ ...program, workers: 1 });
  const progress = new Progress(request.progressFile);
  const settings: PassSettings = {
    dispatch: findDispatch(request.called === 'consume' ? 'consume' : 'map'),
    chunksize: Math.max(1, bench.tasks().length),
    ...(scenario.openEnded && { stopAfterMs: request.openEndedMs }),
    pauses,
  };
  const reference = { request, scenario, session, bench, settings, pauses, progress };
  try {
    await warmScenario(session, scenario, bench, settings, (...chunk) => progress.begin(...chunk));
    await bench.prepare();
    try {
      const whole = scenario.openEnded || request.called === 'consume';
      const [before] = await session.usage();
      const taken = await (whole ? inOnePass(reference) : taskByTask(reference));
      const [after] = await session.usage();
      return { ...taken, ...cpuShareOf(before!, after!, taken.passMs) };
    } finally {
      await bench.cleanup();
    }
  } finally {
    progress.end();
    await session.close();
  }
}

interface ReferencePass {
  request: ReferenceRequest;
  scenario: Scenario;
  session: Session;
  bench: Bench;
  settings: PassSettings;
  pauses: Pauses;
  progress: Progress;
}

async function inOnePass({ request, scenario, session, bench, settings }: ReferencePass): Promise<Reference> {
  const onDemand = request.called === 'run' && { dispatch: findDispatch('imapUnordered'), chunksize: 1 };
  const pass = await runPass(session, bench.tasks(), { ...settings, ...onDemand, keepValues: true });
  if (pass.firstError) throw pass.firstError;
  writeResults(request.resultsFile, comparable(pass, scenario, settings.dispatch));
  const times = new Array<number>(pass.tasks).fill(pass.wallMs / pass.tasks);
  return { tasks: pass.tasks, taskMs: condense(times, MOST_TIMES), passMs: pass.wallMs };
}

type Counters = Pick<WorkerUsage, 'cpuMs' | 'waitMs'>;

/** From the thread's counters before and after; nothing where they make no share. */
export function cpuShareOf(before: Counters, after: Counters, wallMs: number): Pick<Reference, 'cpuShare'> {
  const waitMs = (after.waitMs ?? 0) - (before.waitMs ?? 0);
  const share = (after.cpuMs - before.cpuMs) / (wallMs - waitMs);
  return Number.isFinite(share) && share >= 0 ? { cpuShare: Math.min(1, share) } : {};
}

/** In an order in which the tasks that were run stand for all, whenever time is over. */
async function taskByTask(reference: ReferencePass): Promise<Reference> {
  const { request, session, bench, pauses, progress } = reference;
  const { budgetMs = Number.POSITIVE_INFINITY } = request;
  const tasks = bench.tasks();
  const order = budgetMs < Number.POSITIVE_INFINITY ? spreadOrder(tasks.length) : [...tasks.keys()];
  const times: number[] = [];
  const values: unknown[] = new Array(tasks.length);
  let passMs = 0;
  for (const first of order) {
    if (passMs >= budgetMs) break;
    progress.begin(first);
    const { outcomes, telemetry } = await session.run({ first, tasks: [tasks[first]] });
    const outcome = outcomes[0]!;
    if (isFailure(outcome)) throw outcome.error;
    if (telemetry.finished - telemetry.started > MAYBE_PAUSED_MS) {
      await pauses.known();
      pauses.takeOut([telemetry]);
    }
    values[first] = outcome.value;
    times[first] = telemetry.finished - telemetry.started;
    passMs += times[first];
  }
  writeResults(request.resultsFile, values);
  const ran = Object.keys(times).length;
  const all = tasks.length;
  if (ran === all) return { tasks: all, taskMs: condense(times, MOST_TIMES), passMs };
  const sampled = sampledIndices({ of: all, take: ran }).map((index) => times[index]!);
  return { tasks: ran, taskMs: condense(sampled, MOST_TIMES), passMs, allTasks: all };
}

/** A task that took longer may have been held back. */
const MAYBE_PAUSED_MS = 100;

/** Keeps which tasks were begun last in a file, first and count, where it can be read when they never return. */
class Progress {
  private readonly descriptor: number | undefined;
  private readonly cell = new Int32Array(2);
  private begun = 0;
  private writtenAt = 0;

  constructor(file: string | undefined) {
    this.descriptor = file === undefined ? undefined : openSync(file, 'w');
  }

  begin(task: number, count = 1): void {
    if (this.descriptor === undefined) return;
    // Writing takes some µs: of many short tasks one in 20 ms is enough.
    const now = performance.now();
    if (this.begun++ > ALWAYS_WRITTEN && now - this.writtenAt < 20) return;
    this.writtenAt = now;
    this.cell.set([task, count]);
    writeSync(this.descriptor, this.cell, 0, this.cell.byteLength, 0);
  }

  end(): void {
    if (this.descriptor !== undefined) closeSync(this.descriptor);
  }
}

const ALWAYS_WRITTEN = 1_000;

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
