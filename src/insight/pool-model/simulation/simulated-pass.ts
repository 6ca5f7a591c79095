import { NumberedEvents } from '../../../simulation/index.js';
import { sum } from '../../../stats/index.js';
import { Spares } from '../../../workers/engines/index.js';
import { dispatcherMs, handsOverAtTheEnd, type PoolCosts, workerMs } from '../costs.js';
import type { Chunks } from './chunks.js';
import { Dispatcher, type Job, Outbox, Supply } from './dispatcher.js';
import { LeastLoaded } from './least-loaded.js';
import { SharedCores, Workers } from './workers.js';

export interface PoolRun {
  /** Serial time of each task, ms, in task order. */
  taskMs: readonly number[];
  workers: number;
  chunksize: number | 'auto';
  dispatch: string;
  costs: PoolCosts;
  /** Starts the workers first, and waits for all of them; default: they are there, and know how long chunks take. */
  cold?: boolean;
  /** How much longer tasks take in each worker than in their mean, where they are not alike; default: 1. */
  slowness?: readonly number[];
  /** Chunks a worker holds at once, the one it runs included; default: what the costs say. */
  chunksAWorker?: number;
}

/** What a simulated pass came to. */
export interface SimulatedPool {
  wallMs: number;
  /** Of all workers' time, in which they ran chunks. */
  busyShare: number;
  /** Of the wall time, in which the dispatcher was busy. */
  dispatcherShare: number;
  /** From a worker's last chunk to the last one of all; the mean of the workers that had chunks. */
  tailMs: number;
}

/** What happens to a message, which goes by the number of its first chunk. */
const SENT = 0;
const ARRIVED = 1;
const RAN = 2;
const ANSWERED = 3;
const RECEIVED = 4;
type Step = typeof SENT | typeof ARRIVED | typeof RAN | typeof ANSWERED | typeof RECEIVED;
/** Bits of an event that tell the step; the others are the message. */
const STEP_BITS = 3;
const STEP_MASK = 7;

/** A pass from the first send to the last result, event by event. Times are ms. */
export class SimulatedPass {
  private now = 0;
  private readonly events = new NumberedEvents();
  private readonly leftPerTaskMs: number;
  private readonly cores: SharedCores;
  private readonly supply: Supply;
  private readonly workers: Workers;
  private readonly loads: LeastLoaded;
  private readonly outbox: Outbox;
  private readonly dispatcher: Dispatcher;
  private readonly spares = new Spares();
  /** By first chunk: who has it, and how many chunks came or went with it. */
  private readonly workerOf: Int32Array;
  private readonly sentWith: Int32Array;
  private readonly answeredWith: Int32Array;

  constructor(
    private readonly chunks: Chunks,
    private readonly pool: Omit<PoolRun, 'taskMs' | 'chunksize'>,
  ) {
    const { workers, dispatch, costs, cold = false } = pool;
    const { cores, cpuShare = 1, handOverPerTaskMs = 0 } = costs;
    this.leftPerTaskMs = handsOverAtTheEnd(dispatch) ? handOverPerTaskMs : 0;
    this.cores = new SharedCores(cores, (event) => ((event & STEP_MASK) === RAN ? cpuShare : 1));
    this.supply = new Supply(chunks.count, dispatch === 'imap');
    this.workers = new Workers(workers, chunks);
    this.loads = new LeastLoaded(workers);
    this.outbox = new Outbox(workers, (first, count) => this.post(first, count));
    this.dispatcher = new Dispatcher((job, message) => this.beginJob(job, message));
    this.workerOf = new Int32Array(chunks.count);
    this.sentWith = new Int32Array(chunks.count);
    this.answeredWith = new Int32Array(chunks.count);
    if (cold) this.now = costs.startupMs * Math.max(1, workers / cores);
    else this.remember();
  }

  run(): SimulatedPool {
    this.fill();
    for (;;) {
      const { nextTime } = this.events;
      const { nextEnd } = this.cores;
      const next = Math.min(nextTime, nextEnd);
      if (!(next < Number.POSITIVE_INFINITY)) break;
      this.now = next;
      this.happen(nextEnd < nextTime ? this.cores.finish() : this.events.take());
    }
    return this.summary();
  }

