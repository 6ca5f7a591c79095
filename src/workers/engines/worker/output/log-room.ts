import type { LogOutlet } from './captured-output.js';

/** Characters on their way to the parent beyond which a thread waits for it to read. */
const ROOM = 4 * 2 ** 20;
/** What an entry counts besides its text. */
const ENTRY = 128;
/** A parent that reads nothing for so long is not waited for again until it does. */
const PATIENCE_MS = 1_000;

/**
 * Messages between threads have no back-pressure: a thread that prints in a loop would fill the memory of both.
 * So each counts, in memory shared with its parent, what the parent has not read.
 */
export const logRoomBytes = (workers: number) => workers * Int32Array.BYTES_PER_ELEMENT;

const sizeOf = (message: string) => message.length + ENTRY;

/** In the thread: waits while there is no room; where the parent does not read, drops entries and says how many. */
export function roomyOutlet(
  cells: Int32Array,
  worker: number,
  outlet: LogOutlet,
  patienceMs = PATIENCE_MS,
): LogOutlet {
  let dropped = 0;
  const hasRoom = () => Atomics.load(cells, worker) < ROOM;
  const waitForRoom = () => {
    for (let seen = Atomics.load(cells, worker); seen >= ROOM; seen = Atomics.load(cells, worker))
      if (Atomics.wait(cells, worker, seen, patienceMs) === 'timed-out') return hasRoom();
    return true;
  };
  const put: LogOutlet = (level, message) => {
    Atomics.add(cells, worker, sizeOf(message));
    outlet(level, message);
  };
  return (level, message) => {
    if (dropped > 0 ? hasRoom() : waitForRoom()) {
      if (dropped > 0) put('warn', `… ${dropped} entries were dropped: nobody read them`);
      dropped = 0;
      put(level, message);
    } else dropped++;
  };
}

/** In the parent: this entry was read. */
export function wasRead(cells: Int32Array, worker: number, message: string): void {
  Atomics.sub(cells, worker, sizeOf(message));
  Atomics.notify(cells, worker);
}

/** In the parent, for a worker that starts anew. */
export function clearRoom(cells: Int32Array, worker: number): void {
  Atomics.store(cells, worker, 0);
}
