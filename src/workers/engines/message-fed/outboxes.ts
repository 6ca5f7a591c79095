import type { Chunk } from '../../session/index.js';
import { isOneRun, type RunBatch, type RunMessage } from '../protocol/messages.js';
import type { Outstanding, Pending } from './outstanding.js';
import type { WorkerSlot } from './slots/slot.js';

export interface OutboxEvents {
  slots: readonly Pick<WorkerSlot, 'post'>[];
  /** Reads the clock for what sending takes; undefined: that is not measured. */
  readonly now: (() => number) | undefined;
  /** It was taken back: its tasks cannot be sent. */
  refused(worker: number, pending: Pending, thrown: unknown): void;
}

/** How chunks get into messages: each in its own, or short ones together. */
export class Outboxes {
  private readonly waiting: Pending[][];
  /** Of the next chunk for each worker: what is in one message, or comes back in one, follows on. */
  private readonly nextIds: number[];
  private flushIsDue = false;

  constructor(
    workers: number,
    private readonly outstanding: Outstanding,
    private readonly events: OutboxEvents,
  ) {
    this.waiting = Array.from({ length: workers }, () => []);
    this.nextIds = new Array(workers).fill(0);
  }

  /** For what travels to this worker beside the chunks, and whose beginning it tells in the same way. */
  takeId(worker: number): number {
    const id = this.nextIds[worker]!;
    this.nextIds[worker] = id + 1;
    return id;
  }

  /**
   * At once where a worker holds one or two chunks, or none; else with others, as soon as nothing that is ready to run
   * adds more, or there are so many that they keep the worker busy.
   */
  send(worker: number, pending: Pending, chunksAWorker: number): void {
    this.outstanding.add(worker, pending);
    // What a worker ended with goes alone: with others in its message nobody could tell which of them ends the next one.
    if (chunksAWorker <= 2 || pending.wasSent || this.outstanding.of(worker) === 1) {
      this.post(worker, pending);
      return;
    }
    const waiting = this.waiting[worker]!;
    waiting.push(pending);
    if (waiting.length >= chunksAWorker / 2) this.flush(worker);
    else if (!this.flushIsDue) {
      this.flushIsDue = true;
      // After the promises that are settled already: who takes results one by one sends chunks one by one.
      process.nextTick(this.flushAll);
    }
  }

  /** What waits for this worker's next message is not sent. */
  clear(worker: number): void {
    this.waiting[worker] = [];
  }

  /** A message that waited for its worker could not be carried after all. */
  refusedLate(worker: number, message: RunMessage | RunBatch, thrown: unknown): void {
    const [id] = message;
    if (isOneRun(message)) {
      const pending = this.outstanding.take(worker, id);
      if (pending) this.events.refused(worker, pending, thrown);
      return;
    }
    for (let place = 0; place < message[1].length; place++) {
      const pending = this.outstanding.take(worker, id + place);
      if (!pending) continue;
      this.outstanding.add(worker, pending);
      this.post(worker, pending);
    }
  }

  private readonly flushAll = (): void => {
    this.flushIsDue = false;
    for (let worker = 0; worker < this.waiting.length; worker++) this.flush(worker);
  };

  private flush(worker: number): void {
    const all = this.waiting[worker]!;
    if (all.length === 0) return;
    this.waiting[worker] = [];
    for (let from = 0; from < all.length; ) {
      const upTo = endOfBatch(all, from);
      if (upTo - from === 1) this.post(worker, all[from]!);
      else this.postTogether(worker, all.slice(from, upTo));
      from = upTo;
    }
  }

  private post(worker: number, pending: Pending): void {
    const { now } = this.events;
    const from = now?.();
    const { chunk } = pending;
    try {
      pending.id = this.nextIds[worker]!;
      this.events.slots[worker]!.post(runMessage(pending.id, chunk), chunk.transfer);
      this.nextIds[worker] = pending.id + 1;
      if (from !== undefined) pending.sendMs = now!() - from;
    } catch (thrown) {
      this.outstanding.remove(worker, pending);
      this.events.refused(worker, pending, thrown);
    }
  }

  private postTogether(worker: number, together: readonly Pending[]): void {
    const { now } = this.events;
    const from = now?.();
    const id = this.nextIds[worker]!;
    try {
      this.events.slots[worker]!.post(runBatch(id, together));
    } catch {
      for (const pending of together) this.post(worker, pending);
      return;
    }
    this.nextIds[worker] = id + together.length;
    const sendMs = from === undefined ? undefined : (now!() - from) / together.length;
    for (let place = 0; place < together.length; place++) {
      const pending = together[place]!;
      pending.id = id + place;
      if (sendMs !== undefined) pending.sendMs = sendMs;
    }
  }
}

/** Where the chunks end that may go with the one at `from`: those of the same function that move nothing. */
function endOfBatch(all: readonly Pending[], from: number): number {
  const { call, transfer } = all[from]!.chunk;
  let end = from + 1;
  if (transfer) return end;
  while (end < all.length && !all[end]!.chunk.transfer && isSameCall(all[end]!.chunk.call, call)) end++;
  return end;
}

function isSameCall(a: Chunk['call'], b: Chunk['call']): boolean {
  return a === b || (a?.name === b?.name && a?.spread === b?.spread);
}

function runMessage(id: number, { first, tasks, call }: Chunk): RunMessage {
  if (!call) return [id, first, tasks];
  return call.spread ? [id, first, tasks, call.name, true] : [id, first, tasks, call.name];
}

function runBatch(id: number, together: readonly Pending[]): RunBatch {
  const firsts: number[] = [];
  const sizes: number[] = [];
  const all: unknown[] = [];
  let areSingle = true;
  for (const { chunk } of together) {
    const { first, tasks } = chunk;
    firsts.push(first);
    sizes.push(tasks.length);
    if (tasks.length !== 1) areSingle = false;
    for (const task of tasks) all.push(task);
  }
  const { call } = together[0]!.chunk;
  const spreads = call?.spread === true && !all.every(isOneArgument);
  const tasks = call?.spread && !spreads ? all.map((task) => (task as [unknown])[0]) : all;
  const batch: RunBatch = [id, firsts, tasks, areSingle ? null : sizes];
  if (call) batch.push(call.name);
  if (spreads) batch.push(true);
  return batch;
}

/** A list of one is much dearer to send than what is in it, and the call is the same. */
function isOneArgument(task: unknown): boolean {
  return Array.isArray(task) && task.length === 1;
}

/** The tasks of a chunk, each in a chunk of its own: where one of them cannot be sent, the others can. */
export function oneByOne({ first, tasks, call, transfer, transferEach, taskTimeoutMs }: Chunk): Chunk[] {
  return tasks.map((task, position) => {
    // A task that took along what belongs to another would leave it empty.
    const moved = transferEach?.[position] ?? transfer;
    return {
      first: first + position,
      tasks: [task],
      ...(call && { call }),
      ...(moved && { transfer: moved }),
      ...(taskTimeoutMs !== undefined && { taskTimeoutMs }),
    };
  });
}
