import { counted, median } from '../../stats/index.js';
import { chunksizesOf, type MeasuredCase } from './measured-case.js';
import { separate } from './separate.js';

/**
 * Clocks and counters that are read for a chunk take 4 to 7 µs, and what a worker did in between leaves its caches
 * colder. What looks like more is noise of the host, which varies from case to case as chunks do.
 */
const MOST_PER_CHUNK_MS = 0.02;

interface Slowdown {
  at(workers: number): number;
  /** What each chunk adds to the time inside chunks, ms. */
  perChunkMs: number;
  assumptions: string[];
}

/**
 * The time inside chunks is serial's time of the tasks, times a slowdown that depends on the workers beside it, plus
 * something for every chunk. Between counts that were measured the slowdown is interpolated, beyond them it stays.
 */
export function slowdownOf(measured: readonly MeasuredCase[]): Slowdown {
  const counts = [...new Set(measured.map((one) => one.case.workers))].sort((a, b) => a - b);
  const isSeparable = chunksizesOf(measured) > 1;
  const composites = measured.map(({ case: { workers }, inChunks, chunks, serialMs }) => ({
    amount: inChunks,
    counts: [
      ...counts.map((count) => Number(count === workers)),
      ...(isSeparable ? [chunks / serialMs] : []),
    ],
  }));
  const costs = separate(composites, counts.length + Number(isSeparable), (cause) =>
    cause < counts.length ? Number.POSITIVE_INFINITY : MOST_PER_CHUNK_MS,
  );
  const perChunkMs = isSeparable ? costs.at(-1)! : 0;
  // A median, unlike what the fit gives, is not moved by one case that was disturbed.
  const slowdowns = counts.map((count) =>
    median(
      measured
        .filter(({ case: { workers } }) => workers === count)
        .map(({ inChunks, chunks, serialMs }) => inChunks - (chunks * perChunkMs) / serialMs),
    ),
  );
  const largest = counts.at(-1)!;
  return {
    at: (workers) => interpolated(counts, slowdowns, workers),
    perChunkMs,
    assumptions: [`beyond ${counted(largest, 'worker')} tasks are taken to be as slow as with ${largest}`],
  };
}

function interpolated(counts: readonly number[], values: readonly number[], count: number): number {
  const above = counts.findIndex((measured) => measured >= count);
  if (above === 0) return values[0]!;
  if (above < 0) return values.at(-1)!;
  const [x0, x1] = [counts[above - 1]!, counts[above]!];
  const [y0, y1] = [values[above - 1]!, values[above]!];
  return y0 + ((y1 - y0) * (count - x0)) / (x1 - x0);
}
