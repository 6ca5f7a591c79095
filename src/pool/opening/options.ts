import { UsageError } from '../../errors.js';
import {
  field,
  functionField,
  optionsReader,
  positiveField,
  signalField,
  textField,
  wholeField,
} from '../../read-options.js';
import { engines, ownCpus } from '../../workers/engines/index.js';
import { LONGEST_TIMER_MS, type LogEntry } from '../../workers/session/index.js';

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

const hostEngines = engines
  .filter(({ placement, isNoPool }) => placement !== 'virtual' && !isNoPool)
  .map(({ name }) => name);

const exported = field<string>(
  'must be the name of an exported function',
  (value) => typeof value === 'string' && value !== '',
);

/** Longer than this a timer would fire at once. */
const timeout = wholeField(1, LONGEST_TIMER_MS, `of ms from 1 to ${LONGEST_TIMER_MS}`);

/** Those that what runs in the background has, too. */
export const workerFields = {
  engine: field<string>(`must be one of ${hostEngines.join(', ')}`, (value) =>
    hostEngines.includes(value as string),
  ),
  name: textField,
  signal: signalField,
  onLog: functionField<(entry: LogEntry) => void>(),
  loadTimeoutMs: timeout,
};

const read = optionsReader<PoolOptions>({
  ...workerFields,
  workers: wholeField(1, MOST_WORKERS, `from 1 to ${MOST_WORKERS}`),
  initializer: exported,
  initargs: field<readonly unknown[]>('must be a list of arguments', Array.isArray),
  finalizer: exported,
  maxTasksPerWorker: wholeField(1),
  maxWorkerMemory: positiveField('must be MiB, a number above 0'),
  maxQueued: wholeField(1),
});

/** The options with their defaults. @throws UsageError that names the option and the rule. */
export function readPoolOptions(given: PoolOptions): PoolOptions & { workers: number; engine: string } {
  const options = read(given, 'Pool.open');
  const { engine = 'threads', workers = engine === 'serial' ? 1 : ownCpus() } = options;
  if (engine === 'serial') refuseForSerial(options, workers);
  // Not copied, so that it inherits nothing.
  return Object.assign(options, { engine, workers });
}

function refuseForSerial(options: PoolOptions, workers: number): void {
  if (workers !== 1)
    throw new UsageError(`\`workers\` is ${workers}; the engine serial has one, the caller's own thread.`);
  for (const name of ['maxTasksPerWorker', 'maxWorkerMemory'] as const)
    if (options[name] !== undefined)
      throw new UsageError(
        `\`${name}\` is ${options[name]}; the engine serial has the caller's own thread, which cannot be replaced.`,
      );
}
