import { listSchedule } from '../../src/insight/scaling/index.js';
import { sum } from '../../src/stats/index.js';
import { patterns } from '../neighbour/index.js';
import { type Cell, isTiny, type Machine } from './cells.js';
import { weightsOf } from './weights.js';

export const WORKERS = 2;
const TASKS = 48;
const TINY_MS = 0.002;
/** Shorter chunks cost what dispatch costs as well, and the gain is less than the planted one by an unknown part. */
const SHORTEST_CHUNK_MS = 1;

/** What this machine does, as it was when the first run of a series was made. */
export interface Calibration {
  /** Turns of the job's loop on the main thread. */
  turnsPerMs: number;
  /** Equal tasks of the same length in serial and in workers: how many times as fast two workers are. */
  plainGain: number;
}

/** The job's parameters, as `--param` gets them. */
export interface JobParams {
  tasks: number;
  turns: number;
  shape: Cell['shape'];
  slowdown: number;
}

/**
 * Of the CPUs of two workers, what a neighbour leaves them that never rests for long enough to measure in between. One
 * that comes in bursts leaves all: runs wait for its end.
 */
function shareLeft(machine: Machine): number {
  if (machine !== 'quarter') return 1;
  const { busyMs, idleMs } = patterns.quarter;
  return 1 - busyMs / (busyMs + idleMs) / WORKERS;
}

/** What two workers gain on the machine as it is, without a slowdown. */
function mostGain({ shape, machine }: Cell, tasks: number, { plainGain }: Calibration): number {
  return (plainGain / WORKERS) * shareLeft(machine) * boundOf(shape, tasks, 1);
}

/** A pass of about the cell's length, whose true gain is the cell's, or the most there is, with tasks one by one. */
export function jobOf(cell: Cell, calibration: Calibration): JobParams {
  const passMs = 1000 * cell.passS;
  const tasks = isTiny(cell) ? Math.round(passMs / TINY_MS) : TASKS;
  const { shape, gain } = cell;
  const slowdown = Math.max(1, mostGain(cell, tasks, calibration) / gain);
  return {
    tasks,
    turns: Math.round((passMs / tasks) * calibration.turnsPerMs),
    shape,
    slowdown: Number(slowdown.toFixed(4)),
  };
}

/** The true gain of two workers at a chunksize; null where dispatch takes a part of it that nobody planted. */
export function truthAt(
  cell: Cell,
  tasks: number,
  chunksize: number,
  calibration: Calibration,
): number | null {
  if (((1000 * cell.passS) / tasks) * chunksize < SHORTEST_CHUNK_MS) return null;
  const planted = Math.min(cell.gain, mostGain(cell, tasks, calibration));
  return (planted * boundOf(cell.shape, tasks, chunksize)) / boundOf(cell.shape, tasks, 1);
}

/** What two workers gain at most, by the length of their last chunks. */
export function boundOf(shape: Cell['shape'], tasks: number, chunksize: number): number {
  const weights = weightsOf(shape, tasks);
  const chunks = Array.from({ length: Math.ceil(tasks / chunksize) }, (_, chunk) =>
    sum(weights.slice(chunk * chunksize, (chunk + 1) * chunksize)),
  );
  return sum(weights) / listSchedule(chunks, WORKERS);
}
