import type { ChunkRow, Lane } from '../record/index.js';
import type { WorkerUsage } from '../work/index.js';
import type { Pass } from './pass.js';
import type { TappedChunk } from './session-tap.js';

export interface LaneInputs {
  workers: number;
  startupMs: readonly number[];
  passes: readonly Pass[];
  /** Each worker's counters before the first and after the last pass. */
  before: readonly WorkerUsage[];
  after: readonly WorkerUsage[];
  capped: ReadonlySet<number>;
}

/** Where each worker's time went, summed over the passes of an observation. */
export function lanesOf(inputs: LaneInputs): Lane[] {
  return Array.from({ length: inputs.workers }, (_, worker) => laneOf(worker, inputs));
}

function laneOf(worker: number, { startupMs, passes, before, after, capped }: LaneInputs): Lane {
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
  let counted = true;
  let cpuNs = 0;
  let waitNs = 0;
  for (const pass of passes) {
    const lastEnd = pass.chunks.reduce((latest, chunk) => Math.max(latest, chunk.finished), pass.start);
    const own = pass.chunks.filter((chunk) => chunk.worker === worker).sort((a, b) => a.started - b.started);
    lane.collectMs += pass.start + pass.wallMs - lastEnd;
    if (own.length === 0) lane.unusedMs += lastEnd - pass.start;
    else lane.tailMs += lastEnd - own.at(-1)!.finished;
    let free = pass.start;
    for (const chunk of own) {
      lane.idleMs += chunk.started - free;
      lane.busyMs += chunk.finished - chunk.started;
      lane.sendMs! += chunk.sendMs;
      free = chunk.finished;
      counted &&= chunk.cpuNs !== undefined;
      cpuNs += chunk.cpuNs ?? 0;
      waitNs += chunk.waitNs ?? 0;
    }
    lane.chunks += own.length;
  }
  if (capped.has(worker)) lane.warmupCapped = true;
  addCounters(
    lane,
    before[worker],
    after[worker],
    counted ? { cpuMs: cpuNs / 1e6, waitMs: waitNs / 1e6 } : undefined,
  );
  return lane;
}

/** Where chunks were too short to be read one by one, the gaps' share is not known and the chunks get all. */
function addCounters(
  lane: Lane,
  before: WorkerUsage | undefined,
  after: WorkerUsage | undefined,
  inChunks: { cpuMs: number; waitMs: number } | undefined,
): void {
  if (!before || !after) return;
  const cpuMs = after.cpuMs - before.cpuMs;
  lane.cpuMs = inChunks?.cpuMs ?? cpuMs;
  if (inChunks) lane.gapCpuMs = cpuMs - inChunks.cpuMs;
  if (before.waitMs !== undefined && after.waitMs !== undefined) {
    const waitMs = after.waitMs - before.waitMs;
    lane.waitMs = inChunks?.waitMs ?? waitMs;
    if (inChunks) lane.gapWaitMs = waitMs - inChunks.waitMs;
  }
  if (after.cpu !== undefined) lane.cpu = after.cpu;
  if (after.peakMemoryMiB !== undefined) lane.peakMemoryMiB = after.peakMemoryMiB;
}

const MOST_ROWS = 2_000;

/** A row a chunk, for the timeline; times in ms from the pass's start. */
export function chunkRows(passes: readonly Pass[]): ChunkRow[] {
  const rowOf = (chunk: TappedChunk, pass: number, start: number): ChunkRow => [
    chunk.worker,
    chunk.first,
    chunk.tasks,
    pass,
    ...([chunk.received, chunk.started, chunk.finished].map((time) => round(time - start)) as [
      number,
      number,
      number,
    ]),
  ];
  return passes
    .flatMap((pass, index) => pass.chunks.map((chunk) => rowOf(chunk, index, pass.start)))
    .slice(0, MOST_ROWS);
}

function round(ms: number): number {
  return Math.round(ms * 1e4) / 1e4;
}
