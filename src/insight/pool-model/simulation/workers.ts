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
