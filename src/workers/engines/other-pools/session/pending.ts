import { messageOf } from '../../../../errors.js';
import type { Chunk, ChunkReceiver, RunningChunk } from '../../../session/index.js';

/** A chunk that was given to the pool and has not settled. */
export interface Pending {
  readonly id: number;
  readonly chunk: Chunk;
  readonly receiver: ChunkReceiver;
  sendMs?: number;
  /** How often it was given to the pool. */
  sendings: number;
  /** Its worker could not be reached any more, and its end was waited for. */
  wasOutOfReach?: boolean;
}

export function running(worker: number, { id, chunk }: Pending): RunningChunk {
  return { worker, id, first: chunk.first, tasks: chunk.tasks.length };
}

/** Of a message to a process that has ended, or closed its channel. */
export function isOutOfReach(thrown: unknown): boolean {
  const { code } = (thrown ?? {}) as { code?: unknown };
  return ['EPIPE', 'ECONNRESET', 'ERR_IPC_CHANNEL_CLOSED', 'ERR_IPC_DISCONNECTED'].includes(code as string);
}

/** Of a message that cannot be copied. */
export function isUnsent(thrown: unknown): boolean {
  const { name } = (thrown ?? {}) as { name?: unknown };
  return name === 'DataCloneError' || /could not be cloned|unserializable/i.test(messageOf(thrown));
}
