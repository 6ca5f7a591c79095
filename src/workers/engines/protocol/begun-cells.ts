import { readSync, writeSync } from 'node:fs';

/**
 * The chunk that each worker began last, where the parent can read it after the worker has died. Without it nobody
 * could tell which of several chunks in one message was begun: that one is lost, those behind it are not.
 */
export interface BegunCell {
  began(chunk: number): void;
}

export interface BegunCells {
  /** Id of the chunk that the worker began last, as 32 bits; undefined before the first. */
  lastBegun(worker: number): number | undefined;
  /** For a worker that starts anew. */
  forget(worker: number): void;
}

const NONE = -1;
const BYTES = Int32Array.BYTES_PER_ELEMENT;

export const begunCellBytes = (workers: number) => workers * BYTES;

/** Ids are compared as 32 bits: no two chunks on their way are that far apart. */
export const asCell = (chunk: number) => chunk & 0x7fff_ffff;

/** In memory that threads share. */
export function memoryBegunCells(cells: Int32Array): BegunCells {
  cells.fill(NONE);
  return {
    lastBegun(worker) {
      const id = Atomics.load(cells, worker);
      return id === NONE ? undefined : id;
    },
    forget: (worker) => void Atomics.store(cells, worker, NONE),
  };
}

export function memoryBegunCell(cells: Int32Array, worker: number): BegunCell {
  return { began: (chunk) => void Atomics.store(cells, worker, asCell(chunk)) };
}

/** In a file that processes inherit, from byte `offset` on. */
export function fileBegunCells(descriptor: number, offset: number, workers: number): BegunCells {
  const cell = new Int32Array(1);
  const forget = (worker: number) => {
    cell[0] = NONE;
    writeSync(descriptor, cell, 0, BYTES, offset + worker * BYTES);
  };
  for (let worker = 0; worker < workers; worker++) forget(worker);
  return {
    lastBegun(worker) {
      readSync(descriptor, cell, 0, BYTES, offset + worker * BYTES);
      return cell[0] === NONE ? undefined : cell[0];
    },
    forget,
  };
}

export function fileBegunCell(descriptor: number, offset: number, worker: number): BegunCell {
  const cell = new Int32Array(1);
  return {
    began(chunk) {
      cell[0] = asCell(chunk);
      writeSync(descriptor, cell, 0, BYTES, offset + worker * BYTES);
    },
  };
}
