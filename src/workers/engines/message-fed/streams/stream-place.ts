import type { OverdueError } from '../../../../errors.js';
import type { StreamMessage } from '../../protocol/messages.js';
import type { Chunks } from '../chunks.js';
import type { WorkerSlot } from '../slots/slot.js';
import type { Reserve } from '../spares.js';
import type { Timeline } from '../timeline.js';

/** What a consumer's stream asks of the worker that it lives in. */
export interface StreamPlace {
  worker: number;
  engine: string;
  /** Throws where the message cannot be carried. */
  post(message: StreamMessage, transfer?: readonly unknown[]): void;
  /** How many chunks the consumer may hold. */
  room(): number;
  /** For a chunk: by it the worker tells that the consumer has begun it. */
  takeId(): number;
  time: Timeline;
  /** Since when the worker is ready; undefined while it is not. */
  readySince(): number | undefined;
  /** The consumer takes longer than it may. */
  overdue(error: OverdueError): void;
  /** The consumer used a chunk up in so many ms. */
  ran(ms: number): void;
}

interface PlaceParts {
  engine: string;
  slot: WorkerSlot;
  chunks: Chunks;
  reserve: Reserve;
  succession: { survived(): void };
  clock: Timeline;
}

export function placeIn({ engine, slot, chunks, reserve, succession, clock }: PlaceParts): StreamPlace {
  const { worker } = slot;
  return {
    ...{ worker, engine, time: clock },
    post: (message, transfer) => slot.post(message, transfer),
    room: () => reserve.chunksAWorker,
    takeId: () => chunks.takeId(worker),
    readySince: () => slot.readySince,
    overdue: (error) => slot.endOverdue(error),
    ran(ms) {
      succession.survived();
      reserve.add(ms);
      reserve.update();
    },
  };
}
