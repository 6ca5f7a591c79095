import { messageOf, WorkerLostError } from '../../../errors.js';
import type { Outcome, RunningChunk } from '../../session/index.js';
import { failAll } from '../outcomes.js';
import { asCell, type BegunCells } from '../protocol/begun-cells.js';
import type { Outboxes } from './outboxes.js';
import type { Outstanding, Pending } from './outstanding.js';
import type { WorkerSlot } from './slot.js';
import type { StopRequests } from './stop-requests.js';
import type { WorkerStream } from './streams.js';

interface LossesOptions {
  workers: number;
  begunCells: BegunCells;
  outstanding: Outstanding;
  outboxes: Outboxes;
  stops: StopRequests;
  /** By worker. */
  streams: readonly ReadonlyMap<number, WorkerStream>[];
  send(worker: number, pending: Pending): void;
  settle(pending: Pending, outcomes: Outcome[], worker: number): void;
  /** No worker is started any more. */
  isOver(): boolean;
}

/** So many workers may be lost with no chunk done in between; then the session gives up. */
const restartBound = (workers: number) => Math.max(3, workers);

/** What becomes of what workers held when they ended, and who comes after them. */
export class Losses {
  /** Why the session gave up, once it has. */
  broken: WorkerLostError | undefined;
  private inARow = 0;

  constructor(private readonly options: LossesOptions) {}

  /** A worker did what it was sent. */
  survived(): void {
    this.inARow = 0;
  }

  /** The chunk that the worker has begun and not answered, or the one that a consumer in it is in. */
  begun(worker: number): RunningChunk[] {
    const { begunCells, outstanding, streams } = this.options;
    const last = begunCells.lastBegun(worker);
    const sent = outstanding.held(worker).filter(({ id }) => id >= 0);
    const consumed = [...streams[worker]!.values()].flatMap((stream) => stream.chunks);
    const isLast = ({ id }: { id: number }) => asCell(id) === last;
    const begun = sent.find(isLast) ?? sent[0] ?? consumed.find(isLast);
    if (!begun) return [];
    const { id, chunk } = begun;
    return [{ worker, id, first: chunk.first, tasks: chunk.tasks.length }];
  }

  /** A worker ended by itself: what it had begun is lost, what stood behind it goes to the next worker. */
  lost(worker: number, error: WorkerLostError): void {
    this.loseBegun(worker, error);
    this.inARow++;
    if (this.areTooMany) this.giveUp(error);
  }

  /** Settles what the worker had begun when it ended; what it had not waits for the next one. */
  loseBegun(worker: number, error: WorkerLostError): void {
    const { begunCells, outboxes, outstanding, streams } = this.options;
    const begun = begunCells.lastBegun(worker);
    begunCells.forget(worker);
    outboxes.clear(worker);
    const held = outstanding.takeAll(worker);
    // Those before it ran, too: their results were lost with the worker.
    const last = begun === undefined ? -1 : held.findIndex(({ id }) => id >= 0 && asCell(id) === begun);
    const gone = held.filter((pending, place) => place <= last || !this.isWorthSending(pending));
    // Before anything is settled, whose receivers send more.
    for (const pending of held.slice(last + 1)) if (!gone.includes(pending)) this.sendAgain(worker, pending);
    for (const pending of gone) this.options.settle(pending, failAll(pending.chunk, error), worker);
    for (const stream of streams[worker]!.values()) stream.lost(error, begun);
  }

  settleLost(worker: number, error: WorkerLostError): void {
    const { begunCells, outboxes, outstanding, streams } = this.options;
    outboxes.clear(worker);
    for (const pending of outstanding.takeAll(worker))
      this.options.settle(pending, failAll(pending.chunk, error), worker);
    for (const stream of streams[worker]!.values()) stream.lost(error, begunCells.lastBegun(worker));
  }

  /** Starts the next worker, for what the last one left. Where that cannot be, the session is broken. */
  async reopen(slot: WorkerSlot, error: WorkerLostError): Promise<void> {
    const { worker } = slot;
    while (!this.broken && !this.options.isOver() && !slot.isInhabited) {
      try {
        await slot.open();
      } catch (thrown) {
        this.loseBegun(worker, error);
        this.inARow++;
        if (!this.options.isOver() && (slot.hasRefused || this.areTooMany))
          this.giveUp(notReplaced(error, thrown));
      }
    }
    if (this.broken) this.settleLost(worker, this.broken);
    else if (this.options.isOver()) this.settleLost(worker, error);
  }

  private get areTooMany(): boolean {
    return this.inARow > restartBound(this.options.workers);
  }

  /** What was asked to stop is not begun anew; what had moved to the worker that ended is gone with it. */
  private isWorthSending({ id, wasSent, chunk }: Pending): boolean {
    if (this.options.stops.wants(chunk.first)) return false;
    return !(id >= 0 || wasSent) || !chunk.transfer?.some(hasMoved);
  }

  private sendAgain(worker: number, pending: Pending): void {
    if (pending.id >= 0) pending.wasSent = true;
    pending.id = -1;
    this.options.send(worker, pending);
  }

  private giveUp(error: WorkerLostError): void {
    this.broken ??= error;
    for (let worker = 0; worker < this.options.workers; worker++) this.settleLost(worker, this.broken);
  }
}

function notReplaced(error: WorkerLostError, thrown: unknown): WorkerLostError {
  const message = `${error.message} It could not be replaced: ${messageOf(thrown)}`;
  return new WorkerLostError(message, error.worker, error.exitCode, error.signal, { cause: thrown });
}

/** Node 20 does not tell of a buffer whether it is detached, only that nothing is left of it. */
function hasMoved(item: unknown): boolean {
  if (!(item instanceof ArrayBuffer)) return true;
  return 'detached' in item ? item.detached === true : item.byteLength === 0;
}
