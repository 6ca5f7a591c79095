import { nameWorkers } from '../../insight/analysis/index.js';
import { formatCount, formatMs } from '../../stats/index.js';
import type { ReportDispatcher } from './schema.js';

/** Beyond this it says no more than that it is far away. */
const FAR_AWAY = 10_000;

/** At how many workers the dispatcher carries no more: one sentence an engine. */
export function dispatcherSentences(dispatchers: readonly ReportDispatcher[]): string[] {
  return dispatchers.map((one) => {
    const { engine, dispatch, chunksize, perChunkMs, saturatesAtWorkers: workers } = one;
    const count = workers > FAR_AWAY ? FAR_AWAY : rounded(workers);
    const limit = `${workers > FAR_AWAY ? 'more than' : 'about'} ${nameWorkers({ engine, workers: count })}`;
    return `The main thread can feed ${limit} with ${dispatch}, chunksize ${formatCount(chunksize)} (${formatMs(perChunkMs)} per chunk).`;
  });
}

/** Two significant digits: it was measured with few workers. */
function rounded(workers: number): number {
  return Math.max(1, Number(workers.toPrecision(2)));
}
