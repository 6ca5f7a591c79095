import { fileURLToPath } from 'node:url';
import type { Worker } from 'node:worker_threads';
import { heapLimit } from './memory-limit.js';
import { otherEngine } from './other-pools/engine.js';
import { hostedThread } from './other-pools/other-pool.js';

interface Piscina {
  run(message: unknown, options?: { transferList: readonly unknown[] }): Promise<unknown>;
  on(event: 'error', listener: () => void): unknown;
  destroy(): Promise<void>;
  readonly threads: readonly Worker[];
}

interface Library {
  Piscina: new (options: object) => Piscina;
}

/** Messages to one worker beyond which short chunks get no cheaper; found by `npm run bench:dispatch`. */
const AT_ONCE = 16;

export const piscina = otherEngine<Library>({
  name: 'piscina',
  package: 'piscina',
  description: 'the worker_threads of the package piscina (npm install piscina)',
  settings: `minThreads = maxThreads = workers, concurrentTasksPerWorker ${AT_ONCE} (used for short chunks only), idleTimeout Infinity, atomics sync, recordTiming false`,
  atOnce: AT_ONCE,
  start({ Piscina }, { spec, entry, hosted }) {
    const pool = new Piscina({
      filename: fileURLToPath(entry),
      minThreads: spec.workers,
      maxThreads: spec.workers,
      concurrentTasksPerWorker: AT_ONCE,
      idleTimeout: Number.POSITIVE_INFINITY,
      atomics: 'sync',
      recordTiming: false,
      workerData: hosted,
      ...heapLimit(spec),
    });
    // Of a worker that fails between tasks; who watches the worker knows.
    pool.on('error', () => undefined);
    return {
      run: (message, transferList) => pool.run(message, transferList && { transferList }),
      workers: () => pool.threads.map(hostedThread),
      destroy: () => pool.destroy(),
    };
  },
});
