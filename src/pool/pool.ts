import { UsageError, unknownName } from '../errors.js';
import { shown } from '../read-options.js';
import { findEngine } from '../workers/engines/index.js';
import {
  type Call,
  type Chunk,
  type ChunkResult,
  isFailure,
  type Session,
  type SessionEvents,
} from '../workers/session/index.js';
import { consumeCall } from './calls/consume.js';
import { Consumers } from './calls/consumers.js';
import { ImapResults } from './calls/imap.js';
import { mapCall } from './calls/map.js';
import {
  type CallOptions,
  type ChunkedOptions,
  type CloseOptions,
  type ConsumeOptions,
  type MapOptions,
  readCallOptions,
  readCloseOptions,
  readConsumeOptions,
  readMapOptions,
} from './calls/options.js';
import { OutcomeValues } from './calls/outcome-values.js';
import { type PoolParts, RunningCalls } from './calls/running-calls.js';
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
import { awaitedResults, explained, explainPythonNames, noFunctionName } from './habits.js';
import { LifeCycle } from './life-cycle.js';
import { type PoolOptions, readPoolOptions } from './opening/options.js';
import { openSession } from './opening/session.js';
import { ChunkQueue } from './queue/chunk-queue.js';
import { CallGroup } from './queue/slot.js';
import type { PoolStats } from './queue/stats.js';

export interface PoolEvents extends Omit<SessionEvents, 'status' | 'unfinished'> {
  /** Nothing waits any more, after something had to. */
  drain: () => void;
}

/** The arguments, which may be left out where the function can do without. */
type ApplyParameters<M, N extends keyof M> =
  [] extends Arguments<M, N>
    ? [args?: Readonly<Arguments<M, N>>, options?: CallOptions<Arguments<M, N>>]
    : [args: Readonly<Arguments<M, N>>, options?: CallOptions<Arguments<M, N>>];

/** How many items may be put for each worker before `put` waits. */
const CONSUMER_BACKLOG = 2;

const NOTHING: readonly never[] = Object.freeze([]);
const NO_OPTIONS = Object.freeze({});

/** Only `Pool.open` has it. */
const OPENED = Symbol('opened');

/**
 * Workers that call the functions of a module, as Python's `multiprocessing.Pool`: `await Pool.open<typeof
 * import('./tasks.js')>(new URL('./tasks.js', import.meta.url))`. A promise is what Python calls AsyncResult.
 *
 * What all calls have in common: they reject with UsageError for functions, items and options that cannot be, and
 * after `close` or `terminate`; with QueueFullError beyond `maxQueued`; with the reason of their signal; with
 * WorkerLostError where the worker dies, the pool is terminated, or so many workers died that it gave up; and with
 * what the function throws: the same error with the worker's stack, whose last line names the item (`taskOf` tells it,
 * too), or a TaskError with `cause` for what is no Error. An error of one item costs no other item its result.
 */
export class Pool<M = Functions> implements AsyncDisposable {
  private readonly parts: PoolParts;
  private readonly life: LifeCycle;
  /** By name: a call of it with a list of arguments. */
  private readonly functions: ReadonlyMap<string, Call>;
  private readonly drainListeners: (() => void)[] = [];
  /** Those that items may still be put to. */
  private readonly pushed = new Set<Consumers<unknown>>();

  private constructor(
    private readonly session: Session,
    private readonly options: PoolOptions & { engine: string },
    opened: symbol,
  ) {
    if (opened !== OPENED)
      throw new UsageError(
        "Workers take time to start, so a pool is opened: write `await Pool.open(new URL('./tasks.js', import.meta.url))` instead of `new Pool(…)`.",
      );
    const { name, engine, signal, maxTasksPerWorker, maxWorkerMemory, maxQueued } = options;
    const onDrain = () => {
      for (const listener of this.drainListeners) listener();
    };
    this.parts = {
      session,
      queue: new ChunkQueue(session, { maxTasksPerWorker, maxWorkerMemory, maxQueued, onDrain }),
      calls: new RunningCalls(),
      values: new OutcomeValues(engine, name),
      checkOpen: (why) => this.life.checkOpen(why),
    };
    this.functions = new Map(session.functions?.map((called) => [called, { name: called, spread: true }]));
    this.life = new LifeCycle(this.parts, signal);
  }

