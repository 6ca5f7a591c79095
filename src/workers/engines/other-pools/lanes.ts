import { readSync, writeSync } from 'node:fs';
import type { Step } from '../load-limits.js';

/**
 * Which worker of the pool has which place among the session's. A pool starts workers when it likes and says of none
 * which one it is, so each takes a free place when it starts, and the session frees the place when it ends.
 */
export interface Lanes {
  /** Thread id or process id of the worker that has the place; undefined where none has. */
  ownerOf(lane: number): number | undefined;
  /** What the worker in that place is at before it is ready. */
  stepOf(lane: number): Step;
  /** Whether the worker in that place ends because a result of its could not be sent. */
  couldNotSend(lane: number): boolean;
  free(lane: number): void;
}

export interface OwnLane {
  lane: number;
  /** The module is loaded: what follows is its `setup`. */
  loaded(): void;
  /** The worker is about to end: a result could not be sent. */
  failsToSend(): void;
}

const LOADED = 1;
const UNSENT = 2;

/** Two numbers for each place: its owner, 0 for none, and what it has come to. */
const CELLS = 2;
const BYTES = Int32Array.BYTES_PER_ELEMENT;
export const laneBytes = (workers: number) => workers * CELLS * BYTES;

/** A pool starts the next worker before the last one has quite ended. */
const WAIT_MS = 50;
const MOST_WAITS = 200;

export function memoryLanes(cells: Int32Array): Lanes {
  return {
    ownerOf: (lane) => Atomics.load(cells, lane * CELLS) || undefined,
    stepOf: (lane) => stepOf(Atomics.load(cells, lane * CELLS + 1)),
    couldNotSend: (lane) => Atomics.load(cells, lane * CELLS + 1) === UNSENT,
    free(lane) {
      Atomics.store(cells, lane * CELLS + 1, 0);
      Atomics.store(cells, lane * CELLS, 0);
      Atomics.notify(cells, 0);
    },
  };
}

/** In the worker: the first free place, for which it waits. Undefined where none becomes free. */
export function takeLane(cells: Int32Array, owner: number): OwnLane | undefined {
  for (let wait = 0; wait < MOST_WAITS; wait++) {
    for (let lane = 0; lane < cells.length / CELLS; lane++)
      if (Atomics.compareExchange(cells, lane * CELLS, 0, owner) === 0)
        return ownLane(lane, (state) => void Atomics.store(cells, lane * CELLS + 1, state));
    Atomics.wait(cells, 0, Atomics.load(cells, 0), WAIT_MS);
  }
  return undefined;
}

/** The same in a file, from byte `offset` on. */
export function fileLanes(descriptor: number, offset: number): Lanes {
  return {
    ownerOf: (lane) => readCell(descriptor, offset, lane * CELLS) || undefined,
    stepOf: (lane) => stepOf(readCell(descriptor, offset, lane * CELLS + 1)),
    couldNotSend: (lane) => readCell(descriptor, offset, lane * CELLS + 1) === UNSENT,
    free(lane) {
      writeCell(descriptor, offset, lane * CELLS + 1, 0);
      writeCell(descriptor, offset, lane * CELLS, 0);
    },
  };
}

/** Of a process, whose pool numbers its workers. */
export function enterLane(descriptor: number, offset: number, lane: number, owner: number): OwnLane {
  writeCell(descriptor, offset, lane * CELLS, owner);
  return ownLane(lane, (state) => writeCell(descriptor, offset, lane * CELLS + 1, state));
}

function ownLane(lane: number, write: (state: number) => void): OwnLane {
  return { lane, loaded: () => write(LOADED), failsToSend: () => write(UNSENT) };
}

const stepOf = (cell: number): Step => (cell === 0 ? 'load' : 'setup');

function readCell(descriptor: number, offset: number, cell: number): number {
  const value = new Int32Array(1);
  readSync(descriptor, value, 0, BYTES, offset + cell * BYTES);
  return value[0]!;
}

function writeCell(descriptor: number, offset: number, cell: number, value: number): void {
  writeSync(descriptor, Int32Array.of(value), 0, BYTES, offset + cell * BYTES);
}
