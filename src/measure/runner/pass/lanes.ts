import type { ChunkRow, Lane } from '../../../record/index.js';
import type { WorkerUsage } from '../../../workers/session/index.js';
import type { Pass } from './pass.js';
import type { TappedChunk } from './session-tap.js';

export interface LaneInputs {
  workers: number;
  startupMs: readonly number[];
  passes: readonly Pass[];
  /** Each worker's counters before the first and after the last pass. */
  before: readonly WorkerUsage[];
  after: readonly WorkerUsage[];
  /** Between the first pass and the second; absent where there was but one. */
  afterFirst?: readonly WorkerUsage[] | undefined;
  capped: ReadonlySet<number>;
}

/** Where each worker's time went, summed over the passes of an observation. */
export function lanesOf(inputs: LaneInputs): Lane[] {
  return Array.from({ length: inputs.workers }, (_, worker) => laneOf(worker, inputs));
}

function laneOf(worker: number, inputs: LaneInputs): Lane {
  const { startupMs, passes, before, after, capped } = inputs;
  const lane: Lane = {
    worker,
    startupMs: startupMs[worker] ?? 0,
    busyMs: 0,
    idleMs: 0,
    tailMs: 0,
    unusedMs: 0,
    collectMs: 0,
    sendMs: 0,
    chunks: 0,
  };
  const read: ReadChunks = { chunks: 0, busyMs: 0, cpuMs: 0, waitMs: 0 };
  let entries = 0;
  for (const pass of passes) {
    const lastEnd = pass.chunks.reduce((latest, chunk) => Math.max(latest, chunk.finished), pass.start);
    const own = pass.chunks.filter((chunk) => chunk.worker === worker).sort((a, b) => a.started - b.started);
    lane.collectMs += pass.start + pass.wallMs - lastEnd;
    const gotChunks = own.filter(({ tasks }) => tasks > 0).length;
    let free = pass.start;
    let idleMs = 0;
    let busyMs = 0;
    for (const chunk of own) {
      idleMs += chunk.started - free;
      busyMs += chunk.finished - chunk.started;
      lane.sendMs! += chunk.sendMs;
      free = chunk.finished;
      addRead(read, chunk);
    }
    // A consumer that got nothing still opens and commits what it writes to.
    if (gotChunks === 0) lane.unusedMs += lastEnd - pass.start - busyMs;
    else {
      lane.idleMs += idleMs;
      lane.tailMs += lastEnd - free;
    }
    lane.busyMs += busyMs;
    lane.chunks += gotChunks;
    entries += own.length;
  }
  if (capped.has(worker)) lane.warmupCapped = true;
  addCounters(lane, before[worker], after[worker], { ...read, isAll: read.chunks === entries });
  return { ...lane, ...memoryOf(inputs.afterFirst?.[worker], after[worker]) };
}

function memoryOf(first: WorkerUsage | undefined, last: WorkerUsage | undefined): Pick<Lane, 'heldMiB'> {
  if (first?.heldMiB === undefined || last?.heldMiB === undefined) return {};
  return { heldMiB: { first: first.heldMiB, last: last.heldMiB } };
}

/** The chunks that were long enough for exact counters. */
interface ReadChunks {
  chunks: number;
  busyMs: number;
  cpuMs: number;
  waitMs: number;
}

/**
 * The counters are read just outside the clock. A thread that is taken off its CPU in between waits outside the
 * chunk's time, so what a chunk has no time for is waiting in the gap.
 */
function addRead(read: ReadChunks, { started, finished, cpuNs, waitNs }: TappedChunk): void {
  if (cpuNs === undefined) return;
  read.chunks++;
  const busyMs = finished - started;
  const cpuMs = cpuNs / 1e6;
  read.busyMs += busyMs;
  read.cpuMs += cpuMs;
  read.waitMs += Math.max(0, Math.min((waitNs ?? 0) / 1e6, busyMs - cpuMs));
}

/** Where chunks were too short to be read one by one, the gaps' share is not known and the chunks get all. */
function addCounters(
  lane: Lane,
  before: WorkerUsage | undefined,
  after: WorkerUsage | undefined,
  { chunks, isAll, ...read }: ReadChunks & { isAll: boolean },
): void {
  if (!before || !after) return;
  const inChunks = isAll ? read : undefined;
  if (!inChunks && chunks > 0) lane.read = read;
  const cpuMs = after.cpuMs - before.cpuMs;
  lane.cpuMs = inChunks?.cpuMs ?? cpuMs;
  if (inChunks) lane.gapCpuMs = cpuMs - inChunks.cpuMs;
  if (before.waitMs !== undefined && after.waitMs !== undefined) {
    const waitMs = after.waitMs - before.waitMs;
    lane.waitMs = inChunks?.waitMs ?? waitMs;
    if (inChunks) lane.gapWaitMs = waitMs - inChunks.waitMs;
  }
  if (after.cpu !== undefined) lane.cpu = after.cpu;
  if (before.cpu !== undefined && after.cpu !== undefined && before.cpu !== after.cpu)
    lane.cpus = [before.cpu, after.cpu].sort((a, b) => a - b);
  if (before.gcMs !== undefined && after.gcMs !== undefined) lane.gcMs = after.gcMs - before.gcMs;
  if (after.pinned !== undefined) lane.pinned = after.pinned;
  if (after.peakMemoryMiB !== undefined) lane.peakMemoryMiB = after.peakMemoryMiB;
  if (after.threads !== undefined) lane.threads = after.threads;
}

