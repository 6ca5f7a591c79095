import type { Outcome, Session } from '../work/index.js';
import { checkChunksize, checkIterable, readAll, readChunks } from './chunking.js';
import type { Dispatch, TaskSource } from './dispatch.js';
import { Pump } from './pump.js';

/** Python's rule gives each worker about so many chunks: enough to even out, few enough to be cheap. */
const CHUNKS_A_WORKER = 4;

export const map: Dispatch = {
  name: 'map',
  description: 'reads all tasks and cuts them beforehand, gives results in order when all are done',
  autoChunksize: (tasks, workers) => Math.max(1, Math.ceil(tasks / (CHUNKS_A_WORKER * workers))),
  effectiveChunksize: (asked) => asked,
  run(tasks, chunksize, session) {
    checkChunksize(chunksize);
    checkIterable(tasks);
    return allAtTheEnd(tasks, chunksize, session);
  },
};

async function* allAtTheEnd(
  tasks: TaskSource,
  chunksize: number,
  session: Session,
): AsyncGenerator<Outcome, void> {
  const all = await readAll(tasks);
  const settled = new Array<Outcome>(all.length);
  const pump = new Pump(readChunks(all, chunksize), session, Number.POSITIVE_INFINITY);
  for (let batch = await pump.take(); batch.length > 0; batch = await pump.take()) {
    for (const outcome of batch.flat()) settled[outcome.index] = outcome;
  }
  for (const outcome of settled) yield outcome;
}
