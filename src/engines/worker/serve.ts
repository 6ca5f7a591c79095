import type { Log } from '../../scenario/index.js';
import { monotonicMs } from '../../work/index.js';
import { describeError } from './described-error.js';
import { importScenario } from './load.js';
import type { FromWorker, RanMessage, RunMessage, ToWorker, WorkerInit } from './protocol.js';
import type { StopReader } from './stop-flag.js';
import { type RanChunk, TaskLoop } from './task-loop.js';
import { usageReader } from './usage.js';

/** How a worker talks to its session: a message port, or a process's channel. */
export interface WorkerChannel {
  /** Throws where the message cannot be carried. */
  post(message: FromWorker, transfer?: readonly unknown[]): void;
  /** Whether this channel can carry the value; a string says why not. */
  whyNot(value: unknown): string | undefined;
  onMessage(listener: (message: ToWorker) => void): void;
  /** Called once all is said; the worker may end. */
  end(): void;
}

/** The life of a worker: load, set up, say ready, then serve chunks in the order they come. */
export async function serve(channel: WorkerChannel, init: WorkerInit, stop: StopReader): Promise<void> {
  const canCarry = (value: unknown) => channel.whyNot(value) === undefined;
  const wantedCpu = init.pins?.[init.worker];
  const pinned = wantedCpu === undefined ? undefined : await pin(wantedCpu);
  let loop: TaskLoop;
  try {
    const scenario = await importScenario(init);
    loop = await TaskLoop.open({
      scenario,
      params: init.params,
      worker: init.worker,
      stop,
      log: logTo(channel),
    });
  } catch (thrown) {
    channel.post({ kind: 'refused', error: describeError(thrown, canCarry) });
    channel.end();
    return;
  }
  const chunks = new ChunkServer(channel, loop);
  const readUsage = usageReader(pinned);
  channel.onMessage((message) => {
    if (Array.isArray(message)) chunks.accept(message);
    else if (message.kind === 'usage') channel.post({ kind: 'usage', ...readUsage() });
    else void close(channel, loop, canCarry);
  });
  channel.post({ kind: 'ready' });
}

/** Loaded only where it is needed: it belongs to the start-up. Undefined where the system refuses. */
async function pin(cpu: number): Promise<number | undefined> {
  const { pinThisThread } = await import('./pin-thread.js');
  return pinThisThread(cpu) ? cpu : undefined;
}

async function close(
  channel: WorkerChannel,
  loop: TaskLoop,
  canCarry: (value: unknown) => boolean,
): Promise<void> {
  try {
    await loop.close();
    channel.post({ kind: 'closed' });
  } catch (thrown) {
    channel.post({ kind: 'closed', error: describeError(thrown, canCarry) });
  }
  channel.end();
}

function logTo(channel: WorkerChannel): Log {
  const at = (level: keyof Log) => (message: string) =>
    channel.post({ kind: 'log', level, message: String(message) });
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

/** One chunk at a time: a spare waits until the chunk before it is done, also where tasks are asynchronous. */
class ChunkServer {
  private readonly waiting: { message: RunMessage; received: number }[] = [];
  private busy = false;
  private readonly transferables: ((value: unknown) => readonly unknown[]) | undefined;

  constructor(
    private readonly channel: WorkerChannel,
    private readonly loop: TaskLoop,
  ) {
    this.transferables = loop.transferables;
  }

  accept(message: RunMessage): void {
    if (this.busy) this.waiting.push({ message, received: monotonicMs() });
    else this.start(message);
  }

  /** `received` only where that was not just now: a clock read less for every short chunk. */
  private start(message: RunMessage, received?: number): void {
    const ran = this.loop.run(message[1], message[2]);
    if (!(ran instanceof Promise)) {
      this.reply(message[0], ran, received);
      return;
    }
    this.busy = true;
    void ran.then((chunk) => {
      this.busy = false;
      this.reply(message[0], chunk, received);
      const next = this.waiting.shift();
      if (next) this.start(next.message, next.received);
    });
  }

  private reply(id: number, chunk: RanChunk, received = chunk.started): void {
    const message: RanMessage = [
      id,
      chunk.values,
      chunk.errors.length === 0 ? null : this.describe(chunk.errors),
      received,
      chunk.started,
      chunk.finished,
      chunk.cpuNs,
      chunk.waitNs,
    ];
    try {
      this.channel.post(message, this.transferList(chunk));
    } catch {
      this.channel.post(this.withoutUnserialisable(message));
    }
  }

  private describe(errors: RanChunk['errors']): RanMessage[2] {
    const canCarry = (value: unknown) => this.channel.whyNot(value) === undefined;
    return errors.map(({ position, thrown }) => [position, describeError(thrown, canCarry)]);
  }

  private transferList(chunk: RanChunk): readonly unknown[] | undefined {
    const { transferables } = this;
    if (!transferables) return undefined;
    const failed = new Set(chunk.errors.map(({ position }) => position));
    const lists = chunk.values.map((value, position) => (failed.has(position) ? [] : transferables(value)));
    return [...new Set(lists.flat())];
  }

  /** A result that cannot be carried fails its own task and no other of the chunk. */
  private withoutUnserialisable(message: RanMessage): RanMessage {
    const [id, values, errors, ...times] = message;
    const refused: [number, ReturnType<typeof describeError>][] = [];
    const kept = values.map((value, position) => {
      const reason = this.channel.whyNot(value);
      if (reason === undefined) return value;
      const error = new TypeError(`the result cannot be sent back: ${reason}`);
      refused.push([position, describeError(error, () => true)]);
      return undefined;
    });
    return [id, kept, [...(errors ?? []), ...refused], ...times];
  }
}
