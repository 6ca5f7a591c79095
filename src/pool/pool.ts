import { chunkRule, consumeAll, findDispatch, readAll } from '../dispatch/index.js';
import { findEngine, workerName } from '../engines/index.js';
import { UsageError, unknownName, WorkerLostError } from '../errors.js';
import { isFailure, type Outcome, type Session, type SessionEvents } from '../work/index.js';
import { arrived } from './arrived.js';
import {
  type CallOptions,
  type ChunkedOptions,
  type ConsumeOptions,
  type MapOptions,
  readCallOptions,
  readConsumeOptions,
  readMapOptions,
} from './call-options.js';
import { callSession, DroppedError } from './call-session.js';
import { CallGroup, ChunkQueue, type PoolStats } from './chunk-queue.js';
import { Consumers } from './consumers.js';
import type {
  Arguments,
  Consumed,
  ConsumerArguments,
  FunctionName,
  Functions,
  Item,
  Result,
  Source,
} from './functions.js';
import { type PoolOptions, readPoolOptions } from './pool-options.js';
import { logLine } from './print-log.js';
import { taskModule } from './task-module.js';
import { untilAborted } from './until-aborted.js';

export interface PoolEvents extends Omit<SessionEvents, 'status'> {
  /** Nothing waits any more, after something had to. */
  drain: () => void;
}

type Life = 'open' | 'closing' | 'terminated';

/** How `settled` results come. */
type Settled<R> = PromiseSettledResult<R>;

/**
 * Workers that call the functions of a module, as Python's `multiprocessing.Pool`: `await Pool.open<typeof
 * import('./tasks.js')>(new URL('./tasks.js', import.meta.url))`. A promise is what Python calls AsyncResult.
 */
export class Pool<M = Functions> implements AsyncDisposable {
  private life: Life = 'open';
  private readonly queue: ChunkQueue;
  private readonly drainListeners: (() => void)[] = [];
  /** Calls that have not ended, with what ends them early. */
  private readonly calls = new Set<{ end(error: Error): void }>();
  private ended: Promise<void> | undefined;

  private constructor(
    private readonly session: Session,
    private readonly options: PoolOptions & { engine: string },
  ) {
    const { maxTasksPerWorker, maxWorkerMemory, maxQueued, onLog } = options;
    this.queue = new ChunkQueue(session, {
      ...(maxTasksPerWorker !== undefined && { maxTasksPerWorker }),
      ...(maxWorkerMemory !== undefined && { maxWorkerMemory }),
      ...(maxQueued !== undefined && { maxQueued }),
      onDrain: () => {
        for (const listener of this.drainListeners) listener();
      },
    });
    const name = options.name ?? 'corewise';
    session.on('log', onLog ?? ((entry) => void process.stderr.write(logLine(entry, name))));
  }

  /**
   * Resolves when every worker has loaded the module and run the initializer.
   * @throws UsageError for options and modules that cannot be; whatever the module or the initializer throws.
   */
  static async open<M = Functions>(module: string | URL, options: PoolOptions = {}): Promise<Pool<M>> {
    const { workers, engine, initializer, initargs, finalizer, ...rest } = readPoolOptions(options);
    const { name, signal } = rest;
    signal?.throwIfAborted();
    const opening = findEngine(engine).open({
      module: await taskModule(module),
      export: 'default',
      params: {},
      workers,
      seed: 1,
      ...(name !== undefined && { name }),
      functions: {
        ...(initializer !== undefined && { initializer }),
        ...(initargs !== undefined && { initargs }),
        ...(finalizer !== undefined && { finalizer }),
      },
    });
    // Workers that are ready after nobody waits for them any more are ended again.
    const giveUp = () =>
      void opening.then(
        (session) => session.terminate(),
        () => undefined,
      );
    const session = await untilAborted(opening, signal, giveUp);
    const pool = new Pool<M>(session, { ...rest, engine });
    signal?.addEventListener('abort', () => void pool.terminate(), { once: true });
    return pool;
  }

  get workers(): number {
    return this.session.workers;
  }

  get engine(): string {
    return this.options.engine;
  }

  get stats(): Readonly<PoolStats> {
    return { ...this.queue.stats };
  }

