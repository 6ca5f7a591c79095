import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Worker } from 'node:worker_threads';
import type { Engine } from './engine.js';
import { heapLimit, heapOptions } from './memory-limit.js';
import { otherEngine } from './other-pools/engine.js';
import { hostedProcess, hostedThread, type OtherPool } from './other-pools/other-pool.js';
import { HOSTED_ENVIRONMENT } from './other-pools/protocol.js';

interface Tinypool {
  run(message: unknown, options?: { transferList: readonly unknown[] }): Promise<unknown>;
  on(event: 'error', listener: () => void): unknown;
  destroy(): Promise<void>;
  readonly threads: readonly { thread?: Worker; process?: ChildProcess }[];
}

interface Library {
  Tinypool: new (options: object) => Tinypool;
}

/** Messages to one worker beyond which short chunks get no cheaper; found by `npm run bench:dispatch`. */
const AT_ONCE = 16;

const SETTINGS = `minThreads = maxThreads = workers, concurrentTasksPerWorker ${AT_ONCE} (used for short chunks only), idleTimeout Infinity`;

export const tinypool: Engine = otherEngine<Library>({
  name: 'tinypool',
  package: 'tinypool',
  description: 'the worker_threads of the package tinypool (npm install tinypool)',
  settings: `${SETTINGS}, runtime worker_threads, useAtomics true`,
  atOnce: AT_ONCE,
  start(library, { spec, entry, hosted }) {
    const pool = startPool(library, entry, spec.workers, {
      runtime: 'worker_threads',
      useAtomics: true,
      workerData: hosted,
      ...heapLimit(spec),
    });
    return {
      ...pool,
      workers: () => pool.threads().flatMap(({ thread }) => (thread ? [hostedThread(thread)] : [])),
    };
  },
});

export const tinypoolProcesses: Engine = otherEngine<Library>({
  name: 'tinypool-processes',
  package: 'tinypool',
  description: 'the child processes of the package tinypool (npm install tinypool)',
  settings: `${SETTINGS}, runtime child_process, serialization advanced`,
  runsProcesses: true,
  atOnce: AT_ONCE,
  start(library, { spec, entry, hosted }) {
    const execArgv = process.execArgv.filter((option) => !option.startsWith('--inspect'));
    const pool = startPool(library, entry, spec.workers, {
      runtime: 'child_process',
      serialization: 'advanced',
      env: { ...process.env, [HOSTED_ENVIRONMENT]: JSON.stringify(hosted) },
      execArgv: [...execArgv, ...heapOptions(spec)],
    });
    return {
      run: (message) => pool.run(message, undefined),
      workers: () => pool.threads().flatMap(({ process: child }) => (child ? [hostedProcess(child)] : [])),
      destroy: pool.destroy,
    };
  },
});

function startPool(
  { Tinypool }: Library,
  entry: URL,
  workers: number,
  options: object,
): Pick<OtherPool, 'run' | 'destroy'> & { threads(): Tinypool['threads'] } {
  const pool = new Tinypool({
    filename: fileURLToPath(entry),
    minThreads: workers,
    maxThreads: workers,
    concurrentTasksPerWorker: AT_ONCE,
    idleTimeout: Number.POSITIVE_INFINITY,
    ...options,
  });
  // Of a worker that fails between tasks; who watches the worker knows.
  pool.on('error', () => undefined);
  return {
    run: (message, transferList) => pool.run(message, transferList && { transferList }),
    destroy: () => pool.destroy(),
    threads: () => pool.threads,
  };
}
