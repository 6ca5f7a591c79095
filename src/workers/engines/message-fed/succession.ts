import { OverdueError, type WorkerLostError } from '../../../errors.js';
import type { Clock, RunningChunk, SessionEmitter } from '../../session/index.js';
import type { RestartLimit } from '../engine.js';
import { asCell, type BegunCells } from '../protocol/begun-cells.js';
import type { Chunks } from './chunks.js';
import { Losses } from './losses.js';
import type { Pending } from './outstanding.js';
import type { KeepAlive } from './slots/keep-alive.js';
import type { WorkerExit } from './slots/link.js';
import type { WorkerSlot } from './slots/slot.js';
import type { StopRequests } from './stop-requests.js';
import type { Streams } from './streams/streams.js';

interface SuccessionOptions {
  engine: string;
  slots: readonly WorkerSlot[];
  clock: Clock;
  maxRestarts: RestartLimit | undefined;
  begunCells: BegunCells;
  chunks: Chunks;
  streams: Streams;
  stops: StopRequests;
  alive: KeepAlive;
  events: SessionEmitter;
  /** No worker is started any more. */
  isOver(): boolean;
}

/** A chunk that so many workers were sent and ended before they began it ended them: it is lost with the last one. */
const FATAL_SENDINGS = 2;

/** Who comes after a worker that has ended, and what becomes of what that one held. */
export class Succession {
  private readonly losses: Losses;
  /** By worker: what ends it or starts the next one happens one after the other. */
  private readonly turns: Promise<void>[];

  constructor(private readonly options: SuccessionOptions) {
    const { slots, maxRestarts, clock } = options;
    this.losses = new Losses(slots.length, maxRestarts, clock);
    this.turns = slots.map(() => Promise.resolve());
  }

  /** A worker did what it was sent. */
  survived(): void {
    this.losses.forget();
  }

  /** The chunk that the worker has begun and not answered, or the one that a consumer in it is in. */
  begun(worker: number): RunningChunk[] {
    const { begunCells, chunks, streams } = this.options;
    const last = begunCells.lastBegun(worker);
    const sent = chunks.heldBy(worker).filter(({ id }) => id >= 0);
    const consumed = streams.of(worker).flatMap((stream) => stream.chunks);
    const isLast = ({ id }: { id: number }) => asCell(id) === last;
    const begun = sent.find(isLast) ?? sent[0] ?? consumed.find(isLast);
    if (!begun) return [];
    const { id, chunk } = begun;
    return [{ worker, id, first: chunk.first, tasks: chunk.tasks.length }];
  }

  /** A worker ended by itself: what it had begun is lost, what stood behind it goes to the next worker. */
  lost(slot: WorkerSlot, exit: WorkerExit): void {
    const { alive, engine, events } = this.options;
    const { worker } = slot;
    const [begun] = this.begun(worker);
    const error = slot.lostError(exit, engine, begun);
    events.emit('lost', { worker, exitCode: exit.code, signal: exit.signal, error });
    const overdue = exit.error instanceof OverdueError ? exit.error : undefined;
    this.loseBegun(worker, error, overdue ? { overdue } : {});
    // One that was ended for its task says nothing of the next one.
    if (!overdue) this.losses.add();
    if (this.losses.areTooMany) this.giveUp(error);
    alive.hold();
    void this.inTurn(worker, () => this.reopen(slot, error)).then(() => alive.release());
  }

  /** Ends the worker and starts the next one; `finished`: once it holds nothing. */
  async replace(slot: WorkerSlot, when: 'now' | 'finished'): Promise<void> {
    const { alive, isOver } = this.options;
    const { worker } = slot;
    alive.hold();
    try {
      if (when === 'finished') await this.whenIdle(worker);
      await this.inTurn(worker, async () => {
        if (isOver()) return;
        if (when === 'finished') await slot.close();
        else await slot.kill();
        const error = this.endedError(slot, 'replaced');
        this.loseBegun(worker, error);
        await this.reopen(slot, error);
      });
    } finally {
      alive.release();
    }
  }

  /** Ends the worker, and nobody comes after it. */
  async terminate(slot: WorkerSlot): Promise<void> {
    await slot.kill();
    this.settleLost(slot.worker, this.endedError(slot, 'terminated'));
  }

