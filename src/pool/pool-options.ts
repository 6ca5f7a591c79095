import { z } from 'zod';
import { engines, ownCpus } from '../engines/index.js';
import { UsageError, unknownName } from '../errors.js';
import type { LogEntry } from '../work/index.js';

export interface PoolOptions {
  /** Default: the CPUs that are this thread's: all allowed ones, or its share where it is itself a worker. */
  workers?: number;
  /** `serial` runs everything in the caller's own thread, where a debugger works. Default: `threads`. */
  engine?: 'threads' | 'processes' | 'serial';
  /** Name of an exported function, called once a worker before its first task. */
  initializer?: string;
  initargs?: readonly unknown[];
  /** Name of an exported function, called once a worker before it leaves in peace. */
  finalizer?: string;
  /** A worker is replaced after so many tasks. */
  maxTasksPerWorker?: number;
  /** MiB. A worker that has taken more is replaced when it has done what it holds. */
  maxWorkerMemory?: number;
  /** Beyond so many waiting tasks a call rejects with QueueFullError. */
  maxQueued?: number;
  /** Workers are called `name-1`, `name-2` … Default: corewise. */
  name?: string;
  /** Aborting it terminates the pool. */
  signal?: AbortSignal;
  /** Gets what workers log and print. Default: a line each to stderr. */
  onLog?: (entry: LogEntry) => void;
}

const whole = (least: number, most = Number.MAX_SAFE_INTEGER) =>
  z.custom<number>(
    (value) => Number.isInteger(value) && (value as number) >= least && (value as number) <= most,
    {
      error: `must be a whole number from ${least} on`,
    },
  );
const named = z.string({ error: 'must be the name of an exported function' }).min(1, {
  error: 'must be the name of an exported function',
});
/** More workers than this are a mistake, and would take the machine with them. */
const MOST_WORKERS = 4096;

export const hostEngines = engines.filter(({ placement }) => placement !== 'virtual').map(({ name }) => name);

const fields = {
  workers: z
    .custom<number>(
      (value) => Number.isInteger(value) && (value as number) >= 1 && (value as number) <= MOST_WORKERS,
      { error: `must be a whole number from 1 to ${MOST_WORKERS}` },
    )
    .optional(),
  engine: z
    .enum(hostEngines as [string, ...string[]], { error: `must be one of ${hostEngines.join(', ')}` })
    .optional(),
  initializer: named.optional(),
  initargs: z.array(z.unknown(), { error: 'must be a list of arguments' }).optional(),
  finalizer: named.optional(),
  maxTasksPerWorker: whole(1).optional(),
  maxWorkerMemory: z
    .custom<number>((value) => typeof value === 'number' && value > 0 && Number.isFinite(value), {
      error: 'must be MiB, a number above 0',
    })
    .optional(),
  maxQueued: whole(1).optional(),
  name: z.string({ error: 'must be a text' }).min(1, { error: 'must not be empty' }).optional(),
  signal: z.instanceof(AbortSignal, { error: 'must be an AbortSignal' }).optional(),
  onLog: z
    .custom<(entry: LogEntry) => void>((value) => typeof value === 'function', {
      error: 'must be a function',
    })
    .optional(),
};

/** The options with their defaults. @throws UsageError that names the option and the rule. */
export function readPoolOptions(given: PoolOptions): PoolOptions & { workers: number; engine: string } {
  const options = checked(fields, given, 'Pool.open');
  const engine = options.engine ?? 'threads';
  if (engine === 'serial' && (options.workers ?? 1) !== 1)
    throw new UsageError(
      `\`workers\` is ${options.workers}; the engine serial has one, the caller's own thread.`,
    );
  return { ...options, engine, workers: engine === 'serial' ? 1 : (options.workers ?? ownCpus()) };
}

/** Own properties only: what a polluted prototype adds is no option. */
export function checked<F extends z.core.$ZodLooseShape, T extends object>(
  shape: F,
  given: T,
  caller: string,
): T {
  if (typeof given !== 'object' || given === null)
    throw new UsageError(`The options of ${caller} are ${String(given)}; they must be an object.`);
  const own = Object.assign(Object.create(null), given) as Record<string, unknown>;
  for (const name of Object.keys(own)) {
    if (!Object.hasOwn(shape, name)) throw unknownName(`option of ${caller}`, name, Object.keys(shape));
    if (own[name] === undefined) delete own[name];
  }
  const result = z.object(shape).safeParse({ ...own });
  if (result.success) return { ...own } as T;
  const { path, message } = result.error.issues[0]!;
  const name = String(path[0]);
  throw new UsageError(`\`${name}\` is ${shown(own[name])}; it ${message}.`);
}

function shown(value: unknown): string {
  if (typeof value === 'string') return `"${value}"`;
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'an object';
  return typeof value === 'function' ? 'a function' : String(value);
}
