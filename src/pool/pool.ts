import { UsageError } from '../errors.js';
import type { Session } from '../workers/session/index.js';
import { Calls, NO_OPTIONS } from './calls/calls.js';
import type { Consumers } from './calls/consumers.js';
import {
  type CallOptions,
  type ChunkedOptions,
  type CloseOptions,
  type ConsumeOptions,
  type MapOptions,
  readCloseOptions,
} from './calls/options.js';
import type { PoolParts } from './calls/running-calls.js';
import { type PoolEvents, PoolListeners } from './events.js';
import type {
  ApplyParameters,
  Arguments,
  Consumed,
  ConsumerArguments,
  FunctionName,
  Functions,
  Item,
  Result,
  Source,
} from './functions.js';
import { explained, explainPythonNames, methodsOf } from './habits.js';
import { LifeCycle } from './life-cycle.js';
import { type PoolOptions, readPoolOptions } from './opening/options.js';
import { type OpenedOptions, partsOf } from './opening/parts.js';
import { openWorkers } from './opening/session.js';
import type { PoolStats } from './queue/stats.js';

/** A pool on workers of any kind, also on a virtual clock: for tests of what a pool does in the course of time. */
export let poolOver: <M = Functions>(session: Session, options: OpenedOptions) => Pool<M>;

/** Only `Pool.open` has it. */
const OPENED = Symbol('opened');

/**
 * Workers that call the functions of a module, as Python's `multiprocessing.Pool`: `await Pool.open<typeof
 * import('./tasks.js')>(new URL('./tasks.js', import.meta.url))`. A promise is what Python calls AsyncResult.
 *
 * What all calls have in common: they reject with UsageError for functions, items and options that cannot be, and
 * after `close` or `terminate`; with QueueFullError beyond `maxQueued`; with the reason of their signal; with
 * WorkerLostError where the worker dies or the pool is terminated; with PoolBrokenError, which is one, where so many
 * workers died that the pool gave up; with OverdueError where a task takes longer than `taskTimeoutMs`; and with
 * what the function throws: the same error with the worker's stack, whose last line names the item (`taskOf` tells it,
 * too), or a TaskError with `cause` for what is no Error. An error of one item costs no other item its result.
 */
export class Pool<M = Functions> implements AsyncDisposable {
  private readonly parts: PoolParts;
  private readonly life: LifeCycle;
  private readonly calls: Calls;
  private readonly listeners: PoolListeners;

  static {
    poolOver = <M>(session: Session, options: OpenedOptions) => new Pool<M>(session, options, OPENED);
  }

  private constructor(
    private readonly session: Session,
    private readonly options: OpenedOptions,
    opened: symbol,
  ) {
    if (opened !== OPENED)
      throw new UsageError(
        "Workers take time to start, so a pool is opened: write `await Pool.open(new URL('./tasks.js', import.meta.url))` instead of `new Pool(…)`.",
      );
    this.listeners = new PoolListeners(session);
    this.parts = partsOf(session, options, this.listeners, (why) => this.life.checkOpen(why));
    this.life = new LifeCycle(this.parts, options.signal);
    this.calls = new Calls(this.parts, () => this.life.terminatedError());
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
    return new Pool<M>(await openWorkers(read, module), read, OPENED);
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
  apply(name: string, args?: readonly unknown[], options?: CallOptions<never>): Promise<unknown> {
    return this.calls.apply(name, args, options);
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
  map(name: string, items: unknown, options?: MapOptions<never>): Promise<unknown[]> {
    return this.calls.map('map', name, items, options);
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
  starmap(name: string, items: unknown, options?: MapOptions<never>): Promise<unknown[]> {
    return this.calls.map('starmap', name, items, options);
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
  imap(name: string, items: unknown, options?: MapOptions<never>): AsyncIterableIterator<unknown> {
    return this.calls.imap('imap', name, items, options);
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
  imapUnordered(name: string, items: unknown, options?: MapOptions<never>): AsyncIterableIterator<unknown> {
    return this.calls.imap('imapUnordered', name, items, options);
  }

  /**
   * One call of the function in every worker, with an async iterable of the items it takes from all of them; one
   * result per worker, in their order. Rejects, after all consumers have ended, with the first error, or with
   * CorewiseError where items are left because every consumer had returned.
   */
  consume<N extends FunctionName<M>>(
    name: N,
    items: Source<Consumed<M, N>>,
    options?: ConsumeOptions<ConsumerArguments<M, N>>,
  ): Promise<Result<M, N>[]>;
  consume(name: string, items: unknown, options?: ConsumeOptions): Promise<unknown[]> {
    return this.calls.consume(name, items, options);
  }

  /**
   * The push form of `consume`: items are `put`, and the results come when the consumers are closed.
   * @throws UsageError, QueueFullError at once.
   */
  consumers<N extends FunctionName<M>>(
    name: N,
    options?: ConsumeOptions<ConsumerArguments<M, N>>,
  ): Consumers<Result<M, N>>;
  consumers(name: string, options?: ConsumeOptions): Consumers<unknown> {
    return this.calls.consumers(name, options);
  }

  /**
   * `log`: what a worker logged or printed. `lost`: a worker died and is being replaced. `drain`: nothing waits any
   * more, after something had to.
   */
  on<E extends keyof PoolEvents>(event: E, listener: PoolEvents[E]): this {
    this.listeners.add(event, listener);
    return this;
  }

  /**
   * Takes no more calls, closes consumers that items are put to, finishes the calls that have begun, runs the
   * finalizer and ends the workers. It waits for `imap` loops, too: leave them first. May be called any number of times.
   */
  async close(options: CloseOptions = NO_OPTIONS): Promise<void> {
    const { timeoutMs } = readCloseOptions(options, 'close');
    this.calls.closeConsumers();
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
}

const methods = methodsOf(Pool.prototype);
const NOT_AWAITED = '`Pool.open(…)` is a promise: write `const pool = await Pool.open(…)`.';

explainPythonNames(Pool.prototype);
