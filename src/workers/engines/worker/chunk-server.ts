import { Fifo, monotonicMs } from '../../session/index.js';
import type { BegunCell } from '../protocol/begun-cells.js';
import { isOneRun, type RunBatch, type RunMessage, type WorkerChannel } from '../protocol/messages.js';
import { type Arrived, arrivedOf, type HeldUp } from './arrived.js';
import { RanResults } from './ran-results.js';
import type { RanTasks, TaskLoop } from './task-loop.js';
import type { ThreadTimes } from './thread-counters.js';

const { nextTick } = process;

/** So many very short chunks are timed together. */
const TIMED_TOGETHER = 16;
/** Results wait for others at most so long before they go back in one message. */
const HOLD_MS = 0.5;

const NOT_READ: Partial<ThreadTimes> = Object.freeze({});

/** One chunk at a time, in the order they came, also where tasks are asynchronous. */
export class ChunkServer {
  private readonly waiting = new Fifo<Arrived>();
  /** Chunks in `waiting`. */
  private ahead = 0;
  private busy = false;
  private results = new RanResults(0);
  /** So many results go back without waiting for more: the sender fills up while the rest runs. */
  private enough = 1;
  private flushIsDue = false;
  private group: { started: number; received: number; chunks: number } | undefined;
  private readonly jobs: (() => Promise<void>)[] = [];

  constructor(
    private readonly channel: WorkerChannel,
    private readonly loop: TaskLoop,
    private readonly begunCell: BegunCell,
  ) {}

  accept(message: RunMessage | RunBatch): void {
    // Where nothing runs, nothing waits: neither chunks nor results.
    if (!this.busy && isOneRun(message)) {
      this.runAlone(message);
      return;
    }
    const arrived = arrivedOf(message, this.loop, monotonicMs());
    this.waiting.push(arrived);
    this.ahead += arrived.firsts.length;
    this.enough = Math.ceil(this.ahead / 2);
    if (!this.busy) this.drain();
  }

  /** The worker is about to end, inside a task maybe: sends the results that are ready. */
  leave(): void {
    this.results.takeIncomplete();
    this.endGroup();
    this.flush();
  }

  /** Another job for the worker, after what runs now. */
  occupy(job: () => Promise<void>): void {
    this.jobs.push(job);
    if (!this.busy) this.drain();
  }

  /**
   * The usual case where chunks are not short, straight through: between two of them the worker sleeps and its code
   * leaves the CPU's caches, so every function and every property on the way costs far more than it does in a loop.
   */
  private runAlone(message: RunMessage): void {
    const { loop } = this;
    // By place: taking a list apart goes through an iterator.
    const id = message[0];
    const first = message[1];
    const tasks = message[2];
    const run = loop.task(message[3], message[4]);
    const before = loop.startCounters();
    const values: unknown[] = [];
    const errors: RanTasks['errors'] = [];
    const ran = { values, errors };
    this.begunCell.began(id);
    const started = monotonicMs();
    const at = loop.perform(ran, first, tasks, 0, tasks.length, run);
    if (at < tasks.length) {
      this.enough = 1;
      const rest = { id, first: first + at, tasks, from: at, to: tasks.length, run };
      this.holdUp({ ...rest, received: started, started, before, so: ran });
      return;
    }
    const finished = monotonicMs();
    loop.timed(finished - started);
    const counters = before && loop.sinceCounters(before);
    if (errors.length === 0) {
      try {
        const { cpuNs, waitNs } = counters ?? NOT_READ;
        this.channel.post([id, values, null, started, started, finished, cpuNs, waitNs], loop.moved(values));
        return;
      } catch {
        // Some result cannot be carried: below it fails alone.
      }
    }
    this.keep({ id, so: ran, received: started, started }, finished, counters);
    this.flush();
  }