  /**
   * Starts the workers; resolves when every one has loaded the module and run the initializer.
   *
   * @param module file URL, its text, or an absolute path, of JavaScript or TypeScript.
   * @throws UsageError for options and modules that cannot be; whatever the module or the initializer throws;
   *   OverdueError where one of them takes longer than `loadTimeoutMs`; the reason of a signal that is aborted before.
   *   No worker is left then.
   */
  static open<M = Functions>(module: string | URL, options: PoolOptions = {}): Promise<Pool<M>> {
    return explained(Pool.opened<M>(module, options), methods, NOT_AWAITED);
  }

  private static async opened<M>(module: string | URL, options: PoolOptions): Promise<Pool<M>> {
    const read = readPoolOptions(options);
    const { workers, engine, name, signal, onLog, loadTimeoutMs, initializer, initargs, finalizer } = read;
    const functions = {
      ...(initializer !== undefined && { initializer }),
      ...(initargs !== undefined && { initargs }),
      ...(finalizer !== undefined && { finalizer }),
    };
    const session = await openSession(
      findEngine(engine),
      module,
      { workers, name, functions, onLog, loadTimeoutMs },
      signal,
    );
    if (signal?.aborted) {
      await session.terminate();
      throw signal.reason;
    }
    return new Pool<M>(session, read, OPENED);
  }

  get workers(): number {
    return this.session.workers;
  }

  get engine(): string {
    return this.options.engine;
  }

  /** What became of all tasks so far; `submitted` is the sum of the others. Consumers count when they end. */
  get stats(): Readonly<PoolStats> {
    return { ...this.parts.queue.stats };
  }

  /** Calls the function once with these arguments. */
  apply<N extends FunctionName<M>>(name: N, ...rest: ApplyParameters<M, N>): Promise<Result<M, N>>;
  apply(
    name: string,
    args: readonly unknown[] = NOTHING,
    options: CallOptions<never> = NO_OPTIONS,
  ): Promise<unknown> {
    try {
      return this.begun(name, args, options);
    } catch (thrown) {
      return Promise.reject(thrown);
    }
  }

  /** Not an async function: its promise would be one more for each of very many calls. */
  private begun(name: string, args: readonly unknown[], options: CallOptions<never>): Promise<unknown> {
    this.check(name);
    if (!Array.isArray(args))
      throw new UsageError(
        `The arguments of ${name} are ${shown(args)}; they must be a list, such as apply('${name}', [1, 2]).`,
      );
    const { queue, calls } = this.parts;
    const call = this.functions.get(name)!;
    if (options === NO_OPTIONS) {
      queue.checkRoom();
      return this.runOne({ first: 0, tasks: [args], call });
    }
    const { signal, cancel = false, transfer } = readCallOptions(options, 'apply');
    queue.checkRoom();
    const moved = transfer?.(args as never);
    const chunk = {
      first: 0,
      tasks: [args],
      call,
      ...(moved && { transfer: moved }),
    };
    if (!signal) return this.runOne(chunk);
    const group = new CallGroup();
    const abandon = () => queue.abandon(group, cancel);
    return calls.run(() => this.runOne(chunk, group), { signal, abandon });
  }

  /**
   * The function of every item; results in the order of the items, when all are done. The first error rejects it
   * after what was sent has settled; what was not is not sent any more.
   */
  map<N extends FunctionName<M>>(
    name: N,
    items: Source<Item<M, N>>,
    options: MapOptions<Item<M, N>> & { settled: true },
  ): Promise<PromiseSettledResult<Result<M, N>>[]>;
  map<N extends FunctionName<M>>(
    name: N,
    items: Source<Item<M, N>>,
    options?: MapOptions<Item<M, N>>,
  ): Promise<Result<M, N>[]>;
  map(name: string, items: unknown, options: MapOptions<never> = NO_OPTIONS): Promise<unknown[]> {
    return awaitedResults(this.mapped('map', name, items, options), 'map');
  }

