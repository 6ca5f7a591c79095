import { UsageError, unknownName, WorkerLostError } from '../errors.js';
import { optionsReader, shown } from '../read-options.js';
import { findEngine, workerName } from '../workers/engines/index.js';
import { isFailure, type LogEntry, type Session } from '../workers/session/index.js';
import { onAbort } from './abort-listeners.js';
import { arrived } from './calls/outcome-values.js';
import type { Arguments, FunctionName, Functions, Result } from './functions.js';
import { noFunctionName } from './habits.js';
import { workerFields } from './opening/options.js';
import { openSession } from './opening/session.js';

export interface BackgroundOptions {
  /** Default: `threads`. */
  engine?: 'threads' | 'processes';
  /** Of the worker, as debuggers and process lists show it: `name-1`. Default: the function's name. */
  name?: string;
  /** Aborting it asks the function to stop, as `stop` does. */
  signal?: AbortSignal;
  /** Gets what the worker logs and prints. Default: a line each to stderr. */
  onLog?: (entry: LogEntry) => void;
  /** How long the worker may take to load the module, ms; then the result rejects. Default: 60,000. */
  loadTimeoutMs?: number;
}

/** Outcome index of its only task. */
const INDEX = 0;

interface Call {
  name: string;
  args: readonly unknown[];
  engine: string;
}

/** One call that runs beside the caller, in a worker of its own, as Python's `Process`. From `runInBackground`. */
export class BackgroundTask<R> {
  /**
   * What the function returns; rejects with what it throws, with WorkerLostError where its worker dies or is
   * terminated, and with UsageError for a module or a function that does not exist.
   */
  readonly result: Promise<R>;
  /**
   * When the worker has ended: 0 after the function returned or threw; 1 where it could not be called; null where
   * its worker was terminated, or ended by a signal; else what the worker exited with.
   */
  readonly exitCode: Promise<number | null>;
  private readonly statusListeners: ((status: unknown) => void)[] = [];
  private readonly opening = new AbortController();
  private session: Session | undefined;
  private isStopWanted = false;
  private isOver = false;
  private code: number | null = 1;

  /** `open`: starts the worker; its signal gives up. */
  constructor(
    readonly name: string,
    call: Call,
    open: (signal: AbortSignal) => Promise<Session>,
    signal?: AbortSignal,
  ) {
    this.result = this.run(call, open) as Promise<R>;
    const isOver = this.result.then(
      () => undefined,
      () => undefined,
    );
    let forget: () => void = () => undefined;
    if (signal?.aborted) this.stop();
    else if (signal) forget = onAbort(signal, () => this.stop());
    this.exitCode = isOver.then(async () => {
      this.isOver = true;
      forget();
      await this.session?.close();
      return this.code;
    });
  }

  /** Asks the function to stop: `currentWorker().stopped()` becomes true in it. It may go on. */
  stop(): void {
    this.isStopWanted = true;
    this.session?.stop([INDEX]);
  }

  /** Calls the listener with each value that the function tells by `currentWorker().status(value)`, in their order. */
  onStatus(listener: (status: unknown) => void): this {
    this.statusListeners.push(listener);
    return this;
  }

  /** Ends the worker now, whatever it does; resolves when it has ended. The result rejects, unless it was there. */
  async terminate(): Promise<void> {
    if (!this.isOver) {
      this.opening.abort(new WorkerLostError('the task was terminated', 0, null));
      this.code = null;
      await this.session?.terminate();
    }
    await this.exitCode;
  }

  private async run(
    { name, args, engine }: Call,
    open: (signal: AbortSignal) => Promise<Session>,
  ): Promise<unknown> {
    const { signal: terminated } = this.opening;
    const session = await open(terminated);
    this.session = session;
    session.on('status', ({ status }) => {
      for (const listener of this.statusListeners) listener(status);
    });
    session.on('lost', ({ exitCode }) => {
      this.code = exitCode;
      // It is not begun anew.
      session.terminate().then(undefined, () => undefined);
    });
    const { functions = [] } = session;
    if (!functions.includes(name)) throw unknownName('function of the task module', name, functions);
    this.code = 0;
    const running = session.run({ first: INDEX, tasks: [args], call: { name, spread: true } });
    if (this.isStopWanted) this.stop();
    const outcome = (await running).outcomes[0]!;
    if (!isFailure(outcome)) return outcome.value;
    terminated.throwIfAborted();
    throw arrived(outcome.error, { index: 0, name, engine, workerName: () => this.workerName });
  }

  private get workerName(): string {
    return workerName({ name: this.name, worker: 0 });
  }
}

const read = optionsReader<BackgroundOptions>(workerFields);

/**
 * Starts the function in a worker of its own and returns at once. The task keeps the program running until it is
 * done. For types name the module and the function: `runInBackground<typeof import('./tasks.js'), 'watch'>(…)`.
 * @throws UsageError for options that cannot be; the result rejects for the rest.
 */
export function runInBackground<M = Functions, N extends FunctionName<M> = FunctionName<M>>(
  module: string | URL,
  name: N,
  args: Readonly<Arguments<M, N>> | readonly [] = [],
  options: BackgroundOptions = {},
): BackgroundTask<Result<M, N>> {
  const {
    engine = 'threads',
    onLog,
    signal,
    loadTimeoutMs,
    name: given = name,
  } = read(options, 'runInBackground');
  if ((engine as string) === 'serial')
    throw new UsageError('`engine` is "serial"; what runs in the background needs threads or processes.');
  if (typeof name !== 'string') throw noFunctionName(name);
  if (!Array.isArray(args))
    throw new UsageError(`The arguments of ${name} are ${shown(args)}; they must be a list, such as [1, 2].`);
  const open = (terminated: AbortSignal) =>
    openSession(
      findEngine(engine),
      module,
      { workers: 1, name: given, functions: {}, onLog, loadTimeoutMs },
      terminated,
    );
  return new BackgroundTask<Result<M, N>>(given, { name, args, engine }, open, signal);
}