/**
 * The one lane of a program that runs its own workers, as one lane for each worker that it was told of. What they did
 * one by one cannot be seen, but together they computed and waited for a CPU for so long; for the rest of the time in
 * which the program ran, they had nothing to do.
 */
export function spreadLane(lane: Lane, workers: number): Lane[] {
  const { busyMs } = lane;
  // One process's chunk has no more time than its wall time; a program of several threads has.
  const cpuMs = together(lane.cpuMs, lane.gapCpuMs);
  const waitMs = together(lane.waitMs, lane.gapWaitMs);
  const workedMs = cpuMs === undefined ? busyMs : Math.min(busyMs, (cpuMs + (waitMs ?? 0)) / workers);
  const own: Lane = {
    ...lane,
    busyMs: workedMs,
    unusedMs: lane.unusedMs + busyMs - workedMs,
    ...(cpuMs !== undefined && { cpuMs: cpuMs / workers }),
    ...(waitMs !== undefined && { waitMs: waitMs / workers }),
    ...(lane.gapCpuMs !== undefined && { gapCpuMs: 0 }),
    ...(lane.gapWaitMs !== undefined && { gapWaitMs: 0 }),
    sendMs: (lane.sendMs ?? 0) / workers,
    ...(lane.peakMemoryMiB !== undefined && { peakMemoryMiB: lane.peakMemoryMiB / workers }),
  };
  return Array.from({ length: workers }, (_, worker) => ({ ...own, worker }));
}

function together(inChunks: number | undefined, inGaps = 0): number | undefined {
  return inChunks === undefined ? undefined : inChunks + inGaps;
}

/** Lanes of several passes by different workers, as those of one observation. */
export function sumLanes(passes: readonly (readonly Lane[])[]): Lane[] {
  const [first = [], ...others] = passes;
  return others.reduce<Lane[]>((sums, lanes) => sums.map((sum, i) => addLane(sum, lanes[i]!)), [...first]);
}

function addLane(a: Lane, b: Lane): Lane {
  const [left, right] = [a, b].some((lane) => lane.gapCpuMs === undefined)
    ? [undivided(a), undivided(b)]
    : [a, b];
  const sum: Lane = { ...left };
  for (const name of SUMMED) {
    const values = [left[name], right[name]];
    if (values.every((value) => value !== undefined)) sum[name] = values[0]! + values[1]!;
    else delete sum[name as keyof Lane];
  }
  const seen = [a, b].flatMap((lane) => lane.cpus ?? lane.cpu ?? []);
  if (right.cpu !== undefined) sum.cpu = right.cpu;
  if (new Set(seen).size > 1) sum.cpus = [...new Set(seen)].sort((x, y) => x - y);
  if (right.pinned === undefined) delete sum.pinned;
  if (right.peakMemoryMiB !== undefined)
    sum.peakMemoryMiB = Math.max(sum.peakMemoryMiB ?? 0, right.peakMemoryMiB);
  return sum;
}

const SUMMED = [
  'startupMs',
  'cpuMs',
  'waitMs',
  'busyMs',
  'gapCpuMs',
  'gapWaitMs',
  'sendMs',
  'idleMs',
  'tailMs',
  'unusedMs',
  'collectMs',
  'chunks',
] as const;

/** Where the gaps' share is not known of one pass, it is of none: the chunks get all. */
function undivided(lane: Lane): Lane {
  const { gapCpuMs, gapWaitMs, ...whole } = lane;
  if (whole.cpuMs !== undefined) whole.cpuMs += gapCpuMs ?? 0;
  if (whole.waitMs !== undefined) whole.waitMs += gapWaitMs ?? 0;
  return whole;
}

const MOST_ROWS = 2_000;

/** A row a chunk, for the timeline; times in ms from the pass's start. */
export function chunkRows(passes: readonly Pass[]): ChunkRow[] {
  const rowOf = (chunk: TappedChunk, pass: number, start: number): ChunkRow => {
    const { worker, first, tasks, received, started, finished, waitNs } = chunk;
    const row: ChunkRow = [
      ...([worker, first, tasks, pass] as const),
      ...([round(received - start), round(started - start), round(finished - start)] as const),
    ];
    if (waitNs !== undefined) row.push(round(waitNs / 1e6));
    return row;
  };
  return passes
    .flatMap((pass, index) => pass.chunks.map((chunk) => rowOf(chunk, index, pass.start)))
    .slice(0, MOST_ROWS);
}

function round(ms: number): number {
  return Math.round(ms * 1e4) / 1e4;
}
