import { fileURLToPath } from 'node:url';
import type { Worker } from 'node:worker_threads';
import { messageOf } from '../../errors.js';
import { heapLimit } from './memory-limit.js';
import { otherEngine } from './other-pools/engine.js';
import { hostedThread } from './other-pools/other-pool.js';

interface Workerpool {
  exec(
    method: string,
    params: readonly unknown[],
    options?: { transfer: readonly unknown[] },
  ): PromiseLike<unknown>;
  terminate(force: boolean): PromiseLike<unknown>;
  readonly workers: readonly { worker: Worker }[];
}

interface Library {
  default: { pool(script: string, options: object): Workerpool };
}

export const workerpool = otherEngine<Library>({
  name: 'workerpool',
  package: 'workerpool',
  description: 'the worker_threads of the package workerpool (npm install workerpool)',
  settings: 'minWorkers max, maxWorkers = workers, workerType thread',
  // It gives each worker one, and keeps the others in its queue.
  atOnce: 256,
  hasQueue: true,
  isStuckByUnsent: true,
  refuses: (thrown) => !/terminated|Worker error/i.test(messageOf(thrown)),
  start({ default: { pool: startPool } }, { spec, entry, hosted }) {
    const pool = startPool(fileURLToPath(entry), {
      minWorkers: 'max',
      maxWorkers: spec.workers,
      workerType: 'thread',
      workerThreadOpts: { workerData: hosted, ...heapLimit(spec) },
    });
    return {
      run: (message, transfer) => pool.exec('chunk', [message], transfer && { transfer }),
      workers: () => pool.workers.map(({ worker }) => hostedThread(worker)),
      destroy: () => pool.terminate(true),
    };
  },
});
