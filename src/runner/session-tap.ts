import type { Chunk, ChunkResult, ChunkTelemetry, Session } from '../work/index.js';

/** One chunk of a pass, as the worker and the sender saw it. */
export interface TappedChunk extends ChunkTelemetry {
  first: number;
  tasks: number;
  sendMs: number;
}

/** A session that remembers the telemetry of what a dispatch runs on it; dispatches themselves pass on outcomes only. */
export class SessionTap {
  chunks: TappedChunk[] = [];
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
    const from = inner.clock.now();
    const promise = inner.run(chunk, worker);
    const sendMs = inner.clock.now() - from;
    const result = await promise;
    this.chunks.push({ ...result.telemetry, first: chunk.first, tasks: chunk.tasks.length, sendMs });
    return result;
  }
}