  /** Calls the function once with these arguments. */
  async apply<N extends FunctionName<M>>(
    name: N,
    args: Arguments<M, N> | readonly [] = [],
    options: CallOptions<Arguments<M, N>> = {},
  ): Promise<Result<M, N>> {
    this.check(name);
    const { signal, cancel, transfer } = readCallOptions(options);
    this.queue.checkRoom();
    return this.call({ signal, cancel }, async (group) => {
      const call = { name, spread: true };
      const moved = transfer && transfer(args as Arguments<M, N>);
      const chunk = { first: 0, tasks: [args], call, ...(moved && { transfer: moved }) };
      const result = await this.queue.run(chunk, group);
      return this.valueOf(result?.outcomes[0], name) as Result<M, N>;
    });
  }

  /** The function of every item; results in the order of the items, when all are done. */
  map<N extends FunctionName<M>>(
    name: N,
    items: Source<Item<M, N>>,
    options: MapOptions<Item<M, N>> & { settled: true },
  ): Promise<Settled<Result<M, N>>[]>;
  map<N extends FunctionName<M>>(
    name: N,
    items: Source<Item<M, N>>,
    options?: MapOptions<Item<M, N>>,
  ): Promise<Result<M, N>[]>;
  map(name: FunctionName<M>, items: Source<unknown>, options: MapOptions<never> = {}): Promise<unknown[]> {
    return this.all('map', name, false, items, options as MapOptions);
  }

  /** As `map`, where each item is the list of the function's arguments. */
  starmap<N extends FunctionName<M>>(
    name: N,
    items: Source<Arguments<M, N>>,
    options: MapOptions<Arguments<M, N>> & { settled: true },
  ): Promise<Settled<Result<M, N>>[]>;
  starmap<N extends FunctionName<M>>(
    name: N,
    items: Source<Arguments<M, N>>,
    options?: MapOptions<Arguments<M, N>>,
  ): Promise<Result<M, N>[]>;
  starmap(
    name: FunctionName<M>,
    items: Source<unknown>,
    options: MapOptions<never> = {},
  ): Promise<unknown[]> {
    return this.all('starmap', name, true, items, options as MapOptions);
  }

  /** Reads items as workers take them, gives results in their order as soon as they are ready. */
  imap<N extends FunctionName<M>>(
    name: N,
    items: Source<Item<M, N>>,
    options: MapOptions<Item<M, N>> & { settled: true },
  ): AsyncIterableIterator<Settled<Result<M, N>>>;
  imap<N extends FunctionName<M>>(
    name: N,
    items: Source<Item<M, N>>,
    options?: ChunkedOptions<Item<M, N>>,
  ): AsyncIterableIterator<Result<M, N>>;
  imap(
    name: FunctionName<M>,
    items: Source<unknown>,
    options: MapOptions<never> = {},
  ): AsyncIterableIterator<unknown> {
    return this.each('imap', name, items, options as MapOptions);
  }

  /** As `imap`, with results as they are ready, in whatever order. */
  imapUnordered<N extends FunctionName<M>>(
    name: N,
    items: Source<Item<M, N>>,
    options: MapOptions<Item<M, N>> & { settled: true },
  ): AsyncIterableIterator<Settled<Result<M, N>>>;
  imapUnordered<N extends FunctionName<M>>(
    name: N,
    items: Source<Item<M, N>>,
    options?: ChunkedOptions<Item<M, N>>,
  ): AsyncIterableIterator<Result<M, N>>;
  imapUnordered(
    name: FunctionName<M>,
    items: Source<unknown>,
    options: MapOptions<never> = {},
  ): AsyncIterableIterator<unknown> {
    return this.each('imapUnordered', name, items, options as MapOptions);
  }

  /**
   * One call of the function in every worker, with an async iterable of the items it takes from all of them;
   * results by worker. Rejects with the first error after all consumers have ended.
   */
  async consume<N extends FunctionName<M>>(
    name: N,
    items: Source<Consumed<M, N>>,
    options: ConsumeOptions<ConsumerArguments<M, N>> = {},
  ): Promise<Result<M, N>[]> {
    this.check(name);
    const { signal, cancel, args, chunksize = 1 } = readConsumeOptions(options);
    this.queue.checkRoom();
    return this.call({ signal, cancel, streams: true }, async (group) => {
      const call = { name };
      const session = callSession(this.session, this.queue, { group, call, stopsAtFailure: false });
      const outcomes: Outcome[] = [];
      const stream = { call, ...(args && { args }) };
      for await (const outcome of consumeAll(untilOver(items, group), chunksize, session, stream))
        outcomes.push(outcome);
      outcomes.sort((a, b) => a.index - b.index);
      return outcomes.map((outcome) => this.valueOf(outcome, name)) as Result<M, N>[];
    });
  }

