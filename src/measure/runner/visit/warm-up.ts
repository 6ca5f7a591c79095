import { CorewiseError, TaskError, UnavailableError } from '../../../errors.js';
import { quantile } from '../../../stats/index.js';
import type { Dispatch } from '../../../workers/dispatch/index.js';
import { type Chunk, type ChunkTelemetry, isFailure, type Session } from '../../../workers/session/index.js';
import { type PassSettings, runPass } from '../pass/pass.js';
import type { Pauses } from '../pass/pauses.js';
import { goldenStep } from './sample.js';

/** At least so much work before a worker can count as warm. */
const LEAST_MS = 30;
/** At most so much, or so many chunks where they are long; then the worker is marked as capped. */
const MOST_MS = 300;
const LEAST_CHUNKS = 3;
/** On a busy machine little work takes long. */
const MOST_WALL_MS = 1000;
/** A worker is warm when its tasks no longer get clearly faster. */
const STILL_FASTER = 0.98;
const LONGEST_WINDOW = 8;
/** Short tasks are sent in chunks of about this length, so that messages do not take the warm-up's time. */
const CHUNK_MS = 2;
const LARGEST_CHUNK = 2048;

export interface WarmUp {
  /** Workers whose tasks still got faster at the limit. */
  capped: Set<number>;
  /** What the last, warm chunks took a task, ms; 0 where nothing ran. */
  taskMs: number;
}

export interface WarmUpWatch {
  pauses?: Pauses;
  /** Told the place of the first task of each chunk, and how many it holds, before it runs. */
  began?(task: number, count: number): void;
}

/**
 * Warms every worker of the session at once; tells which of them were capped.
 * A worker is steady when the lower quartile of its last chunk times is not more than 2 % below that of as many
 * before, of the same chunks: tasks may differ. One-sided, since a noisy host makes tasks slower at random but
 * never faster than warm code. Rejects with the error of a task that fails. Time that a worker waited for a CPU does not count, where the system tells it.
 * Consumers are warmed by one short stream after another in each worker, a chunk's tasks a stream, whose time includes
 * what a consumer does after its last item.
 */
export async function warmUp(
  session: Session,
  tasks: readonly unknown[],
  { perWorker }: Pick<Dispatch, 'perWorker'> = {},
  { pauses, began }: WarmUpWatch = {},
): Promise<WarmUp> {
  if (tasks.length === 0) return { capped: new Set(), taskMs: 0 };
  const workers = Array.from({ length: session.workers }, (_, worker) => worker);
  const warmed = await Promise.all(
    workers.map((worker) =>
      warmWorker(perWorker ? streaming(session) : sending(session, pauses), tasks, worker, began),
    ),
  );
  return {
    capped: new Set(workers.filter((worker) => !warmed[worker]!.steady)),
    taskMs: Math.max(...warmed.map(({ taskMs }) => taskMs)),
  };
}

/** So much of the work goes through the dispatch, or so many messages, before the first pass. */
const DISPATCH_MS = 30;
const DISPATCH_CHUNKS = 2_000;

/**
 * What hands out chunks is code too, on the sender's thread: cold, it makes the first pass up to 4 % longer though
 * the workers are warm. Nothing where one chunk is longer than the time for it: messages are then no part of a pass.
 */
export async function warmDispatch(
  session: Session,
  tasks: readonly unknown[],
  taskMs: number,
  settings: PassSettings,
): Promise<void> {
  const affordable = Math.floor((DISPATCH_MS * session.workers) / Math.max(taskMs, SHORTEST_MS));
  const some = tasks.slice(0, Math.min(affordable, DISPATCH_CHUNKS * settings.chunksize));
  if (some.length < session.workers) return;
  // Tasks that were moved away could not be sent again.
  const { loop: _, mainCpuMs: __, transferTask: ___, ...untimed } = settings;
  const { firstError } = await runPass(session, some, untimed);
  if (firstError) throw firstError;
}

interface Warmed {
  steady: boolean;
  taskMs: number;
}

/** Has a worker do a chunk: what it worked, without waiting, and how long that took, ms. */
type DoChunk = (chunk: Chunk, worker: number) => Promise<{ computedMs: number; wallMs: number }>;

/** A chunk that took longer may have been held back. */
const MAYBE_PAUSED_MS = 100;

function sending(session: Session, pauses?: Pauses): DoChunk {
  return async (chunk, worker) => {
    const { outcomes, telemetry } = await session.run(chunk, worker);
    const failed = outcomes.find(isFailure);
    if (failed) throw failed.error;
    if (pauses && telemetry.finished - telemetry.started > MAYBE_PAUSED_MS) {
      await pauses.known();
      pauses.takeOut([telemetry]);
    }
    return { computedMs: withoutWaiting(telemetry), wallMs: telemetry.finished - telemetry.started };
  };
}

