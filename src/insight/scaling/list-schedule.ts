/**
 * The makespan when each chunk, in order, goes to the lane that is free first (list scheduling; Graham, Bounds
 * on Multiprocessing Timing Anomalies, SIAM J. Appl. Math. 17, 1969). Sending costs nothing here.
 * `chunkMs` and the result are in ms; `lanes` is at least 1.
 */
export function listSchedule(chunkMs: readonly number[], lanes: number): number {
  const freeAt = new Array<number>(Math.min(lanes, Math.max(1, chunkMs.length))).fill(0);
  for (const ms of chunkMs) {
    const lane = indexOfSmallest(freeAt);
    freeAt[lane] = freeAt[lane]! + ms;
  }
  return freeAt.reduce((latest, end) => Math.max(latest, end), 0);
}

function indexOfSmallest(values: readonly number[]): number {
  let smallest = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! < values[smallest]!) smallest = i;
  return smallest;
}
