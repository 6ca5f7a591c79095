import type { Chunk, ChunkResult, ChunkTelemetry, Session } from '../work/index.js';

/** One chunk of a pass, as the worker and the sender saw it. */
export interface TappedChunk extends ChunkTelemetry {
  first: number;
  tasks: number;
  sendMs: number;
}

/** Chunks shorter than this pass the main thread so fast that timing each would be more than 1 % of a pass. */
const CLOCK_FROM_MS = 0.03;
/** No multiple of the usual numbers of workers, so that each has its turn. */
const FEW = 7;

/** A session that remembers the telemetry of what a dispatch runs on it; dispatches themselves pass on outcomes only. */
export class SessionTap {
  chunks: TappedChunk[] = [];
  private sent = 0;
  /** One send in so many is timed, and stands for the others. */
  private timedEvery = 1;
  readonly session: Session;

  constructor(inner: Session) {
    this.session = {
      get workers() {
        return inner.workers;
      },
      get capacity() {
        return inner.capacity;
      },
      get startupMs() {
        return inner.startupMs;
      },
      clock: inner.clock,
      run: (chunk, worker) => this.run(inner, chunk, worker),
      stop: (tasks) => inner.stop(tasks),
      stopAfter: (ms) => inner.stopAfter(ms),
      clearStop: () => inner.clearStop(),
      usage: () => inner.usage(),
      replace: (worker) => inner.replace(worker),
      on: (event, listener) => inner.on(event, listener),
      close: () => inner.close(),
      terminate: () => inner.terminate(),
    };
  }

  /** What was recorded since the last call. */
  take(): TappedChunk[] {
    const taken = this.chunks;
    this.chunks = [];
    return taken;
  }

  private async run(inner: Session, chunk: Chunk, worker?: number): Promise<ChunkResult> {
    const isTimed = this.sent++ % this.timedEvery === 0;
    const from = isTimed ? inner.clock.now() : 0;
    const promise = inner.run(chunk, worker);
    const sendMs = isTimed ? (inner.clock.now() - from) * this.timedEvery : 0;
    const result = await promise;
    const { started, finished } = result.telemetry;
    this.timedEvery = finished - started < CLOCK_FROM_MS ? FEW : 1;
    this.chunks.push(tapped(result.telemetry, chunk, sendMs));
    return result;
  }
}

/** Written out: this runs once a chunk on the thread that feeds all workers. */
function tapped(telemetry: ChunkTelemetry, { first, tasks }: Chunk, sendMs: number): TappedChunk {
  const { worker, received, started, finished, cpuNs, waitNs } = telemetry;
  const chunk: TappedChunk = { worker, received, started, finished, first, tasks: tasks.length, sendMs };
  if (cpuNs !== undefined) chunk.cpuNs = cpuNs;
  if (waitNs !== undefined) chunk.waitNs = waitNs;
  return chunk;
}
