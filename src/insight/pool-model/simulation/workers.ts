import { NumberedEvents } from '../../../simulation/index.js';
import { type Chunks, NO_CHUNK } from './chunks.js';

/**
 * What each worker holds: chunks in the order they were given to it, of which some are on their way, some wait, some
 * run, and the first were not answered yet.
 */
export class Workers {
  /** From its first chunk's start to its last one's end, without what lay between; ms, by worker. */
  readonly busyMs: Float64Array;
  readonly lastEnd: Float64Array;
  private readonly last: Int32Array;
  private readonly nextToRun: Int32Array;
  private readonly arrived: Int32Array;
  private readonly running: Int32Array;
  private readonly runStart: Float64Array;

  constructor(
    readonly count: number,
    private readonly chunks: Chunks,
  ) {
    this.busyMs = new Float64Array(count);
    this.lastEnd = new Float64Array(count);
    this.last = new Int32Array(count).fill(NO_CHUNK);
    this.nextToRun = new Int32Array(count).fill(NO_CHUNK);
    this.arrived = new Int32Array(count);
    this.running = new Int32Array(count);
    this.runStart = new Float64Array(count);
  }

  append(worker: number, chunk: number): void {
    const last = this.last[worker]!;
    if (last !== NO_CHUNK) this.chunks.next[last] = chunk;
    if (this.nextToRun[worker] === NO_CHUNK) this.nextToRun[worker] = chunk;
    this.last[worker] = chunk;
  }

  arrive(worker: number, chunks: number): void {
    this.arrived[worker]! += chunks;
  }

  /** Begins what it will answer together, `most` at most; undefined where it runs already or has nothing. */
  begin(worker: number, most: number, now: number): { first: number; chunks: number } | undefined {
    const arrived = this.arrived[worker]!;
    if (this.running[worker]! > 0 || arrived === 0) return undefined;
    const first = this.nextToRun[worker]!;
    const chunks = Math.min(arrived, most);
    this.arrived[worker] = arrived - chunks;
    this.running[worker] = chunks;
    this.runStart[worker] = now;
    this.nextToRun[worker] = this.chunks.behind(first, chunks);
    return { first, chunks };
  }

  end(worker: number, now: number): void {
    this.running[worker] = 0;
    this.busyMs[worker]! += now - this.runStart[worker]!;
    this.lastEnd[worker] = now;
  }
}

/**
 * Threads that compute, on cores that they share: processor sharing (Kleinrock, Queueing Systems II, 4.4), which is
 * what a fair scheduler comes to. All go equally fast, so one clock that counts the service each has had so far
 * orders their ends, however often the speed changes. Times are ms.
 */
export class SharedCores {
  private readonly ends = new NumberedEvents();
  private demand = 0;
  private service = 0;
  private at = 0;

  /** `demandOf`: of a core, while what ends with this event gets on at full speed. */
  constructor(
    private readonly cores: number,
    private readonly demandOf: (event: number) => number,
  ) {}

  /** Something begins that takes `computeMs` at full speed; `event` is a number for its end. */
  start(now: number, event: number, computeMs: number): void {
    this.service += (now - this.at) * this.speed();
    this.at = now;
    this.demand += this.demandOf(event);
    this.ends.add(this.service + computeMs, event);
  }

  /** When the next end is if nothing begins before; Infinity where nothing computes. */
  get nextEnd(): number {
    return this.at + Math.max(0, this.ends.nextTime - this.service) / this.speed();
  }

  /** Takes the event at `nextEnd`. */
  finish(): number {
    this.at = this.nextEnd;
    this.service = this.ends.nextTime;
    const event = this.ends.take();
    this.demand -= this.demandOf(event);
    return event;
  }

  private speed(): number {
    return this.demand > this.cores ? this.cores / this.demand : 1;
  }
}
