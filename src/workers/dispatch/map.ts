import type { Outcome, Session } from '../session/index.js';
import { checkChunksize, checkIterable, readAll, readChunks } from './chunking.js';
import type { Dispatch, TaskSource } from './dispatch.js';
import { Pump } from './pump.js';

/** Python's rule gives each worker about so many chunks: enough to even out, few enough to be cheap. */
const CHUNKS_A_WORKER = 4;

export const map: Dispatch = {
  name: 'map',
  description: 'reads all tasks and cuts them into chunks first, gives results in order when all are done',
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
  yield* await settleAll(await readAll(tasks), chunksize, session);
}

/** What `map` gives, at once: the outcomes of all tasks, in their order. */
export async function settleAll(
  tasks: readonly unknown[],
  chunksize: number,
  session: Session,
): Promise<Outcome[]> {
  const settled = new Array<Outcome>(tasks.length);
  const pump = new Pump(readChunks(tasks, chunksize), session, Number.POSITIVE_INFINITY);
  for (let batch = await pump.take(); batch.length > 0; batch = await pump.take()) {
    for (const outcomes of batch) for (const outcome of outcomes) settled[outcome.index] = outcome;
  }
  return settled;
}
