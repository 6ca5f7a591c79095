import { findEngine } from '../engines/index.js';
import { UsageError, unknownName } from '../errors.js';
import { isFailure, type LogEntry, type Session } from '../work/index.js';
import { arrived } from './arrived.js';
import type { Arguments, FunctionName, Functions, Result } from './functions.js';
import { readPoolOptions } from './pool-options.js';
import { logLine } from './print-log.js';
import { taskModule } from './task-module.js';

export interface BackgroundOptions {
  engine?: 'threads' | 'processes';
  /** As debuggers and process lists show it. Default: the function's name. */
  name?: string;
  /** Aborting it asks the task to stop. */
  signal?: AbortSignal;
  onLog?: (entry: LogEntry) => void;
}

/** One call that runs beside the caller, as Python's `Process`. */
export class BackgroundTask<R> {
  /** What the function returns; rejects with what it throws. */
  readonly result: Promise<R>;
  /** 0 after the function returned or threw, null where the worker was ended from outside. */
  readonly exitCode: Promise<number | null>;
  private readonly statusListeners: ((status: unknown) => void)[] = [];
  private stopWanted = false;
  private session: Session | undefined;
  private isTerminated = false;

  constructor(
    readonly name: string,
    opening: Promise<Session>,
    run: (session: Session) => Promise<R>,
  ) {
    let code: number | null = 0;
    this.result = (async () => {
      const session = await opening;
      this.session = session;
      session.on('status', ({ status }) => {
        for (const listener of this.statusListeners) listener(status);
      });
      session.on('lost', ({ exitCode }) => {
        code = exitCode;
      });
      if (this.isTerminated) await session.terminate();
      const running = run(session);
      if (this.stopWanted) this.stop();
      return running;
    })();
    const isOver = this.result.then(
      () => undefined,
      () => undefined,
    );
    this.exitCode = isOver.then(async () => {
      if (this.isTerminated) return null;
      await this.session?.close();
      return this.session ? code : 1;
    });
  }

  /** Asks the function to stop: `currentWorker().stopped()` becomes true in it. It may go on. */
  stop(): void {
    this.stopWanted = true;
    this.session?.stop([0]);
  }

  /** Gets what the function tells by `currentWorker().status(…)`. */
  onStatus(listener: (status: unknown) => void): this {
    this.statusListeners.push(listener);
    return this;
  }

  /** Ends the worker now; the result rejects with WorkerLostError. */
  async terminate(): Promise<void> {
    this.isTerminated = true;
    await this.session?.terminate();
  }
}

/**
 * Starts the function in a worker of its own and returns at once.
 * @throws UsageError, by the result, for a module or a function that does not exist.
 */
export function runInBackground<M = Functions, N extends FunctionName<M> = FunctionName<M>>(
  module: string | URL,
  name: N,
  args: Arguments<M, N> | readonly [] = [],
  options: BackgroundOptions = {},
): BackgroundTask<Result<M, N>> {
  const { engine, onLog, signal, name: given = name } = readPoolOptions({ ...options, workers: 1 });
  if (engine === 'serial')
    throw new UsageError('`engine` is "serial"; what runs in the background needs threads or processes.');
  const open = async () => {
    const session = await findEngine(engine).open({
      module: await taskModule(module),
      export: 'default',
      params: {},
      workers: 1,
      seed: 1,
      name: given,
      functions: {},
    });
    session.on('log', onLog ?? ((entry) => void process.stderr.write(logLine(entry, given))));
    return session;
  };
  const task = new BackgroundTask<Result<M, N>>(given, open(), async (session) => {
    const { functions = [] } = session;
    if (!functions.includes(name)) throw unknownName('function of the task module', name, functions);
    const { outcomes } = await session.run({ first: 0, tasks: [args], call: { name, spread: true } });
    const outcome = outcomes[0]!;
    if (isFailure(outcome)) {
      const origin = { index: 0, name, engine, workerName: () => given };
      throw arrived(outcome.error, origin);
    }
    return outcome.value as Result<M, N>;
  });
  signal?.addEventListener('abort', () => task.stop(), { once: true });
  if (signal?.aborted) task.stop();
  return task;
}
