import { type Random, seededRandom } from '../../../stats/index.js';
import type { RestartLimit } from '../../../workers/engines/index.js';

/** What becomes of an item, after so many virtual ms. */
export interface SimulatedItem {
  /** No two of a plan have the same. */
  id: number;
  fate: 'value' | 'throws' | 'rejects' | 'exits' | 'hangs';
  ms: number;
}

export type CallKind = 'apply' | 'map' | 'starmap' | 'imap' | 'imapUnordered' | 'consume' | 'consumers';

export interface PlannedCall {
  kind: CallKind;
  at: number;
  items: SimulatedItem[];
  chunksize: number | undefined;
  /** Of calls that may have it. */
  settled: boolean;
  taskTimeoutMs: number | undefined;
  /** When its signal is aborted; undefined: it has none. Infinity: it has one, and nobody does. */
  abortAt: number | undefined;
  cancel: boolean;
  /** Items come one by one, so many ms after one another; undefined: they are a list. */
  sourceMs: number | undefined;
  /** How many items the source gives before it throws, or waits for ever; of those that are no list. */
  sourceEnd: { after: number; how: 'throws' | 'waits' } | undefined;
  /** How long the reader of a loop takes for each result. */
  readMs: number;
  /** After so many results the reader leaves its loop. */
  leavesAfter: number;
  /** Of a consumer: after so many items it returns. */
  takes: number;
}

/** All that happens to one pool, drawn before any of it happens. */
export interface SimulationPlan {
  seed: number;
  workers: number;
  chunksAWorker: number;
  startupMs: number;
  messageMs: number;
  /** Every so many starts of a worker, from the second of each on, its initializer throws; 0: never. */
  failsToStart: number;
  maxTasksPerWorker: number | undefined;
  maxQueued: number | undefined;
  maxRestarts: RestartLimit;
  taskTimeoutMs: number | undefined;
  calls: PlannedCall[];
  /** Of the signal that the pool was opened with. */
  abortAt: number | undefined;
  closeAt: number | undefined;
  /** Something always ends the pool at last. */
  terminateAt: number;
}

const kinds: CallKind[] = ['apply', 'map', 'starmap', 'imap', 'imapUnordered', 'consume', 'consumers'];

export function planOf(seed: number): SimulationPlan {
  const random = seededRandom(seed);
  const oneIn = (chances: number) => random.int(chances) === 0;
  const some = <T>(chances: number, draw: () => T): T | undefined => (oneIn(chances) ? draw() : undefined);
  let ids = 0;
  // Most pools are healthy but for a few items: else nothing but crashes would be simulated.
  const harm = [0, 0.05, 0.15, 0.4, 1][random.int(5)]!;
  const item = (): SimulatedItem => ({ id: ids++, fate: fateOf(random, harm), ms: random.int(12) });
  const call = (): PlannedCall => {
    const kind = kinds[random.int(kinds.length)]!;
    const items = Array.from({ length: kind === 'apply' ? 1 : random.int(14) }, item);
    const sourceMs = some(3, () => random.int(10));
    return {
      ...{ kind, items, at: random.int(200), sourceMs },
      chunksize: some(2, () => 1 + random.int(5)),
      settled: oneIn(2),
      taskTimeoutMs: some(6, () => 5 + random.int(40)),
      abortAt: some(3, () => (oneIn(3) ? Number.POSITIVE_INFINITY : random.int(300))),
      cancel: oneIn(2),
      sourceEnd:
        sourceMs === undefined
          ? undefined
          : some(3, () => ({ after: random.int(items.length + 1), how: oneIn(2) ? 'throws' : 'waits' })),
      readMs: oneIn(2) ? 0 : random.int(8),
      leavesAfter: oneIn(4) ? random.int(6) : Number.POSITIVE_INFINITY,
      takes: oneIn(5) ? random.int(4) : Number.POSITIVE_INFINITY,
    };
  };
  const end = 100 + random.int(400);
  const closeAt = oneIn(3) ? undefined : end;
  return {
    seed,
    workers: 1 + random.int(4),
    chunksAWorker: [1, 1, 2, 3, 8][random.int(5)]!,
    startupMs: random.int(20),
    messageMs: oneIn(2) ? 0 : random.int(3),
    failsToStart: oneIn(8) ? 1 + random.int(6) : 0,
    maxTasksPerWorker: some(4, () => 1 + random.int(6)),
    maxQueued: some(6, () => 1 + random.int(20)),
    maxRestarts: { count: oneIn(2) ? 100 : random.int(5), withinMs: oneIn(2) ? 60_000 : 1 + random.int(60) },
    taskTimeoutMs: some(3, () => 5 + random.int(40)),
    calls: Array.from({ length: 1 + random.int(8) }, call),
    abortAt: some(12, () => random.int(400)),
    closeAt,
    terminateAt: closeAt === undefined || oneIn(3) ? end : end + 2_000,
  };
}

function fateOf(random: Random, harm: number): SimulatedItem['fate'] {
  if (random.next() >= harm) return 'value';
  return (['throws', 'rejects', 'exits', 'exits', 'hangs'] as const)[random.int(5)]!;
}

/** Whether closing the pool is enough to end it: nothing hangs without a limit, and long before it is terminated. */
export function endsByItself({ calls, taskTimeoutMs, closeAt, terminateAt }: SimulationPlan): boolean {
  const isEndless = (call: PlannedCall) =>
    call.sourceEnd?.how === 'waits' ||
    ((call.taskTimeoutMs ?? taskTimeoutMs) === undefined && call.items.some(({ fate }) => fate === 'hangs'));
  return closeAt !== undefined && terminateAt > closeAt && !calls.some(isEndless);
}
