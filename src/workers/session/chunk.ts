/** Tasks that travel to a worker in one message. */
export interface Chunk {
  /** Outcome index of the first task; the others follow on. */
  readonly first: number;
  readonly tasks: readonly unknown[];
  /** Which function runs the tasks; only in sessions of functions. */
  readonly call?: Call;
  /** What of the tasks moves to the worker instead of being copied, where the engine can move. */
  readonly transfer?: readonly unknown[];
  /** The same by task, where that is known and nothing belongs to two: for tasks that are sent one by one after all. */
  readonly transferEach?: readonly (readonly unknown[])[];
  /**
   * How long each task may take, ms: a worker that is at the chunk for longer than that for all of them is ended and
   * replaced, and they settle with OverdueError. Only where the engine can end a worker.
   */
  readonly taskTimeoutMs?: number;
}

/** A function of the session's module. */
export interface Call {
  readonly name: string;
  /** Each task is the list of its arguments. */
  readonly spread?: boolean;
}

/**
 * What a worker saw of one chunk. Times are milliseconds of the session's clock; `cpuNs` and `waitNs`
 * (runnable but not running) are there only where the system tells them and the chunk was long enough to ask.
 */
export interface ChunkTelemetry {
  worker: number;
  received: number;
  started: number;
  finished: number;
  cpuNs?: number;
  waitNs?: number;
  /** What sending it took on the sender's thread, ms: its share where several went in one message. */
  sendMs?: number;
}

export interface ChunkResult {
  /** One per task of the chunk, in task order. */
  readonly outcomes: Outcome[];
  readonly telemetry: ChunkTelemetry;
}

/** All tasks of the chunk returned. Outcomes are made for who asks for them: of very many tasks they cost most. */
export class ReturnedChunk implements ChunkResult {
  private made: Outcome[] | undefined;

  /** The values are `size` of the list, from place `from` on. */
  constructor(
    private first: number,
    readonly size: number,
    private readonly values: readonly unknown[],
    private readonly from: number,
    readonly telemetry: ChunkTelemetry,
  ) {}

  get outcomes(): Outcome[] {
    if (this.made) return this.made;
    const { first, size, values, from } = this;
    const made: Outcome[] = [];
    for (let at = 0; at < size; at++) made.push({ index: first + at, value: values[from + at] });
    this.made = made;
    return made;
  }

  /** Gives its tasks other indices, from `first` on. */
  renumber(first: number): void {
    if (this.made) for (const outcome of this.made) outcome.index += first - this.first;
    this.first = first;
  }

  /** Puts the values where their tasks stand. */
  copyTo(all: unknown[]): void {
    const { first, size, values, from } = this;
    for (let at = 0; at < size; at++) all[first + at] = values[from + at];
  }
}

/** Who sent a chunk and waits for it: called once for each, with the chunk as it was sent, never before `submit` returns. */
export interface ChunkReceiver {
  /** Every task of the chunk has settled. */
  settled(result: ChunkResult, chunk: Chunk): void;
  /** The session took the chunk no more: none of its tasks was begun. */
  refused(error: unknown, chunk: Chunk): void;
}

/**
 * How one task ended. Every submitted task settles exactly once. `index` is its place in the input.
 * For a stream the index is the worker, and `items` says how many tasks settle with it.
 */
export type Outcome =
  | { index: number; value: unknown; items?: number }
  | { index: number; error: Error; items?: number };

export function isFailure(outcome: Outcome): outcome is { index: number; error: Error; items?: number } {
  return 'error' in outcome;
}

/**
 * What of a chunk's tasks moves to its worker, by what moves of each. Where no two tasks name the same thing, each
 * task's own part is kept, too: if one of them cannot be sent, the others go alone and take only what is theirs.
 */
export function movesOf(each: readonly (readonly unknown[])[]): Pick<Chunk, 'transfer' | 'transferEach'> {
  const transfer = each.flat();
  const isApart = each.length > 1 && new Set(transfer).size === transfer.length;
  return { transfer, ...(isApart && { transferEach: each }) };
}
