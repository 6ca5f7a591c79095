import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { MapOptions } from '../../src/index.js';
import { packageRoot } from '../../src/own-package.js';
import { rawProcesses, rawThreads } from './raw.js';

/** A pool with its workers started; `run` gives a task to it for every item and waits for all results. */
export interface Contender {
  run(items: readonly number[]): Promise<readonly unknown[]>;
  close(): Promise<unknown>;
}

export type Open = (workers: number) => Promise<Contender>;

/** Tasks that may be on their way to one worker, where tasks are short. */
const AT_ONCE = 16;
const urlOf = (file: string) => new URL(file, import.meta.url);
const pathOf = (file: string) => fileURLToPath(urlOf(file));

export const raw: Record<string, Open> = {
  'raw messages': rawThreads,
  'raw messages, processes': rawProcesses,
};

export const ours: Record<string, Open> = {
  'map, chunksize 1': mapping('threads', { chunksize: 1 }),
  'imapUnordered, chunksize 1': async (workers) => {
    const pool = await openOurs(workers);
    return {
      async run(items) {
        const results: number[] = [];
        for await (const result of pool.imapUnordered('task', items, { chunksize: 1 })) results.push(result);
        return results;
      },
      close: () => pool.close(),
    };
  },
  'apply, all at once': async (workers) => {
    const pool = await openOurs(workers);
    return {
      run: (items) => Promise.all(items.map((item) => pool.apply('task', [item]))),
      close: () => pool.close(),
    };
  },
  'map, automatic chunks': mapping('threads', {}),
  'map, chunksize 1, processes': mapping('processes', { chunksize: 1 }),
};

/**
 * Each as its documentation has it for many tasks that fill a CPU; where it leaves something open, the fastest we
 * found: for short tasks several at once in a worker (of 1 to 1,000, with and without atomics) for piscina and
 * tinypool, and for tasks that are longer than messages one, so that none waits behind another; no queue of its own
 * for poolifier, whose tasks then wait in the workers.
 */
export const others: Record<string, (workers: number, lengthUs: number) => Promise<Contender>> = {
  async piscina(workers, lengthUs) {
    const { FixedQueue, Piscina } = await import('piscina');
    const pool = new Piscina({
      filename: urlOf('./tasks.js').href,
      minThreads: workers,
      maxThreads: workers,
      idleTimeout: Number.POSITIVE_INFINITY,
      taskQueue: new FixedQueue(),
      concurrentTasksPerWorker: atOnce(lengthUs),
      recordTiming: false,
    });
    return {
      run: (items) => Promise.all(items.map((item) => pool.run(item))),
      close: () => pool.destroy(),
    };
  },
  async tinypool(workers, lengthUs) {
    const { Tinypool } = await import('tinypool');
    const pool = new Tinypool({
      filename: urlOf('./tasks.js').href,
      minThreads: workers,
      maxThreads: workers,
      idleTimeout: Number.POSITIVE_INFINITY,
      concurrentTasksPerWorker: atOnce(lengthUs),
    });
    return {
      run: (items) => Promise.all(items.map((item) => pool.run(item))),
      close: () => pool.destroy(),
    };
  },
  async workerpool(workers) {
    const { default: workerpool } = await import('workerpool');
    const pool = workerpool.pool(pathOf('./workerpool-worker.js'), {
      minWorkers: workers,
      maxWorkers: workers,
      workerType: 'thread',
    });
    return {
      run: (items) => Promise.all(items.map((item) => pool.exec('task', [item]))),
      close: async () => pool.terminate(),
    };
  },
  async poolifier(workers) {
    const { FixedThreadPool } = await import('poolifier');
    const pool = new FixedThreadPool<number, number>(workers, pathOf('./poolifier-worker.js'));
    return { run: (items) => pool.mapExecute(items), close: () => pool.destroy() };
  },
};

/** Tasks that last longer than a message takes gain nothing by waiting in a worker. */
function atOnce(lengthUs: number): number {
  return lengthUs < 500 ? AT_ONCE : 1;
}

function mapping(engine: 'threads' | 'processes', options: MapOptions): Open {
  return async (workers) => {
    const pool = await openOurs(workers, engine);
    return { run: (items) => pool.map('task', items, options), close: () => pool.close() };
  };
}

/** As users get it, from the bundle. */
export async function ourPool(): Promise<typeof import('../../src/index.js').Pool> {
  const { Pool } = await import(pathToFileURL(join(packageRoot, 'lib/index.js')).href);
  return Pool;
}

async function openOurs(workers: number, engine: 'threads' | 'processes' = 'threads') {
  const Pool = await ourPool();
  return Pool.open<typeof import('./tasks.js')>(urlOf('./tasks.js'), { workers, engine });
}
