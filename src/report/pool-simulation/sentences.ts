import { nameWorkers } from '../../analysis/index.js';
import { formatCount, formatMs } from '../../stats/index.js';
import type { ReportDispatcher } from './schema.js';

/** Beyond this it says no more than that it is far away. */
const FAR_AWAY = 10_000;

/** At how many workers the dispatcher carries no more: one sentence an engine. */
export function dispatcherSentences(dispatchers: readonly ReportDispatcher[]): string[] {
  return dispatchers.map((one) => {
    const { engine, dispatch, chunksize, perChunkMs, saturatesAtWorkers: workers } = one;
    const setting = `${engine}, ${dispatch} and chunksize ${formatCount(chunksize)}`;
    const spent = `the main thread spends ${formatMs(perChunkMs)} on a chunk`;
    const limit =
      workers > FAR_AWAY
        ? `would serve more than ${nameWorkers({ engine, workers: FAR_AWAY })}`
        : `is busy all the time from about ${nameWorkers({ engine, workers: rounded(workers) })} on, if each has a core`;
    return `One dispatcher: with ${setting} ${spent} and ${limit}.`;
  });
}

/** Two significant digits: it was measured with few workers. */
function rounded(workers: number): number {
  return Math.max(1, Number(workers.toPrecision(2)));
}
