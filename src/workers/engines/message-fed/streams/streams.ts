import type { Chunk, Outcome, StreamOptions, StreamResult } from '../../../session/index.js';
import { failedTask, unsentError } from '../../outcomes.js';
import { asCell } from '../../protocol/begun-cells.js';
import { rebuildError } from '../../protocol/described-error.js';
import type { FromStream, UsedTimes } from '../../protocol/messages.js';
import { overdueConsumer, watchLimit } from '../time-limits.js';
import { SourceReader } from './source-reader.js';
import type { StreamPlace } from './stream-place.js';

interface Held {
  id: number;
  chunk: Chunk;
}

/** One consumer in a worker: sends chunks as it takes them, until it returns or is lost. */
export class WorkerStream {
  private readonly held: Held[] = [];
  private taken = 0;
  /** No more items come. */
  private hasEnded = false;
  /** Ends the time that runs for what the consumer is at. */
  private unwatch: (() => void) | undefined;
  /** The outcome is known. */
  private isOver = false;
  private readonly reader: SourceReader;
  private settle!: (result: StreamResult) => void;
  private reject!: (thrown: unknown) => void;
  /** A chunk that could not be sent: why, once the consumer has ended. */
  private refused: Error | undefined;
  readonly result: Promise<StreamResult>;

  constructor(
    readonly id: number,
    private readonly place: StreamPlace,
    source: AsyncIterable<Chunk>,
    private readonly options: StreamOptions,
  ) {
    this.reader = new SourceReader(source, {
      hasRoom: () => this.held.length < place.room(),
      take: (chunk) => this.send(chunk),
      sourceEnded: () => this.endSource(),
    });
    this.result = new Promise((settle, reject) => {
      this.settle = settle;
      this.reject = reject;
    });
  }

  start(): void {
    const { call, args, index = this.place.worker } = this.options;
    const opening = {
      kind: 'stream' as const,
      stream: this.id,
      index,
      ...(call && { call }),
      ...(args && { args }),
    };
    try {
      this.place.post(opening);
    } catch (thrown) {
      this.refuse(thrown);
      return;
    }
    this.reader.fill();
  }

  /** A message of the stream could not be carried: its arguments, or items that had to wait for their worker. */
  refuse(thrown: unknown): void {
    const error = unsentError(this.options.index ?? this.place.worker, this.place, thrown);
    void this.end({ index: this.place.worker, error, items: this.taken }, 0);
  }

  receive(message: FromStream): void {
    if (message.kind === 'used') {
      const used = this.held.shift();
      if (used) this.used(message, used.chunk);
      this.watch();
      this.place.ran(message.finished - message.started);
      this.reader.fill();
      return;
    }
    const { worker } = this.place;
    const items = message.taken;
    if (message.last) this.used(message.last, { first: 0, tasks: [] });
    void this.end(
      'error' in message
        ? { ...failedTask(worker, this.place, rebuildError(message.error)), items }
        : { index: worker, value: message.value, items },
      items - this.taken,
    );
  }

  /** What the consumer holds, in the order it was sent. */
  get chunks(): readonly Held[] {
    return this.held;
  }

  /** All that it took is lost with the worker; `begun` is the id of the chunk that the worker began last. */
  lost(error: Error, begun: number | undefined): void {
    const last = begun === undefined ? -1 : this.held.findIndex(({ id }) => asCell(id) === begun);
    const lost = this.held.slice(0, last + 1).reduce((sum, { chunk }) => sum + chunk.tasks.length, 0);
    void this.end({ index: this.place.worker, error, items: this.taken + lost }, lost);
  }

  private used({ received, started, finished, cpuNs, waitNs }: UsedTimes, chunk: Chunk): void {
    this.taken += chunk.tasks.length;
    const { worker } = this.place;
    const exact = { ...(cpuNs !== undefined && { cpuNs }), ...(waitNs !== undefined && { waitNs }) };
    this.options.used?.({ worker, received, started, finished, ...exact }, chunk);
  }

  /** `begun`: tasks that the consumer took of the chunks it had not used up. */
  private async end(outcome: Outcome, begun: number): Promise<void> {
    if (this.isOver) return;
    this.isOver = true;
    this.unwatch?.();
    this.reader.stop();
    const held = this.held.splice(0).map(({ chunk }) => chunk);
    const untaken = withoutFirst(held, begun);
    await this.reader.close();
    const { index, items = 0 } = outcome;
    if (this.reader.error) this.reject(this.reader.error.thrown);
    else
      this.settle({
        outcome: this.refused ? { index, error: this.refused, items } : outcome,
        untaken: [...untaken, ...this.reader.late],
      });
  }

  /** The consumer comes to something new: its time for that begins. While it waits for items it has as long as it likes. */
  private watch(): void {
    const { taskTimeoutMs } = this.options;
    if (taskTimeoutMs === undefined) return;
    this.unwatch?.();
    this.unwatch = undefined;
    const { place } = this;
    const chunk = this.held[0]?.chunk;
    if (this.isOver || !(chunk || this.hasEnded)) return;
    const limitMs = taskTimeoutMs * Math.max(1, chunk?.tasks.length ?? 1);
    const from = place.time.now();
    this.unwatch = watchLimit(place.time, {
      limitMs,
      since() {
        const ready = place.readySince();
        return ready === undefined ? undefined : Math.max(from, ready);
      },
      overdue: () => place.overdue(overdueConsumer(chunk !== undefined, limitMs, place)),
    });
  }

  private send(chunk: Chunk): void {
    const id = this.place.takeId();
    try {
      this.place.post({ kind: 'items', stream: this.id, id, tasks: chunk.tasks }, chunk.transfer);
    } catch (thrown) {
      this.refused = unsentError(chunk.first, this.place, thrown);
      this.endSource();
      return;
    }
    this.held.push({ id, chunk });
    if (this.held.length === 1) this.watch();
  }

  private endSource(): void {
    if (!this.reader.stop()) return;
    this.place.post({ kind: 'end', stream: this.id });
    this.hasEnded = true;
    if (this.held.length === 0) this.watch();
  }
}

/** The consumers of a session's workers. */
export class Streams {
  private readonly byWorker: Map<number, WorkerStream>[];
  private nextId = 0;

  constructor(workers: number) {
    this.byWorker = Array.from({ length: workers }, () => new Map());
  }

  of(worker: number): WorkerStream[] {
    return [...this.byWorker[worker]!.values()];
  }

  find(worker: number, id: number): WorkerStream | undefined {
    return this.byWorker[worker]!.get(id);
  }

  /** Settles as the stream does, which is then no longer one of these; `begin` starts it. */
  async run(
    place: StreamPlace,
    source: AsyncIterable<Chunk>,
    options: StreamOptions,
    begin: (stream: WorkerStream) => void,
  ): Promise<StreamResult> {
    const streams = this.byWorker[place.worker]!;
    const stream = new WorkerStream(this.nextId++, place, source, options);
    streams.set(stream.id, stream);
    try {
      begin(stream);
      return await stream.result;
    } finally {
      streams.delete(stream.id);
    }
  }
}

/** What is left of chunks when their first so many tasks are gone. */
export function withoutFirst(chunks: readonly Chunk[], tasks: number): Chunk[] {
  let gone = tasks;
  return chunks.flatMap((chunk) => {
    const of = Math.min(gone, chunk.tasks.length);
    gone -= of;
    if (of === chunk.tasks.length) return [];
    return of === 0 ? [chunk] : [{ ...chunk, first: chunk.first + of, tasks: chunk.tasks.slice(of) }];
  });
}