  /** As `map`, where each item is the list of the function's arguments. */
  starmap<N extends FunctionName<M>>(
    name: N,
    items: Source<Readonly<Arguments<M, N>>>,
    options: MapOptions<Arguments<M, N>> & { settled: true },
  ): Promise<PromiseSettledResult<Result<M, N>>[]>;
  starmap<N extends FunctionName<M>>(
    name: N,
    items: Source<Readonly<Arguments<M, N>>>,
    options?: MapOptions<Arguments<M, N>>,
  ): Promise<Result<M, N>[]>;
  starmap(name: string, items: unknown, options: MapOptions<never> = NO_OPTIONS): Promise<unknown[]> {
    return awaitedResults(this.mapped('starmap', name, items, options), 'starmap');
  }

  private async mapped(
    caller: 'map' | 'starmap',
    name: string,
    items: unknown,
    options: MapOptions<never>,
  ): Promise<unknown[]> {
    return mapCall(this.parts, name, caller === 'starmap', items, this.begin(caller, name, options));
  }

  /**
   * Results in the order of the items, as soon as they are ready. Nothing is read before the first is asked for;
   * then items are read as workers take them, and a slow reader holds them back: no more than four chunks for each
   * that the workers hold are read ahead. Ends at the first error, after the results before it. Leaving the loop
   * ends the call as aborting it does, and closes the items.
   */
  imap<N extends FunctionName<M>>(
    name: N,
    items: Source<Item<M, N>>,
    options: MapOptions<Item<M, N>> & { settled: true },
  ): AsyncIterableIterator<PromiseSettledResult<Result<M, N>>>;
  imap<N extends FunctionName<M>>(
    name: N,
    items: Source<Item<M, N>>,
    options?: ChunkedOptions<Item<M, N>>,
  ): AsyncIterableIterator<Result<M, N>>;
  imap(
    name: string,
    items: unknown,
    options: MapOptions<never> = NO_OPTIONS,
  ): AsyncIterableIterator<unknown> {
    return new ImapResults(this.parts, 'imap', name, items, this.begin('imap', name, options));
  }

  /** As `imap`, with results as they are ready, in whatever order. */
  imapUnordered<N extends FunctionName<M>>(
    name: N,
    items: Source<Item<M, N>>,
    options: MapOptions<Item<M, N>> & { settled: true },
  ): AsyncIterableIterator<PromiseSettledResult<Result<M, N>>>;
  imapUnordered<N extends FunctionName<M>>(
    name: N,
    items: Source<Item<M, N>>,
    options?: ChunkedOptions<Item<M, N>>,
  ): AsyncIterableIterator<Result<M, N>>;
  imapUnordered(
    name: string,
    items: unknown,
    options: MapOptions<never> = NO_OPTIONS,
  ): AsyncIterableIterator<unknown> {
    const read = this.begin('imapUnordered', name, options);
    return new ImapResults(this.parts, 'imapUnordered', name, items, read);
  }

  /**
   * One call of the function in every worker, with an async iterable of the items it takes from all of them; one
   * result a worker, in their order. Rejects, after all consumers have ended, with the first error, or with
   * CorewiseError where items are left because every consumer had returned.
   */
  consume<N extends FunctionName<M>>(
    name: N,
    items: Source<Consumed<M, N>>,
    options?: ConsumeOptions<ConsumerArguments<M, N>>,
  ): Promise<Result<M, N>[]>;
  consume(name: string, items: unknown, options: ConsumeOptions = NO_OPTIONS): Promise<unknown[]> {
    return awaitedResults(this.consumed(name, items, options), 'consume');
  }