  private drain(): void {
    const { waiting, loop } = this;
    for (let arrived = waiting.peek(); arrived && !this.busy; arrived = waiting.peek()) {
      if (loop.runsShortChunks && arrived.firsts.length - arrived.at > 1) this.runGroup(arrived);
      else this.runOne(arrived);
      if (arrived.at === arrived.firsts.length) waiting.shift();
    }
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

  private runOne(arrived: Arrived): void {
    const before = this.loop.startCounters();
    // A chunk whose counters are read goes back alone.
    if (before) this.flush();
    const started = monotonicMs();
    if (!this.perform(arrived, started, before)) return;
    const finished = monotonicMs();
    this.loop.timed(finished - started);
    this.results.addTimes(1, arrived.received ?? started, started, finished);
    if (before) this.results.addCounters(this.loop.sinceCounters(before));
    if (before) this.flush();
    else this.flushEnough(finished);
  }

  /** Very short chunks between two reads of the clock; each is said to have taken its even share. */
  private runGroup(arrived: Arrived): void {
    const upTo = Math.min(arrived.firsts.length, arrived.at + TIMED_TOGETHER);
    const started = monotonicMs();
    this.startGroup(arrived, started);
    while (arrived.at < upTo) {
      if (!this.perform(arrived, undefined, undefined)) return;
      this.group!.chunks++;
    }
    this.flushEnough(this.endGroup());
  }

  private startGroup({ received }: Arrived, started: number): void {
    this.group = { started, received: received ?? started, chunks: 0 };
  }

  private endGroup(finished = monotonicMs()): number {
    const { group } = this;
    this.group = undefined;
    if (group && group.chunks > 0) {
      this.results.addTimes(group.chunks, group.received, group.started, finished);
      this.loop.timed((finished - group.started) / group.chunks);
    }
    return finished;
  }

  /** Runs the next chunk; false where an asynchronous task holds it up. */
  private perform(arrived: Arrived, started: number | undefined, before: ThreadTimes | undefined): boolean {
    const { firsts, tasks, sizes, run, received } = arrived;
    const id = arrived.id + arrived.at;
    const first = firsts[arrived.at]!;
    const from = arrived.task;
    const to = from + (sizes ? sizes[arrived.at]! : 1);
    const results = this.resultsFrom(id);
    this.begunCell.began(id);
    const at = this.loop.perform(results, first, tasks, from, to, run);
    arrived.at++;
    arrived.task = to;
    this.ahead--;
    if (at === to) {
      results.completeChunk();
      return true;
    }
    const so = results.takeIncomplete();
    const begun = started ?? this.endGroup();
    const rest = { id, first: first + at - from, tasks, from: at, to, run };
    this.holdUp({ ...rest, received, started: begun, before, so });
    return false;
  }

  private holdUp(chunk: HeldUp): void {
    this.busy = true;
    this.flushSoon();
    const { first, tasks, from, to, run, started, before, so } = chunk;
    void this.loop.performRest(so, first, tasks, from, to, run).then(() => {
      const finished = monotonicMs();
      this.loop.timed(finished - started);
      this.keep(chunk, finished, before && this.loop.sinceCounters(before));
      if (before) this.flush();
      else this.flushEnough(finished);
      this.busy = false;
      this.drain();
    });
  }

  /** The results of a chunk that ran by itself, until they go back. */
  private keep(
    { id, so, received, started }: Pick<HeldUp, 'id' | 'so' | 'received' | 'started'>,
    finished: number,
    counters: Partial<ThreadTimes> | undefined,
  ): void {
    const results = this.resultsFrom(id);
    results.add(so);
    results.completeChunk();
    results.addTimes(1, received ?? started, started, finished);
    if (counters) results.addCounters(counters);
  }

  /** Where the next chunk's results go: one message has chunks that follow on. */
  private resultsFrom(id: number): RanResults {
    const { results } = this;
    if (results.nextId === id) return results;
    this.flush();
    this.results = new RanResults(id);
    return this.results;
  }

  private flushEnough(now: number): void {
    const { chunks, since } = this.results;
    if (chunks >= this.enough || now - since >= HOLD_MS) this.flush();
  }

  /** An asynchronous task may settle at once, and many do; the results before one that waits go back without it. */
  private flushSoon(): void {
    if (this.flushIsDue || this.results.chunks === 0) return;
    this.flushIsDue = true;
    const flush = () => {
      this.flushIsDue = false;
      if (this.busy) this.flush();
    };
    // A tick that a microtask asks for comes after all promises that are settled already.
    queueMicrotask(() => nextTick(flush));
  }

  private flush(): void {
    const { results } = this;
    if (results.chunks === 0) return;
    this.results = new RanResults(results.nextId);
    results.post(this.channel, this.loop.transferables);
  }
}
