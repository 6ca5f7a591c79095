import type { Outcome, Session } from '../session/index.js';
import type { ChunkReader } from './chunking.js';
import { Pump } from './pump.js';
import { READ_AHEAD } from './read-ahead.js';

/** Outcomes as their chunks finish. */
export async function* asCompleted(reader: ChunkReader, session: Session): AsyncGenerator<Outcome, void> {
  const pump = new Pump(reader, session, READ_AHEAD);
  try {
    for (let batch = await pump.take(); batch.length > 0; batch = await pump.take()) {
      for (const outcomes of batch) {
        for (const outcome of outcomes) yield outcome;
        pump.release();
      }
    }
  } finally {
    await pump.close();
  }
}