  /** The push form of `consume`: items are `put`, and the results come when the consumers are closed. */
  consumers<N extends FunctionName<M>>(
    name: N,
    options: ConsumeOptions<ConsumerArguments<M, N>> = {},
  ): Consumers<Result<M, N>> {
    this.check(name);
    readConsumeOptions(options);
    return new Consumers(this.workers * CONSUMER_BACKLOG, (items) =>
      this.consume(name, items as AsyncIterable<Consumed<M, N>>, options),
    );
  }

  on<E extends keyof PoolEvents>(event: E, listener: PoolEvents[E]): this {
    if (event === 'drain') this.drainListeners.push(listener as PoolEvents['drain']);
    else if (event === 'log' || event === 'lost')
      this.session.on(event, listener as SessionEvents['lost'] & SessionEvents['log']);
    else throw unknownName('event of a pool', String(event), ['drain', 'log', 'lost']);
    return this;
  }

  /** Takes no more calls, finishes those it has, ends the workers. After `timeoutMs` it terminates. */
  close({ timeoutMs }: { timeoutMs?: number } = {}): Promise<void> {
    if (timeoutMs !== undefined && !(timeoutMs >= 0 && timeoutMs < 2 ** 31))
      return Promise.reject(
        new UsageError(`\`timeoutMs\` is ${timeoutMs}; it must be from 0 to 2147483647 ms.`),
      );
    if (this.life === 'open') {
      this.life = 'closing';
      this.ended = this.finish();
    }
    if (timeoutMs === undefined) return this.ended!;
    const limit = setTimeout(() => void this.terminate(), timeoutMs);
    return this.ended!.finally(() => clearTimeout(limit));
  }

  /** Ends the workers now: what runs and what waits rejects with WorkerLostError. */
  async terminate(): Promise<void> {
    if (this.life !== 'terminated') {
      this.life = 'terminated';
      this.queue.terminate();
      for (const call of this.calls) call.end(new WorkerLostError('the pool was terminated', 0, null));
      this.ended = this.session.terminate();
    }
    await this.ended;
  }

  /** Resolves when all workers have ended. @throws UsageError before `close` or `terminate`. */
  async join(): Promise<void> {
    if (this.life === 'open')
      throw new UsageError('The pool is still open: close or terminate it before `join`.');
    await this.ended;
  }

  /** Closes and joins: every call that was made is finished. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
    await this.join();
  }

  private async finish(): Promise<void> {
    await this.queue.whenEmpty();
    await this.session.close();
  }

  /** @throws UsageError where the pool takes no more calls, or has no such function. */
  private check(name: string): void {
    if (this.life !== 'open')
      throw new UsageError(
        `The pool is ${this.life === 'closing' ? 'closed' : 'terminated'}: it takes no more calls.`,
      );
    const { functions = [] } = this.session;
    if (!functions.includes(name)) throw unknownName('function of the task module', name, functions);
  }

  /** What every call has: an end before its time, by its signal or the pool's. */
  private async call<R>(
    {
      signal,
      cancel = false,
      streams = false,
    }: { signal?: AbortSignal | undefined; cancel?: boolean | undefined; streams?: boolean },
    run: (group: CallGroup) => Promise<R>,
  ): Promise<R> {
    signal?.throwIfAborted();
    const group = new CallGroup();
    const running = run(group);
    const terminated = withResolvers<R>();
    const entry = { end: (error: Error) => terminated.reject(error) };
    this.calls.add(entry);
    running.then(terminated.resolve, terminated.reject);
    try {
      return await untilAborted(terminated.promise, signal, () => {
        if (streams) this.abandonStreams(group, cancel);
        else void this.queue.abandon(group, cancel);
      });
    } finally {
      this.calls.delete(entry);
    }
  }

  private abandonStreams(group: CallGroup, cancel: boolean): void {
    group.isOver = true;
    const workers = Array.from({ length: this.workers }, (_, worker) => worker);
    this.session.stop(workers);
    if (cancel) for (const worker of workers) void this.session.replace(worker);
  }

