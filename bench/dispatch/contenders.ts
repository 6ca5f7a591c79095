import { fileURLToPath } from 'node:url';

/** A pool with its workers started; `run` gives a task to it for every item and waits for all results. */
export interface Contender {
  run(items: readonly number[]): Promise<readonly unknown[]>;
  close(): Promise<unknown>;
}

const WORKERS = 2;
/** Tasks that may be on their way to one worker. */
const AT_ONCE = 16;
const urlOf = (file: string) => new URL(file, import.meta.url);
const pathOf = (file: string) => fileURLToPath(urlOf(file));

export const ours: Record<string, () => Promise<Contender>> = {
  'map, chunksize 1': async () => {
    const pool = await openOurs();
    return { run: (items) => pool.map('noop', items, { chunksize: 1 }), close: () => pool.close() };
  },
  'imapUnordered, chunksize 1': async () => {
    const pool = await openOurs();
    return {
      async run(items) {
        const results: number[] = [];
        for await (const result of pool.imapUnordered('noop', items, { chunksize: 1 })) results.push(result);
        return results;
      },
      close: () => pool.close(),
    };
  },
  'apply, all at once': async () => {
    const pool = await openOurs();
    return {
      run: (items) => Promise.all(items.map((item) => pool.apply('noop', [item]))),
      close: () => pool.close(),
    };
  },
};

/**
 * Each as its documentation has it for many short tasks; where it leaves something open, the fastest we found: several tasks
 * at once in a worker (of 1 to 1,000, with and without atomics) for piscina and tinypool, no queue of its own for
 * poolifier, whose tasks then wait in the workers.
 */
export const others: Record<string, () => Promise<Contender>> = {
  async piscina() {
    const { FixedQueue, Piscina } = await import('piscina');
    const pool = new Piscina({
      filename: urlOf('./tasks.js').href,
      minThreads: WORKERS,
      maxThreads: WORKERS,
      idleTimeout: Number.POSITIVE_INFINITY,
      taskQueue: new FixedQueue(),
      concurrentTasksPerWorker: AT_ONCE,
      recordTiming: false,
    });
    return {
      run: (items) => Promise.all(items.map((item) => pool.run(item))),
      close: () => pool.destroy(),
    };
  },
  async tinypool() {
    const { Tinypool } = await import('tinypool');
    const pool = new Tinypool({
      filename: urlOf('./tasks.js').href,
      minThreads: WORKERS,
      maxThreads: WORKERS,
      idleTimeout: Number.POSITIVE_INFINITY,
      concurrentTasksPerWorker: AT_ONCE,
    });
    return {
      run: (items) => Promise.all(items.map((item) => pool.run(item))),
      close: () => pool.destroy(),
    };
  },
  async workerpool() {
    const { default: workerpool } = await import('workerpool');
    const pool = workerpool.pool(pathOf('./workerpool-worker.js'), {
      minWorkers: WORKERS,
      maxWorkers: WORKERS,
      workerType: 'thread',
    });
    return {
      run: (items) => Promise.all(items.map((item) => pool.exec('noop', [item]))),
      close: async () => pool.terminate(),
    };
  },
  async poolifier() {
    const { FixedThreadPool } = await import('poolifier');
    const pool = new FixedThreadPool<number, number>(WORKERS, pathOf('./poolifier-worker.js'));
    return { run: (items) => pool.mapExecute(items), close: () => pool.destroy() };
  },
};

async function openOurs() {
  const { Pool } = await import('../../src/index.js');
  return Pool.open<typeof import('./tasks.js')>(urlOf('./tasks.js'), { workers: WORKERS });
}
