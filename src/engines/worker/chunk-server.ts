import { monotonicMs } from '../../work/index.js';
import { describeFor, type WorkerChannel } from './channel.js';
import type { DescribedError } from './described-error.js';
import type { ProgressWriter } from './progress.js';
import { isOneRun, type RanMessage, type RunMessage } from './protocol.js';
import { emptyChunk, type RanChunk, type TaskLoop } from './task-loop.js';

/** So many very short chunks are timed together. */
const TIMED_TOGETHER = 16;
/** Results wait for others at most so long before they go back in one message. */
const HOLD_MS = 0.5;

/** Very short chunks that are timed together: those that ran so far. */
interface Group {
  /** Place of the first among those that wait. */
  from: number;
  started: number;
  chunks: RanChunk[];
}

interface Waiting {
  message: RunMessage;
  received: number;
}

/** One chunk at a time, in the order they came, also where tasks are asynchronous. */
export class ChunkServer {
  private readonly waiting: Waiting[] = [];
  private readonly held: RanMessage[] = [];
  /** Results of the chunks held, for the list of what moves. */
  private heldChunks: RanChunk[] = [];
  private busy = false;
  private group: Group | undefined;
  private readonly jobs: (() => Promise<void>)[] = [];

  constructor(
    private readonly channel: WorkerChannel,
    private readonly loop: TaskLoop,
    private readonly progress: ProgressWriter,
  ) {}

  accept(message: RunMessage | RunMessage[]): void {
    if (!isOneRun(message)) {
      const received = monotonicMs();
      for (const one of message) this.waiting.push({ message: one, received });
      if (!this.busy) this.drain();
    } else if (this.busy || this.waiting.length > 0) {
      this.waiting.push({ message, received: monotonicMs() });
    } else {
      this.runOne(message);
      if (!this.busy) this.flush();
    }
  }

  /** The worker is about to end, inside a task maybe: sends the results that are ready. */
  leave(): void {
    if (this.group) this.share(this.group, monotonicMs());
    this.flush();
  }

  /** Something else that occupies the worker, after what runs now. */
  occupy(job: () => Promise<void>): void {
    this.jobs.push(job);
    if (!this.busy) this.drain();
  }

  private drain(): void {
    let at = 0;
    const { waiting } = this;
    while (!this.busy && at < waiting.length) {
      if (this.loop.runsShortChunks && waiting.length - at > 1) at += this.runGroup(at);
      else {
        const { message, received } = waiting[at++]!;
        this.runOne(message, received);
      }
    }
    waiting.splice(0, at);
    if (this.busy) return;
    this.flush();
    const job = this.jobs.shift();
    if (!job) return;
    this.busy = true;
    void job().finally(() => {
      this.busy = false;
      this.drain();
    });
  }

  /** `received` only where that was not just now: a clock read less for every short chunk. */
  private runOne([id, first, tasks, call, spread]: RunMessage, received?: number): void {
    this.progress.began(id);
    const ran = this.loop.run(first, tasks, call, spread);
    if (!(ran instanceof Promise)) {
      this.hold(id, ran, received);
      return;
    }
    this.flush();
    this.busy = true;
    void ran.then((chunk) => {
      this.busy = false;
      this.hold(id, chunk, received);
      this.flush();
      this.drain();
    });
  }

  /** Very short chunks between two reads of the clock; each is said to have taken its even share. */
  private runGroup(from: number): number {
    const upTo = Math.min(this.waiting.length, from + TIMED_TOGETHER);
    const group: Group = { from, started: monotonicMs(), chunks: [] };
    this.group = group;
    for (let at = from; at < upTo; at++) {
      const [id, first, tasks, call, spread] = this.waiting[at]!.message;
      const chunk = emptyChunk(tasks.length, group.started);
      this.progress.began(id);
      const pending = this.loop.perform(chunk, first, tasks, call, spread);
      if (pending) {
        this.share(group, monotonicMs());
        this.finishLater(this.waiting[at]!, chunk, pending);
        return at + 1 - from;
      }
      group.chunks.push(chunk);
    }
    this.share(group, monotonicMs());
    return upTo - from;
  }

  private share({ from, started, chunks }: Group, finished: number): void {
    this.group = undefined;
    if (chunks.length === 0) return;
    const each = (finished - started) / chunks.length;
    chunks.forEach((chunk, place) => {
      chunk.started = started + place * each;
      chunk.finished = chunk.started + each;
      const { message, received } = this.waiting[from + place]!;
      this.hold(message[0], chunk, received);
    });
    this.loop.timed(each);
  }

  private finishLater({ message, received }: Waiting, chunk: RanChunk, pending: Promise<void>): void {
    this.flush();
    this.busy = true;
    chunk.started = monotonicMs();
    void pending.then(() => {
      chunk.finished = monotonicMs();
      this.loop.timed(chunk.finished - chunk.started);
      this.busy = false;
      this.hold(message[0], chunk, received);
      this.flush();
      this.drain();
    });
  }

  private hold(id: number, chunk: RanChunk, received = chunk.started): void {
    this.held.push([
      id,
      chunk.values,
      chunk.errors.length === 0 ? null : this.describe(chunk.errors),
      received,
      chunk.started,
      chunk.finished,
      chunk.cpuNs,
      chunk.waitNs,
    ]);
    if (this.loop.transferables) this.heldChunks.push(chunk);
    if (chunk.finished - this.held[0]![5] >= HOLD_MS) this.flush();
  }

  private flush(): void {
    const messages = this.held.splice(0);
    if (messages.length === 0) return;
    try {
      const transfer = this.transferList();
      this.channel.post(messages.length === 1 ? messages[0]! : messages, transfer);
    } catch {
      for (const message of messages) this.postAlone(message);
    }
    this.heldChunks = [];
  }

  private postAlone(message: RanMessage): void {
    try {
      this.channel.post(message);
    } catch {
      this.channel.post(this.withoutUnserialisable(message));
    }
  }

  private describe(errors: RanChunk['errors']): RanMessage[2] {
    return errors.map(({ position, thrown }) => [position, describeFor(this.channel, thrown)]);
  }

  private transferList(): readonly unknown[] | undefined {
    const { transferables } = this.loop;
    if (!transferables) return undefined;
    const lists = this.heldChunks.flatMap((chunk) => {
      const failed = new Set(chunk.errors.map(({ position }) => position));
      return chunk.values.map((value, position) => (failed.has(position) ? [] : transferables(value)));
    });
    return [...new Set(lists.flat())];
  }

  /** A result that cannot be carried fails its own task and no other of the chunk. */
  private withoutUnserialisable(message: RanMessage): RanMessage {
    const [id, values, errors, ...times] = message;
    const refused: [number, DescribedError][] = [];
    const kept = values.map((value, position) => {
      const reason = this.channel.whyNot(value);
      if (reason === undefined) return value;
      refused.push([
        position,
        describeFor(this.channel, new TypeError(`the result cannot be sent back: ${reason}`)),
      ]);
      return undefined;
    });
    return [id, kept, [...(errors ?? []), ...refused], ...times];
  }
}