  private async all(
    caller: 'map' | 'starmap',
    name: string,
    spread: boolean,
    items: Source<unknown>,
    options: MapOptions,
  ): Promise<unknown[]> {
    this.check(name);
    const { signal, cancel, transfer, settled = false, chunksize } = readMapOptions(options, caller);
    checkItems(items);
    this.queue.checkRoom();
    return this.call({ signal, cancel }, async (group) => {
      const tasks = await readAll(items);
      const size = chunksize ?? chunkRule.auto('map', tasks.length, this.workers);
      const call = { name, spread };
      const session = callSession(this.session, this.queue, {
        group,
        call,
        stopsAtFailure: !settled,
        ...(transfer && { transfer }),
      });
      const outcomes: Outcome[] = [];
      for await (const outcome of findDispatch('map').run(tasks, size, session)) outcomes.push(outcome);
      if (settled) return outcomes.map((outcome) => this.settledOf(outcome, name));
      const first = outcomes.find(
        (outcome) => isFailure(outcome) && !(outcome.error instanceof DroppedError),
      );
      if (first) this.valueOf(first, name);
      return outcomes.map((outcome) => this.valueOf(outcome, name));
    });
  }

  private each(
    dispatch: 'imap' | 'imapUnordered',
    name: string,
    items: Source<unknown>,
    options: MapOptions,
  ): AsyncIterableIterator<unknown> {
    this.check(name);
    const read = readMapOptions(options, dispatch);
    checkItems(items);
    this.queue.checkRoom();
    return this.results(dispatch, name, items, read);
  }

  private async *results(
    dispatch: 'imap' | 'imapUnordered',
    name: string,
    items: Source<unknown>,
    { signal, cancel = false, transfer, settled = false, chunksize = 1 }: MapOptions,
  ): AsyncGenerator<unknown, void> {
    signal?.throwIfAborted();
    const group = new CallGroup();
    const session = callSession(this.session, this.queue, {
      group,
      call: { name },
      stopsAtFailure: false,
      ...(transfer && { transfer }),
    });
    const outcomes = findDispatch(dispatch).run(items, chunksize, session)[Symbol.asyncIterator]();
    let hasEnded = false;
    try {
      for (;;) {
        const next = await untilAborted(
          outcomes.next(),
          signal,
          () => void this.queue.abandon(group, cancel),
        );
        if (next.done) break;
        yield settled ? this.settledOf(next.value, name) : this.valueOf(next.value, name);
      }
      hasEnded = true;
    } finally {
      if (!hasEnded) {
        void this.queue.abandon(group, signal?.aborted === true && cancel);
        // It may itself be waiting for a source that never answers.
        void outcomes.return?.()?.then(undefined, () => undefined);
      }
    }
  }

  private valueOf(outcome: Outcome | undefined, name: string): unknown {
    if (!outcome) throw new WorkerLostError('the pool was terminated before the task began', 0, null);
    if (isFailure(outcome)) throw this.errorOf(outcome, name);
    return outcome.value;
  }

  private settledOf(outcome: Outcome, name: string): Settled<unknown> {
    return isFailure(outcome)
      ? { status: 'rejected', reason: this.errorOf(outcome, name) }
      : { status: 'fulfilled', value: outcome.value };
  }

  private errorOf({ index, error }: { index: number; error: Error }, name: string): Error {
    if (error instanceof DroppedError)
      return new WorkerLostError('the pool was terminated before the task began', 0, null);
    const pool = this.options.name;
    const named = (worker: number) => workerName({ ...(pool !== undefined && { name: pool }), worker });
    return arrived(error, { index, name, engine: this.engine, workerName: named });
  }
}

/** How many items may be put for each worker before `put` waits. */
const CONSUMER_BACKLOG = 2;

function checkItems(items: unknown): void {
  const source = items as
    | { [Symbol.iterator]?: unknown; [Symbol.asyncIterator]?: unknown }
    | null
    | undefined;
  if (typeof source?.[Symbol.iterator] === 'function' || typeof source?.[Symbol.asyncIterator] === 'function')
    return;
  throw new UsageError(`The items are ${String(items)}; they must be an iterable or an async iterable.`);
}

/** Ends with its call: an aborted one takes no more items. */
async function* untilOver<T>(items: Source<T>, group: CallGroup): AsyncGenerator<T, void> {
  for await (const item of items) {
    if (group.isOver) return;
    yield item;
  }
}

function withResolvers<R>() {
  let resolve!: (value: R) => void;
  let reject!: (reason: unknown) => void;
  const promise = new Promise<R>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
