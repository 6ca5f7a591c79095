// What runs in the background of directory-digest: the series 1/k! for e, over and over, until it is told to stop.
import { currentWorker } from 'corewise/worker';

export interface SoFar {
  terms: number;
  e: number;
}

/** 170! is the last factorial that a double holds. */
const TERMS = 170;
const SERIES_BETWEEN_POLLS = 10;
const STATUS_MS = 100;

function series(): number {
  let sum = 0;
  let factorial = 1;
  for (let k = 1; k <= TERMS; k++) {
    sum += 1 / factorial;
    factorial *= k;
  }
  return sum;
}

/** Tells how far it is at once, and then ten times a second. */
export function calculateE(): SoFar {
  const worker = currentWorker();
  let soFar: SoFar = { terms: 0, e: 0 };
  let toldAt = Number.NEGATIVE_INFINITY;
  do {
    let total = 0;
    for (let turn = 0; turn < SERIES_BETWEEN_POLLS; turn++) total += series();
    soFar = { terms: soFar.terms + SERIES_BETWEEN_POLLS * TERMS, e: total / SERIES_BETWEEN_POLLS };
    if (performance.now() - toldAt >= STATUS_MS) {
      worker?.status(soFar);
      toldAt = performance.now();
    }
  } while (worker && !worker.stopped());
  return soFar;
}
