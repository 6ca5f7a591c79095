import {
  type Chunk,
  type ChunkResult,
  monotonicClock,
  type Outcome,
  type Session,
  type SessionEvents,
  type WorkerUsage,
} from '../../workers/session/index.js';

interface Sent {
  worker: number;
  chunk: Chunk;
  settle(result: ChunkResult): void;
  refuse(thrown: unknown): void;
}

/** Workers whose chunks the test settles, one by one. */
export class ManualSession implements Session {
  readonly clock = monotonicClock;
  readonly startupMs: number[] = [];
  readonly functions = ['call'];
  chunksAWorker = 1;
  memoryMiB = 1;
  /** What is on its way, in the order it was sent. */
  readonly sent: Sent[] = [];
  readonly stopped: number[] = [];
  readonly replaced: string[] = [];
  /** Replacements wait until they are let go. */
  readonly replacing: (() => void)[] = [];
  isTerminated = false;

  constructor(readonly workers: number) {}

  get capacity(): number {
    return this.workers * this.chunksAWorker;
  }

  run(chunk: Chunk, worker = 0): Promise<ChunkResult> {
    return new Promise((settle, refuse) => this.sent.push({ worker, chunk, settle, refuse }));
  }

  /** Settles the chunk that holds this task: each task's value is itself, or the error thrown for it. */
  async finish(task: unknown, error?: Error): Promise<void> {
    const at = this.sent.findIndex(({ chunk }) => chunk.tasks.includes(task));
    const [{ worker, chunk, settle }] = this.sent.splice(at, 1) as [Sent];
    const outcomes: Outcome[] = chunk.tasks.map((value, place) => {
      const index = chunk.first + place;
      return error && value === task ? { index, error } : { index, value };
    });
    settle({ outcomes, telemetry: { worker, received: 0, started: 0, finished: 0 } });
    await turn();
  }

  /** What is on its way: worker and tasks. */
  get onTheirWay(): string[] {
    return this.sent.map(({ worker, chunk }) => `${worker}: ${chunk.tasks.join(' ')}`);
  }

  stop(tasks: readonly number[] = []): void {
    this.stopped.push(...tasks);
  }

  stopAfter(): void {}
  clearStop(): void {}

  usage(worker = 0): Promise<WorkerUsage[]> {
    return Promise.resolve([{ worker, cpuMs: 0, peakMemoryMiB: this.memoryMiB }]);
  }

  replace(worker: number, when: 'now' | 'finished' = 'now'): Promise<void> {
    this.replaced.push(`${worker} ${when}`);
    return new Promise((resolve) => this.replacing.push(resolve));
  }

  on<E extends keyof SessionEvents>(_event: E, _listener: SessionEvents[E]): void {}

  close(): Promise<void> {
    return Promise.resolve();
  }

  terminate(): Promise<void> {
    this.isTerminated = true;
    return Promise.resolve();
  }
}

/** All that is ready to run has run. */
export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
