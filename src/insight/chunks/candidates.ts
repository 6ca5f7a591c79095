/** Every chunksize up to this one is tried. */
const FINE = 16;
/** Beyond, each is larger than the one before by so much. */
const STEP = 1.25;
/** The same where there are so many tasks that trying each takes long. */
const MANY = { tasks: 50_000, step: 2 };
/** Chunks for each worker at which all workers get equally many. */
const EVEN = [1, 2, 3, 4];

/**
 * The chunksizes worth trying, ascending: from 1 to one chunk for each worker (larger ones only leave workers
 * without any), finely at first, then in steps, with those that share the chunks out evenly, and `measured`.
 */
export function chunksizesToTry(tasks: number, workers: number, measured: readonly number[]): number[] {
  const most = Math.max(1, Math.ceil(tasks / workers));
  const step = tasks > MANY.tasks ? MANY.step : STEP;
  const found = new Set(measured.filter((chunksize) => chunksize <= tasks));
  for (let size = 1; size <= most; size = size < FINE ? size + 1 : Math.ceil(size * step)) found.add(size);
  for (const chunks of EVEN) found.add(Math.ceil(most / chunks));
  return [...found].sort((a, b) => a - b);
}