  private async consumed(name: string, items: unknown, options: ConsumeOptions): Promise<unknown[]> {
    this.check(name);
    const read = readConsumeOptions(options, 'consume');
    this.parts.queue.checkRoom();
    return consumeCall(this.parts, name, items, read);
  }

  /**
   * The push form of `consume`: items are `put`, and the results come when the consumers are closed.
   * @throws UsageError, QueueFullError at once.
   */
  consumers<N extends FunctionName<M>>(
    name: N,
    options?: ConsumeOptions<ConsumerArguments<M, N>>,
  ): Consumers<Result<M, N>>;
  consumers(name: string, options: ConsumeOptions = NO_OPTIONS): Consumers<unknown> {
    this.check(name);
    const read = readConsumeOptions(options, 'consumers');
    this.parts.queue.checkRoom();
    const consumers = new Consumers(this.workers * CONSUMER_BACKLOG, (items) =>
      consumeCall(this.parts, name, items, { ...read, readsOn: false }).finally(() =>
        this.pushed.delete(consumers),
      ),
    );
    this.pushed.add(consumers);
    return consumers;
  }

  /**
   * `log`: what a worker logged or printed. `lost`: a worker died and is being replaced. `drain`: nothing waits any
   * more, after something had to.
   */
  on<E extends keyof PoolEvents>(event: E, listener: PoolEvents[E]): this {
    if (event === 'drain') this.drainListeners.push(listener as PoolEvents['drain']);
    else if (event === 'log' || event === 'lost')
      this.session.on(event, listener as SessionEvents['lost'] & SessionEvents['log']);
    else throw unknownName('event of a pool', String(event), ['drain', 'log', 'lost']);
    return this;
  }

  /**
   * Takes no more calls, closes consumers that items are put to, finishes the calls that have begun, runs the
   * finalizer and ends the workers. It waits for `imap` loops, too: leave them first. May be called any number of times.
   */
  async close(options: CloseOptions = NO_OPTIONS): Promise<void> {
    const { timeoutMs } = readCloseOptions(options, 'close');
    for (const consumers of this.pushed) consumers.close();
    await this.life.close(timeoutMs);
  }

  /**
   * Ends the workers now: what runs and what waits rejects with WorkerLostError. In the engine `serial`, whose worker
   * is the caller's own thread, it resolves when what runs is done. May be called any number of times.
   */
  async terminate(): Promise<void> {
    await this.life.terminate();
  }

  /** Resolves when all workers have ended. @throws UsageError before `close` or `terminate`. */
  async join(): Promise<void> {
    await this.life.join();
  }

  /** Closes and joins: every call that has begun is finished. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
    await this.join();
  }

  private begin(caller: string, name: string, options: MapOptions<never>): MapOptions {
    this.check(name);
    const read = readMapOptions(options, caller);
    this.parts.queue.checkRoom();
    return read as MapOptions;
  }

  /** @throws UsageError where the pool takes no more calls, or has no such function. */
  private check(name: string): void {
    this.life.checkOpen();
    if (!this.functions.has(name)) throw noFunctionName(name, [...this.functions.keys()]);
  }

  /** For the chunk of one task. */
  private runOne(chunk: Chunk, group?: CallGroup): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const settle = (result: ChunkResult | undefined) => {
        const outcome = result?.outcomes[0];
        if (!outcome) reject(this.life.terminatedError());
        else if (isFailure(outcome)) reject(this.parts.values.errorOf(outcome, chunk.call!.name));
        else resolve(outcome.value);
      };
      this.parts.queue.submit(chunk, settle, group);
    });
  }
}

/** What one does with a pool; disposal is left to the language, which says by itself what is missing. */
const methods = Object.getOwnPropertyNames(Pool.prototype).filter(
  (name) =>
    name !== 'constructor' &&
    typeof Object.getOwnPropertyDescriptor(Pool.prototype, name)?.value === 'function',
);
const NOT_AWAITED = '`Pool.open(…)` is a promise: write `const pool = await Pool.open(…)`.';

explainPythonNames(Pool.prototype);
