import { existsSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import { UsageError } from '../../errors.js';
import { shown } from '../../read-options.js';
import { moduleBeside, pathOfFileUrl, plainModuleUrl } from '../../scenario/loading/index.js';
import {
  type Engine,
  type FunctionsSpec,
  findEngine,
  type RestartLimit,
} from '../../workers/engines/index.js';
import type { LogEntry, Session } from '../../workers/session/index.js';
import { onAbort } from '../abort-listeners.js';
import type { readPoolOptions } from './options.js';

export interface FunctionWorkers {
  workers: number;
  /** Of the pool. */
  name: string | undefined;
  functions: FunctionsSpec;
  /** Absent: a line each to stderr. */
  onLog: ((entry: LogEntry) => void) | undefined;
  loadTimeoutMs: number | undefined;
  /** Absent: as many in a row as an engine allows by itself. */
  maxRestarts?: RestartLimit;
  /** Each worker is asked what it holds after its chunks. */
  asksUsage?: boolean;
}

/** Some bad inputs among many good ones are told one by one; workers that cannot live are not started for ever. */
const restartsOf = (workers: number): RestartLimit => ({
  count: Math.max(100, 10 * workers),
  withinMs: 60_000,
});

/** The workers of a pool. Rejects with the signal's reason where it is aborted meanwhile: no worker is left then. */
export async function openWorkers(
  options: ReturnType<typeof readPoolOptions>,
  module: string | URL,
): Promise<Session> {
  const { workers, engine, name, signal, onLog, loadTimeoutMs, initializer, initargs, finalizer } = options;
  const { maxRestarts = restartsOf(workers), maxWorkerMemory } = options;
  const functions = {
    ...(initializer !== undefined && { initializer }),
    ...(initargs !== undefined && { initargs }),
    ...(finalizer !== undefined && { finalizer }),
  };
  const asksUsage = maxWorkerMemory !== undefined;
  const started = { workers, name, functions, onLog, loadTimeoutMs, maxRestarts, asksUsage };
  const session = await openSession(findEngine(engine), module, started, signal);
  if (!signal?.aborted) return session;
  await session.terminate();
  throw signal.reason;
}

/** Workers for the functions of a module. Aborting the signal rejects at once, and ends what has been started. */
export async function openSession(
  engine: Engine,
  module: string | URL,
  { workers, name, functions, onLog = printer(name), loadTimeoutMs, maxRestarts, asksUsage }: FunctionWorkers,
  signal?: AbortSignal,
): Promise<Session> {
  signal?.throwIfAborted();
  const plain = await taskModule(module);
  signal?.throwIfAborted();
  const opening = engine.open(
    {
      module: plain,
      export: 'default',
      params: {},
      workers,
      seed: 1,
      source: String(module),
      ...(name !== undefined && { name }),
      ...(loadTimeoutMs !== undefined && { loadTimeoutMs }),
      ...(maxRestarts && { maxRestarts }),
      ...(asksUsage && { asksUsage }),
      functions,
    },
    signal,
    { log: onLog },
  );
  if (!signal) return opening;
  return new Promise((resolve, reject) => {
    const forget = onAbort(signal, () => reject(signal.reason));
    const openOnlyNow = (session: Session) => {
      forget();
      if (!signal.aborted) resolve(session);
      // Also where the engine heard of it too late.
      else session.terminate().then(undefined, () => undefined);
    };
    opening.then(openOnlyNow, (thrown) => {
      forget();
      reject(thrown);
    });
  });
}

function printer(name = 'corewise'): (entry: LogEntry) => void {
  return (entry) => void process.stderr.write(logLine(entry, name));
}

const pad = (value: number, digits: number) => String(value).padStart(digits, '0');

/** `HH:MM:SS.mmm level worker | text`, a line each, in local time. */
function logLine({ worker, level, message, time }: LogEntry, name: string): string {
  const at = new Date(time);
  const clock = [at.getHours(), at.getMinutes(), at.getSeconds()].map((part) => pad(part, 2)).join(':');
  const head = `${clock}.${pad(at.getMilliseconds(), 3)} ${level.padEnd(5)} ${name}-${worker + 1} | `;
  return message
    .split('\n')
    .map((line) => `${head}${line}\n`)
    .join('');
}

/**
 * The file URL of plain JavaScript for a module of functions; TypeScript is bundled first.
 * @throws UsageError for what is no absolute place, or where there is no file.
 */
async function taskModule(given: string | URL): Promise<string> {
  const path = pathOf(given);
  if (!existsSync(path)) throw new UsageError(`The task module ${path} does not exist${beside(path)}.`);
  return isTypeScript(path) ? plainModuleUrl(path) : pathToFileURL(path).href;
}

/** The compiler wants `.js` of a `.ts` file, and this is no import. */
function beside(path: string): string {
  const other = moduleBeside(path);
  if (other === undefined) return '';
  const compiled = isTypeScript(other) ? ': corewise compiles TypeScript itself, on every Node' : '';
  return `, but ${other} does, in the same folder. Name that one${compiled}`;
}

const isTypeScript = (file: string) => /\.[mc]?tsx?$/.test(file);

function pathOf(given: string | URL): string {
  const isText = typeof given === 'string';
  if (isText ? given.startsWith('file:') : given instanceof URL && given.protocol === 'file:')
    return pathOfFileUrl(given, 'task module');
  if (isText && isAbsolute(given)) return given;
  throw new UsageError(
    `The task module is ${isText || given instanceof URL ? given : shown(given)}; it must be a file URL, such as new URL('./tasks.js', import.meta.url), or an absolute path.`,
  );
}
