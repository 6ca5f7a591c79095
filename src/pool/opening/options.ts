import { UsageError } from '../../errors.js';
import {
  type Field,
  field,
  functionField,
  optionsReader,
  positiveField,
  signalField,
  textField,
  wholeField,
} from '../../read-options.js';
import { engines, ownCpus, type RestartLimit } from '../../workers/engines/index.js';
import type { LogEntry } from '../../workers/session/index.js';
import { notEnded, timeoutField } from '../calls/options.js';

export interface PoolOptions {
  /** Default: the CPUs that are this thread's: all allowed ones, or its share where it is itself a worker. */
  workers?: number;
  /** `serial` runs everything in the caller's own thread, where a debugger works. Default: `threads`. */
  engine?: 'threads' | 'processes' | 'serial';
  /** Name of an exported function, called once a worker before its first task, also in replaced workers. */
  initializer?: string;
  /** What the initializer gets. Default: nothing. */
  initargs?: readonly unknown[];
  /** Name of an exported function, called once a worker before it leaves in peace. */
  finalizer?: string;
  /** A worker is replaced after the chunk with which it has had so many tasks. Default: never. Not with `serial`. */
  maxTasksPerWorker?: number;
  /**
   * MiB. A worker whose memory is larger after a chunk (of a process its peak, of a thread its heap and buffers) is
   * replaced when it has done what it holds. Default: never. Not with `serial`.
   */
  maxWorkerMemory?: number;
  /**
   * How long each task may take from when its worker begins it, ms: then the worker is ended and replaced, and the task
   * rejects with OverdueError; the others go on. Calls may have another limit of their own. Default: none. Not with
   * `serial`.
   */
  taskTimeoutMs?: number;
  /**
   * The pool gives up when more than `count` workers were lost within `withinMs` and no task was done in between: then
   * every call rejects with PoolBrokenError. Workers that `taskTimeoutMs` or `cancel` ended do not count. Default: 100,
   * or ten for each worker where that is more, within 60,000 ms. Not with `serial`.
   */
  maxRestarts?: RestartLimit;
  /** While so many tasks wait, calls reject with QueueFullError. Default: no limit. */
  maxQueued?: number;
  /** Workers are called `name-1`, `name-2` … Default: corewise. */
  name?: string;
  /** Aborting it ends the opening, or terminates the pool. */
  signal?: AbortSignal;
  /** Gets what workers log and print, also while they start. Default: a line each to stderr. */
  onLog?: (entry: LogEntry) => void;
  /**
   * How long a worker may take to load the module, and as long again for the initializer, ms. Then `Pool.open` rejects
   * with OverdueError. Default: 60,000.
   */
  loadTimeoutMs?: number;
}

/** More workers than this are a mistake, and would take the machine with them. */
const MOST_WORKERS = 4096;

/** Asked when an engine is named: importing the Pool loads none. */
const hostEngines = () =>
  engines.filter(({ placement, isNoPool }) => placement !== 'virtual' && !isNoPool).map(({ name }) => name);

const engineField: Field<string> = {
  get rule() {
    return `must be one of ${hostEngines().join(', ')}`;
  },
  isRight: (value): value is string => hostEngines().includes(value as string),
};

const exported = field<string>(
  'must be the name of an exported function',
  (value) => typeof value === 'string' && value !== '',
);

/** Those that what runs in the background has, too. */
export const workerFields = {
  engine: engineField,
  name: textField,
  signal: signalField,
  onLog: functionField<(entry: LogEntry) => void>(),
  loadTimeoutMs: timeoutField,
};

function isRestartLimit(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Object.keys(value).length !== 2) return false;
  const { count, withinMs } = value as Partial<RestartLimit>;
  return Number.isSafeInteger(count) && count! >= 0 && typeof withinMs === 'number' && withinMs > 0;
}

const read = optionsReader<PoolOptions>({
  ...workerFields,
  workers: wholeField(1, MOST_WORKERS, `from 1 to ${MOST_WORKERS}`),
  initializer: exported,
  initargs: field<readonly unknown[]>('must be a list of arguments', Array.isArray),
  finalizer: exported,
  maxTasksPerWorker: wholeField(1),
  maxWorkerMemory: positiveField('must be a number of MiB above 0'),
  maxQueued: wholeField(1),
  taskTimeoutMs: timeoutField,
  maxRestarts: field<RestartLimit>(
    'must be { count, withinMs }: a whole number of workers, and the ms within which they are lost',
    isRestartLimit,
  ),
});

/** The options with their defaults. @throws UsageError that names the option and the rule. */
export function readPoolOptions(given: PoolOptions): PoolOptions & { workers: number; engine: string } {
  const options = read(given, 'Pool.open');
  const { engine = 'threads', workers = engine === 'serial' ? 1 : ownCpus() } = options;
  if (engine === 'serial') refuseForSerial(options, workers);
  // Not copied, so that it inherits nothing.
  return Object.assign(options, { engine, workers });
}

const needingEnds = ['maxTasksPerWorker', 'maxWorkerMemory', 'taskTimeoutMs', 'maxRestarts'] as const;

function refuseForSerial(options: PoolOptions, workers: number): void {
  if (workers !== 1)
    throw new UsageError(`\`workers\` is ${workers}; the engine serial has one, the caller's own thread.`);
  for (const name of needingEnds)
    if (options[name] !== undefined) throw notEnded(name, options[name], 'serial');
}
