import { isFailure, type Outcome, ReturnedChunk, type Session } from '../session/index.js';
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
  const { values, failures } = await settleAll(await readAll(tasks), chunksize, session);
  for (let index = 0; index < values.length; index++)
    yield failures.get(index) ?? { index, value: values[index] };
}

/** What became of all tasks. */
export interface SettledTasks {
  /** In the order of the tasks; undefined where one failed. */
  values: unknown[];
  /** By place. */
  failures: Map<number, Failure>;
}

type Failure = Extract<Outcome, { error: Error }>;

/** What `map` gives, at once. */
export async function settleAll(
  tasks: readonly unknown[],
  chunksize: number,
  session: Session,
): Promise<SettledTasks> {
  const values = new Array<unknown>(tasks.length).fill(undefined);
  const failures = new Map<number, Failure>();
  const pump = new Pump(readChunks(tasks, chunksize), session, Number.POSITIVE_INFINITY);
  for (let batch = await pump.take(); batch.length > 0; batch = await pump.take()) {
    for (const result of batch) {
      if (result instanceof ReturnedChunk) result.copyTo(values);
      else
        for (const outcome of result.outcomes) {
          if (isFailure(outcome)) failures.set(outcome.index, outcome);
          else values[outcome.index] = outcome.value;
        }
    }
  }
  return { values, failures };
}