  /** The worker holds neither chunks nor consumers. */
  async whenIdle(worker: number): Promise<void> {
    const { chunks, streams } = this.options;
    do {
      await chunks.whenEmpty(worker);
      await Promise.allSettled(streams.of(worker).map(({ result }) => result));
    } while (chunks.countOf(worker) + streams.of(worker).length > 0);
  }

  /**
   * Settles what the worker had begun when it ended; what it had not waits for the next one. `lost`: it had all that it
   * was sent, and with nothing begun the first may have ended it; `overdue`: of the task that it was ended for.
   */
  private loseBegun(worker: number, error: WorkerLostError, lost?: { overdue?: OverdueError }): void {
    const { begunCells, chunks, streams } = this.options;
    const begun = begunCells.lastBegun(worker);
    begunCells.forget(worker);
    const held = chunks.takeBack(worker);
    // Those before it ran, too: their results were lost with the worker.
    const last = begun === undefined ? -1 : held.findIndex(({ id }) => id >= 0 && asCell(id) === begun);
    const first = last < 0 ? held[0] : undefined;
    if (lost && first && first.id >= 0) first.endings = (first.endings ?? 0) + 1;
    const gone = held.filter((pending, place) => place <= last || !this.isWorthSending(pending));
    // Before anything is settled, whose receivers send more.
    for (const pending of held.slice(last + 1)) if (!gone.includes(pending)) this.sendAgain(worker, pending);
    const own = first ?? held[last];
    for (const pending of gone) chunks.fail(pending, (pending === own && lost?.overdue) || error, worker);
    for (const stream of streams.of(worker)) stream.lost(lost?.overdue ?? error, begun);
  }

  private settleLost(worker: number, error: WorkerLostError): void {
    const { begunCells, chunks, streams } = this.options;
    for (const pending of chunks.takeBack(worker)) chunks.fail(pending, error, worker);
    for (const stream of streams.of(worker)) stream.lost(error, begunCells.lastBegun(worker));
  }

  /** Starts the next worker, for what the last one left. Where that cannot be, the session is broken. */
  private async reopen(slot: WorkerSlot, error: WorkerLostError): Promise<void> {
    const { worker } = slot;
    const { chunks } = this.options;
    while (!chunks.broken && !this.options.isOver() && !slot.isInhabited) {
      try {
        await slot.open();
      } catch (thrown) {
        this.loseBegun(worker, error);
        this.losses.add();
        if (!this.options.isOver() && (slot.hasRefused || this.losses.areTooMany))
          this.giveUp(error, { thrown });
      }
    }
    if (chunks.broken) this.settleLost(worker, chunks.broken);
    else if (this.options.isOver()) this.settleLost(worker, error);
  }

  private endedError(slot: WorkerSlot, reason: string): WorkerLostError {
    const error = new Error(reason);
    return slot.lostError({ code: null, signal: null, error }, this.options.engine);
  }

  private async inTurn(worker: number, action: () => Promise<void>): Promise<void> {
    const turn = this.turns[worker]!.then(action);
    this.turns[worker] = turn.catch(() => undefined);
    await turn;
  }

  /** What was asked to stop is not begun anew; what had moved to the worker that ended is gone with it. */
  private isWorthSending({ id, wasSent, endings = 0, chunk }: Pending): boolean {
    if (this.options.stops.wants(chunk.first) || endings >= FATAL_SENDINGS) return false;
    return !(id >= 0 || wasSent) || !chunk.transfer?.some(hasMoved);
  }

  private sendAgain(worker: number, pending: Pending): void {
    if (pending.id >= 0) pending.wasSent = true;
    pending.id = -1;
    this.options.chunks.send(worker, pending);
  }

  /** Nobody hears of what the other workers do from now on, so they are ended, too. */
  private giveUp(error: WorkerLostError, thrown?: { thrown: unknown }): void {
    const { chunks, slots } = this.options;
    if (chunks.broken) return;
    chunks.broken = this.losses.brokenBy(error, thrown);
    for (const slot of slots) {
      this.settleLost(slot.worker, chunks.broken);
      void slot.kill();
    }
  }
}

/** Node 20 does not tell of a buffer whether it is detached, only that nothing is left of it. */
function hasMoved(item: unknown): boolean {
  if (!(item instanceof ArrayBuffer)) return true;
  return 'detached' in item ? item.detached === true : item.byteLength === 0;
}
