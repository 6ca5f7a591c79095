/** What a task of the comparison takes, µs: given to every process of a sample, and inherited by its workers. */
export const LENGTH_NAME = 'DISPATCH_TASK_US';
/** From here on a task waits: it occupies its worker and no CPU, so that 32 workers fit on any machine. */
const WAITS_FROM_US = 500;
/** Turns of the loop below in a µs, about; every contender runs the same. */
const TURNS_A_US = 1000;

const lengthUs = Number(process.env[LENGTH_NAME] ?? 0);
const cell = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));

/** What every pool of the comparison runs: it gives back what it got, after its time. */
export function task(item: number): number {
  if (lengthUs === 0) return item;
  if (lengthUs >= WAITS_FROM_US) Atomics.wait(cell, 0, 0, lengthUs / 1000);
  else spin(lengthUs * TURNS_A_US);
  return item;
}

function spin(turns: number): void {
  let x = 1;
  for (let turn = 0; turn < turns; turn++) x = Math.imul(x, 48271);
  if (x === 0) throw new Error('an odd number times odd numbers is odd');
}

export default task;
