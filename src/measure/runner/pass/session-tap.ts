import type {
  Chunk,
  ChunkReceiver,
  ChunkResult,
  ChunkTelemetry,
  Session,
} from '../../../workers/session/index.js';

/** One chunk of a pass, as the worker and the sender saw it; without tasks: what a consumer did after its last one. */
export interface TappedChunk extends ChunkTelemetry {
  first: number;
  tasks: number;
  sendMs: number;
}

/** A session that remembers the telemetry of what a dispatch runs on it; dispatches themselves pass on outcomes only. */
export class SessionTap {
  chunks: TappedChunk[] = [];
  readonly session: Session;
  private tap: (ChunkReceiver & { of: ChunkReceiver }) | undefined;

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
      ...(inner.submit && {
        submit: (chunk, receiver, worker) => inner.submit!(chunk, this.tapOf(receiver), worker),
      }),
      ...(inner.stream && {
        stream: (worker, source, options) =>
          inner.stream!(worker, source, {
            ...options,
            used: (telemetry, chunk) => {
              this.chunks.push(tapped(telemetry, chunk));
              options?.used?.(telemetry, chunk);
            },
          }),
      }),
      stop: (tasks) => inner.stop(tasks),
      stopAfter: (ms) => inner.stopAfter(ms),
      clearStop: () => inner.clearStop(),
      usage: (worker, live) => inner.usage(worker, live),
      ...(inner.running && { running: () => inner.running!() }),
      replace: (worker, when) => inner.replace(worker, when),
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

  /** A dispatch sends all its chunks with one receiver: it gets one tap. */
  private tapOf(receiver: ChunkReceiver): ChunkReceiver {
    if (this.tap?.of !== receiver) {
      this.tap = {
        of: receiver,
        settled: (result, chunk) => {
          this.chunks.push(tapped(result.telemetry, chunk));
          receiver.settled(result, chunk);
        },
        refused: (error, chunk) => receiver.refused(error, chunk),
      };
    }
    return this.tap;
  }

  private async run(inner: Session, chunk: Chunk, worker?: number): Promise<ChunkResult> {
    const result = await inner.run(chunk, worker);
    this.chunks.push(tapped(result.telemetry, chunk));
    return result;
  }
}

/** Written out: this runs once a chunk on the thread that feeds all workers. */
function tapped(telemetry: ChunkTelemetry, { first, tasks }: Chunk): TappedChunk {
  const { worker, received, started, finished, cpuNs, waitNs, sendMs = 0 } = telemetry;
  const chunk: TappedChunk = { worker, received, started, finished, first, tasks: tasks.length, sendMs };
  if (cpuNs !== undefined) chunk.cpuNs = cpuNs;
  if (waitNs !== undefined) chunk.waitNs = waitNs;
  return chunk;
}
