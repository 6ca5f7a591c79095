import { readSync, writeSync } from 'node:fs';
import { monotonicMs } from '../../session/index.js';

/**
 * Byte 0 asks the whole session to stop, byte 1 + (index mod STOP_SLOTS) one task. Two tasks share a byte only
 * when more than STOP_SLOTS of them lie between them in the input, which no set of running tasks does.
 */
export const STOP_SLOTS = 65_536;
export const STOP_FLAG_BYTES = 1 + STOP_SLOTS;

const WHOLE = 0;
const slotOf = (index: number) => 1 + (index % STOP_SLOTS);

export interface StopFlag {
  raise(index?: number): void;
  lower(index?: number): void;
}

export interface StopReader {
  raised(index: number): boolean;
}

/** A flag in memory that threads share. */
export function memoryStopFlag(bytes: Uint8Array): StopFlag & StopReader {
  const place = (index?: number) => (index === undefined ? WHOLE : slotOf(index));
  return {
    raise: (index) => void Atomics.store(bytes, place(index), 1),
    lower: (index) => void Atomics.store(bytes, place(index), 0),
    raised: (index) => Atomics.load(bytes, WHOLE) === 1 || Atomics.load(bytes, slotOf(index)) === 1,
  };
}

const RAISED = Uint8Array.of(1);
const LOWERED = Uint8Array.of(0);

/** The writing end of a flag in a file that child processes inherit. */
export function fileStopFlag(descriptor: number): StopFlag {
  const place = (index?: number) => (index === undefined ? WHOLE : slotOf(index));
  return {
    raise: (index) => void writeSync(descriptor, RAISED, 0, 1, place(index)),
    lower: (index) => void writeSync(descriptor, LOWERED, 0, 1, place(index)),
  };
}

/** A busy loop may poll millions of times a second; the file is read at most once in so many ms. */
const FILE_POLL_MS = 1;

/** The reading end: what it last read holds for a millisecond. */
export function fileStopReader(descriptor: number, now: () => number = monotonicMs): StopReader {
  const byte = new Uint8Array(1);
  const read = (place: number) => readSync(descriptor, byte, 0, 1, place) === 1 && byte[0] === 1;
  let lastRead = Number.NEGATIVE_INFINITY;
  let lastIndex = -1;
  let whole = false;
  let own = false;
  return {
    raised(index) {
      const time = now();
      if (time - lastRead >= FILE_POLL_MS) {
        lastRead = time;
        lastIndex = index;
        whole = read(WHOLE);
        own = read(slotOf(index));
      }
      return whole || (own && lastIndex === index);
    },
  };
}