function streaming(session: Session): DoChunk {
  return async (chunk, worker) => {
    if (!session.stream) throw new UnavailableError('This engine cannot feed a consumer: it has no streams.');
    const told: ChunkTelemetry[] = [];
    const { outcome, untaken } = await session.stream(worker, only(chunk), {
      used: (telemetry) => told.push(telemetry),
    });
    if (isFailure(outcome)) throw outcome.error;
    if (untaken.length > 0) throw new CorewiseError('A consumer returned before it had taken all its tasks.');
    const sumOf = (ms: (telemetry: ChunkTelemetry) => number) => told.reduce((sum, one) => sum + ms(one), 0);
    return {
      computedMs: Math.max(SHORTEST_MS, sumOf(withoutWaiting)),
      wallMs: sumOf(({ started, finished }) => finished - started),
    };
  };
}

async function* only(chunk: Chunk): AsyncGenerator<Chunk, void> {
  yield chunk;
}

async function warmWorker(
  doChunk: DoChunk,
  tasks: readonly unknown[],
  worker: number,
  began?: WarmUpWatch['began'],
): Promise<Warmed> {
  const meter = { computedMs: 0, wallMs: 0 };
  const step = goldenStep(tasks.length);
  const run = async (place: number, size: number) => {
    const from = worker + place * step;
    const some = Array.from({ length: size }, (_, i) => tasks[(from + i) % tasks.length]);
    const first = from % tasks.length;
    began?.(first, Math.min(size, tasks.length));
    const { computedMs, wallMs } = await doChunk({ first, tasks: some }, worker).catch((thrown: unknown) => {
      throw named(thrown, tasks.length);
    });
    meter.computedMs += computedMs;
    meter.wallMs += wallMs;
    return computedMs;
  };
  const { size, ms } = await chunkFor(run);
  // One task that long is warm for most of its own time.
  if (ms >= MOST_MS) return { steady: true, taskMs: ms / size };
  const chunkMs: number[] = [];
  const isWithinLimits = () => meter.computedMs < MOST_MS && meter.wallMs < MOST_WALL_MS;
  let window = 0;
  while (chunkMs.length < LEAST_CHUNKS || isWithinLimits()) {
    chunkMs.push(await run(window === 0 ? chunkMs.length : chunkMs.length % window, size));
    if (window === 0 && isWindow(chunkMs)) window = chunkMs.length;
    else if (window > 0 && meter.computedMs >= LEAST_MS && isSteady(chunkMs, window))
      return { steady: true, taskMs: chunkMs.at(-1)! / size };
  }
  return { steady: false, taskMs: chunkMs.at(-1)! / size };
}

/** A chunk may hold the tasks several times: their numbers begin again with each time. */
function named(thrown: unknown, tasks: number): unknown {
  if (!(thrown instanceof TaskError) || thrown.task < tasks) return thrown;
  const task = thrown.task % tasks;
  const { message, worker, engine, cause } = thrown;
  return new TaskError(message.replace(/^Task \d+/, `Task ${task}`), task, worker, engine, { cause });
}

/** The number of tasks that makes a chunk long enough, and what the last chunk took. */
async function chunkFor(
  run: (place: number, size: number) => Promise<number>,
): Promise<{ size: number; ms: number }> {
  let size = 1;
  let ms = await run(0, size);
  for (let place = 1; ms < CHUNK_MS && size < LARGEST_CHUNK; place++) {
    size *= 2;
    ms = await run(place, size);
  }
  return { size, ms };
}

/** Long chunks get shorter windows: sixteen of them would exceed the limit without telling more. */
function isWindow(chunkMs: readonly number[]): boolean {
  return chunkMs.length >= LONGEST_WINDOW || chunkMs.reduce((sum, ms) => sum + ms, 0) >= 2 * LEAST_MS;
}

/** Clocks may stand still for a very short chunk. */
const SHORTEST_MS = 1e-3;

function withoutWaiting({ started, finished, waitNs = 0 }: ChunkTelemetry): number {
  return Math.max(SHORTEST_MS, finished - started - waitNs / 1e6);
}

/** Each window is one turn through the same chunks. */
export function isSteady(chunkMs: readonly number[], window: number): boolean {
  if (chunkMs.length < 2 * window) return false;
  const recent = quantile(chunkMs.slice(-window), 0.25);
  const before = quantile(chunkMs.slice(-2 * window, -window), 0.25);
  return recent >= before * STILL_FASTER;
}
