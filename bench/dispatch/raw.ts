import { fork } from 'node:child_process';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Contender } from './contenders.js';

/** What a message-fed worker is at least: one message there and one back for each task. */
interface RawWorker {
  post(message: unknown): void;
  hear(listener: (answer: { id: number; result: unknown }) => void): void;
  end(): unknown;
}

/** Workers with nothing between them and the caller, each with one task at a time. */
export async function rawThreads(workers: number): Promise<Contender> {
  return feeding(await Promise.all(Array.from({ length: workers }, startThread)));
}

export async function rawProcesses(workers: number): Promise<Contender> {
  return feeding(await Promise.all(Array.from({ length: workers }, startProcess)));
}

async function startThread(): Promise<RawWorker> {
  const worker = new Worker(new URL('./raw-thread.js', import.meta.url));
  await once(worker, 'message');
  return {
    post: (message) => worker.postMessage(message),
    hear(listener) {
      worker.removeAllListeners('message').on('message', listener);
    },
    end: () => worker.terminate(),
  };
}

async function startProcess(): Promise<RawWorker> {
  const child = fork(new URL('./raw-process.js', import.meta.url), { serialization: 'advanced' });
  await once(child, 'message');
  return {
    post: (message) => child.send(message as object),
    hear(listener) {
      child.removeAllListeners('message').on('message', listener as (answer: unknown) => void);
    },
    end: () => child.kill(),
  };
}

function feeding(workers: readonly RawWorker[]): Contender {
  return {
    run: (items) =>
      new Promise((done) => {
        const results = new Array<unknown>(items.length);
        let [sent, settled] = [0, 0];
        const feed = (worker: RawWorker) => {
          if (sent === items.length) return;
          const id = sent++;
          worker.post({ id, item: items[id] });
        };
        for (const worker of workers) {
          worker.hear(({ id, result }) => {
            results[id] = result;
            if (++settled === items.length) done(results);
            else feed(worker);
          });
          feed(worker);
        }
      }),
    close: async () => {
      await Promise.all(workers.map((worker) => worker.end()));
    },
  };
}
