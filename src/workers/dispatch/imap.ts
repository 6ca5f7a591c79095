import type { Outcome, Session } from '../session/index.js';
import { type ChunkReader, readChunks } from './chunking.js';
import type { Dispatch } from './dispatch.js';
import { Pump, READ_AHEAD } from './pump.js';

export const imap: Dispatch = {
  name: 'imap',
  description: 'reads tasks lazily, gives results in order as soon as they are ready',
  autoChunksize: () => 1,
  effectiveChunksize: (asked) => asked,
  run: (tasks, chunksize, session) => inOrder(readChunks(tasks, chunksize), session),
};

async function* inOrder(reader: ChunkReader, session: Session): AsyncGenerator<Outcome, void> {
  const pump = new Pump(reader, session, READ_AHEAD);
  const early = new Map<number, Outcome[]>();
  let next = 0;
  try {
    for (let batch = await pump.take(); batch.length > 0; batch = await pump.take()) {
      for (const { outcomes } of batch) early.set(outcomes[0]!.index, outcomes);
      for (let outcomes = early.get(next); outcomes; outcomes = early.get(next)) {
        early.delete(next);
        next += outcomes.length;
        for (const outcome of outcomes) yield outcome;
        pump.release();
      }
    }
  } finally {
    await pump.close();
  }
}
