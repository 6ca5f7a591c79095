import { parentPort, workerData } from 'node:worker_threads';
import { openThreadCounters, pinThisThread } from '../../workers/engines/index.js';
import { monotonicMs } from '../../workers/session/index.js';
import type { WorkerBurst } from './burst.js';

export interface WorkerSetup {
  cpu: number;
  pin: boolean;
}

export type ToTestWorker = { kind: 'calibrate'; unitMs: number } | BurstOrder;
/** Times of the monotonic clock, which all threads share. */
export interface BurstOrder {
  kind: 'burst';
  turns: number;
  from: number;
  until: number;
}
export type FromTestWorker =
  | { kind: 'ready'; pinned: boolean }
  | { kind: 'calibrated'; turns: number }
  | ({ kind: 'done' } & WorkerBurst);

const { cpu, pin } = workerData as WorkerSetup;
const port = parentPort!;
const readCounters = openThreadCounters();

/** Additions and shifts in registers: no memory, nothing to wait for. */
function work(turns: number, seed: number): number {
  let value = seed | 1;
  for (let turn = 0; turn < turns; turn++) {
    value ^= value << 13;
    value ^= value >>> 17;
    value ^= value << 5;
  }
  return value;
}

let sink = cpu + 1;

/** The turns that take about `unitMs` once the code is compiled: the fastest of many tries. */
function calibrate(unitMs: number): number {
  const turns = 100_000;
  let fastest = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < 200; attempt++) {
    const from = monotonicMs();
    sink = work(turns, sink);
    fastest = Math.min(fastest, monotonicMs() - from);
  }
  return Math.max(1, Math.round((turns * unitMs) / fastest));
}

function burst({ turns, from, until }: BurstOrder): WorkerBurst {
  while (monotonicMs() < from) sink = work(100, sink);
  const before = readCounters?.();
  const ends: number[] = [];
  for (let now = monotonicMs(); now < until; ) {
    sink = work(turns, sink);
    now = monotonicMs();
    if (now < until) ends.push(now - from);
  }
  const after = readCounters?.();
  return { cpu, ends, cpuMs: before && after ? (after.cpuNs - before.cpuNs) / 1e6 : null };
}

port.on('message', (message: ToTestWorker) => {
  const reply: FromTestWorker =
    message.kind === 'calibrate'
      ? { kind: 'calibrated', turns: calibrate(message.unitMs) }
      : { kind: 'done', ...burst(message) };
  port.postMessage(reply);
});
port.postMessage({ kind: 'ready', pinned: pin && pinThisThread(cpu) } satisfies FromTestWorker);
