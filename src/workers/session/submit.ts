import type { Chunk } from './chunk.js';
import type { ChunkReceiver, Session } from './session.js';

/** Runs a chunk and tells the receiver, by the session's own `submit` where it has one. */
export function submitTo(session: Session, chunk: Chunk, receiver: ChunkReceiver, worker?: number): void {
  if (session.submit) {
    session.submit(chunk, receiver, worker);
    return;
  }
  session.run(chunk, worker).then(
    (result) => receiver.settled(result, chunk),
    (error) => receiver.refused(error, chunk),
  );
}
