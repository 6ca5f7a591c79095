import type { Outcome, Session } from '../session/index.js';
import { type ChunkReader, readChunks } from './chunking.js';
import type { Dispatch } from './dispatch.js';
import { Pump, READ_AHEAD } from './pump.js';

export const imapUnordered: Dispatch = {
  name: 'imapUnordered',
  description: 'reads tasks lazily, gives results as they complete',
  autoChunksize: () => 1,
  effectiveChunksize: (asked) => asked,
  run: (tasks, chunksize, session) => asCompleted(readChunks(tasks, chunksize), session),
};

/** Outcomes as their chunks finish. */
export async function* asCompleted(reader: ChunkReader, session: Session): AsyncGenerator<Outcome, void> {
  const pump = new Pump(reader, session, READ_AHEAD);
  try {
    for (let batch = await pump.take(); batch.length > 0; batch = await pump.take()) {
      for (const { outcomes } of batch) {
        for (const outcome of outcomes) yield outcome;
        pump.release();
      }
    }
  } finally {
    await pump.close();
  }
}