  private happen(event: number): void {
    const message = event >> STEP_BITS;
    const step = event & STEP_MASK;
    if (step === SENT) this.sent(message);
    else if (step === ARRIVED) this.arrived(message);
    else if (step === RAN) this.ran(message);
    else if (step === ANSWERED) this.answered(message);
    else this.received(message);
  }

  /** Chunks go to who holds least; short ones wait for others that go with them. */
  private fill(): void {
    const { held } = this;
    const capacity = held * this.workers.count;
    for (let chunk = this.supply.take(capacity); chunk !== undefined; chunk = this.supply.take(capacity)) {
      const worker = this.loads.take();
      this.workerOf[chunk] = worker;
      this.workers.append(worker, chunk);
      this.outbox.add(worker, chunk, held);
    }
    this.outbox.flush();
    this.dispatcher.next(this.now);
  }

  private get held(): number {
    const { chunksAWorker, costs } = this.pool;
    return chunksAWorker ?? costs.chunksAWorker ?? this.spares.chunksAWorker;
  }

  private post(first: number, count: number): void {
    this.sentWith[first] = count;
    this.dispatcher.add('send', first);
  }

  private beginJob(job: Job, message: number): void {
    const count = (job === 'send' ? this.sentWith : this.answeredWith)[message]!;
    // A message and its answer are measured together; each is taken to be half.
    const cpuMs = dispatcherMs(this.pool.costs, this.chunks.sumFrom(message, count), this.leftPerTaskMs) / 2;
    this.cores.start(this.now, eventOf(job === 'send' ? SENT : RECEIVED, message), cpuMs);
  }

  private sent(message: number): void {
    this.dispatcher.done(this.now);
    this.travel(ARRIVED, message);
    this.dispatcher.next(this.now);
  }

  private travel(step: typeof ARRIVED | typeof ANSWERED, message: number): void {
    const { latencyMs = 0 } = this.pool.costs;
    this.events.add(this.now + latencyMs / 2, eventOf(step, message));
  }

  private arrived(message: number): void {
    const worker = this.workerOf[message]!;
    this.workers.arrive(worker, this.sentWith[message]!);
    this.begin(worker);
  }

  private begin(worker: number): void {
    // Half of what a worker may hold goes back at once, so that it is sent more while it runs the rest.
    const run = this.workers.begin(worker, Math.ceil(this.held / 2), this.now);
    if (!run) return;
    this.answeredWith[run.first] = run.chunks;
    const load = this.chunks.sumFrom(run.first, run.chunks);
    const { costs, slowness } = this.pool;
    const computeMs = load.ms * (slowness?.[worker] ?? 1) + workerMs(costs, load);
    this.cores.start(this.now, eventOf(RAN, run.first), computeMs);
  }

  private ran(message: number): void {
    const worker = this.workerOf[message]!;
    this.workers.end(worker, this.now);
    this.travel(ANSWERED, message);
    this.begin(worker);
  }

  private answered(message: number): void {
    this.dispatcher.add('receive', message);
    this.dispatcher.next(this.now);
  }

  private received(message: number): void {
    this.dispatcher.done(this.now);
    const count = this.answeredWith[message]!;
    for (let chunk = message, left = count; left > 0; chunk = this.chunks.next[chunk]!, left--) {
      this.supply.settle(chunk);
      this.spares.add(this.chunks.ms[chunk]!);
    }
    this.spares.update();
    this.loads.release(this.workerOf[message]!, count);
    this.fill();
  }

  /** Workers that are not new have had a pass like this one before. */
  private remember(): void {
    for (const ms of this.chunks.ms) this.spares.add(ms);
    this.spares.update();
  }

  private summary(): SimulatedPool {
    const { busyMs, lastEnd, count } = this.workers;
    const handOverMs = (this.leftPerTaskMs * this.chunks.tasksInAll) / Math.min(1, this.pool.costs.cores);
    const wallMs = this.now + handOverMs;
    const ends = [...lastEnd].filter((_, worker) => busyMs[worker]! > 0);
    const end = ends.reduce((latest, one) => Math.max(latest, one), 0);
    return {
      wallMs,
      busyShare: wallMs > 0 ? sum([...busyMs]) / (count * wallMs) : 0,
      dispatcherShare: wallMs > 0 ? (this.dispatcher.busyMs + handOverMs) / wallMs : 0,
      tailMs: ends.length > 0 ? end - sum(ends) / ends.length : 0,
    };
  }
}

function eventOf(step: Step, message: number): number {
  return (message << STEP_BITS) | step;
}
