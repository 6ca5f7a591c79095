import type { Engine, FunctionsSpec } from '../workers/engines/index.js';
import type { LogEntry, Session } from '../workers/session/index.js';
import { onAbort } from './abort-listeners.js';
import { logLine } from './print-log.js';
import { taskModule } from './task-module.js';

export interface FunctionWorkers {
  workers: number;
  /** Of the pool. */
  name: string | undefined;
  functions: FunctionsSpec;
  /** Absent: a line each to stderr. */
  onLog: ((entry: LogEntry) => void) | undefined;
  loadTimeoutMs: number | undefined;
}

/** Workers for the functions of a module. Aborting the signal rejects at once, and ends what has been started. */
export async function openSession(
  engine: Engine,
  module: string | URL,
  { workers, name, functions, onLog = printer(name), loadTimeoutMs }: FunctionWorkers,
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
