import { EventEmitter, once } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { WorkerLostError } from '../../../../errors.js';
import type { WorkerExit } from '../../message-fed/slots/link.js';
import { asCell, type BegunCells } from '../../protocol/begun-cells.js';
import type { Lanes } from '../lanes.js';
import type { Hosted, OtherPool } from '../other-pool.js';

/** The end of a worker. */
export interface Failure {
  lane: number;
  /** The chunk that it had begun last, as its cell has it. */
  begun: number | undefined;
  /** What its tasks are told; undefined where nobody asks any more. */
  error: WorkerLostError | undefined;
}

interface WatchOptions {
  pool: OtherPool;
  lanes: Lanes;
  begunCells: BegunCells;
  workers: number;
  /** Gives what the tasks of the worker in this place are told of its end. */
  ended(lane: number, exit: WorkerExit): WorkerLostError | undefined;
}

/** What is said of a worker that ended because its pool could not send what came of a chunk. */
const UNSENT =
  'was ended by its pool: a result of its chunk cannot be sent back, since it could not be cloned.';

/** Hears of every worker's end from the worker itself: pools differ in what they say of it. */
export class Watch {
  private readonly known = new Set<number>();
  private readonly alive = new Map<number, Hosted>();
  /** Every chunk that a process held may wait for its end. */
  private readonly ends = new EventEmitter().setMaxListeners(0);
  private onGone: (() => void) | undefined;
  /** Those of this turn of the event loop: what a pool rejects because of them, it rejects in the same turn. */
  private fresh: Failure[] = [];

  constructor(private readonly options: WatchOptions) {}

  /** Looks for workers that are new. */
  look(): void {
    for (const worker of this.options.pool.workers()) {
      if (worker.id <= 0 || this.known.has(worker.id)) continue;
      this.known.add(worker.id);
      this.follow(worker);
    }
  }

  /** The chunk that the worker in this place began last, as a cell has it. */
  begunIn(lane: number): number | undefined {
    return this.options.begunCells.lastBegun(lane);
  }

  /** The place of the worker that began this chunk last; undefined where none did. */
  laneOf(id: number): number | undefined {
    for (let lane = 0; lane < this.options.workers; lane++)
      if (this.begunIn(lane) === asCell(id)) return lane;
    return undefined;
  }

  /** What could not be sent is rejected before any worker has begun what was sent with it, or after it. */
  mayHaveBegun(id: number): boolean {
    for (let lane = 0; lane < this.options.workers; lane++)
      if ((this.begunIn(lane) ?? -1) >= asCell(id)) return true;
    return false;
  }

  get hasFreshFailures(): boolean {
    return this.fresh.length > 0;
  }

  /**
   * The failure that took this chunk, where it was begun. A worker begins its chunks in the order of their numbers, and
   * the last one before it has sent what came of those before.
   */
  failureOf(id: number): Failure | undefined {
    const cell = asCell(id);
    const covering = this.fresh.filter(({ begun }) => begun !== undefined && cell <= begun);
    return covering.find(({ begun }) => begun === cell) ?? covering[0];
  }

  /** Resolves in the turn in which the next end of a worker is heard of, or once it was not for so long. */
  async nextEnd(mostMs: number): Promise<void> {
    await once(this.ends, 'end', { signal: AbortSignal.timeout(mostMs) }).catch(() => undefined);
  }

  /** Resolves once none is left of those that are known. */
  async whenGone(): Promise<void> {
    if (this.alive.size === 0) return;
    await new Promise<void>((gone) => {
      this.onGone = gone;
    });
  }

  /** Ends those that their pool has not ended, and those that it starts in their place meanwhile. */
  async endAll(): Promise<void> {
    do {
      const all = [...this.alive.values()];
      await Promise.all(all.map((worker) => worker.end()));
      for (const { id } of all) this.alive.delete(id);
      await nextTurn();
      this.look();
    } while (this.alive.size > 0);
  }

  private follow(worker: Hosted): void {
    const { id } = worker;
    this.alive.set(id, worker);
    let hasFailed = false;
    const ends = (exit: WorkerExit) => {
      if (!hasFailed) this.fails(id, exit);
      hasFailed = true;
    };
    // It exits with that code then, and some pools have nobody hear of it.
    worker.once('error', (error) => ends({ code: 1, signal: null, error }));
    worker.once('exit', (code, signal = null) => {
      this.alive.delete(id);
      ends({ code, signal });
      if (this.alive.size === 0) this.onGone?.();
    });
  }

  private fails(id: number, exit: WorkerExit): void {
    this.freeLane(id, exit);
    this.ends.emit('end');
  }

  /** Its place is for the next worker. */
  private freeLane(id: number, exit: WorkerExit): void {
    const { lanes, workers, begunCells, ended } = this.options;
    for (let lane = 0; lane < workers; lane++) {
      if (lanes.ownerOf(lane) !== id) continue;
      const begun = this.begunIn(lane);
      const error = ended(lane, lanes.couldNotSend(lane) ? { ...exit, story: UNSENT } : exit);
      const failure: Failure = { lane, begun, error };
      this.fresh.push(failure);
      setImmediate(() => {
        this.fresh = this.fresh.filter((each) => each !== failure);
      });
      begunCells.forget(lane);
      lanes.free(lane);
      return;
    }
  }
}
