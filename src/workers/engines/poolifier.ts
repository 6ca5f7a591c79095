import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { MessagePort, Worker } from 'node:worker_threads';
import { heapLimit } from './memory-limit.js';
import { otherEngine } from './other-pools/engine.js';
import { hostedThread } from './other-pools/other-pool.js';

interface Node {
  worker: Worker;
  info: { ready: boolean };
  messageChannel?: { port1: MessagePort };
}

interface FixedThreadPool {
  execute(
    message: unknown,
    name: undefined,
    signal: undefined,
    transferList: readonly unknown[] | undefined,
  ): Promise<unknown>;
  destroy(): Promise<void>;
  readonly workerNodes: readonly Node[];
  readonly workerMessageListener: (message: unknown) => void;
}

interface Library {
  FixedThreadPool: new (workers: number, file: string, options: object) => FixedThreadPool;
}

/** Without events it does not tell when its workers can take tasks, only whether they can. */
const LOOK_MS = 1;

export const poolifier = otherEngine<Library>({
  name: 'poolifier',
  package: 'poolifier',
  description: 'the worker_threads of the package poolifier (npm install poolifier)',
  settings:
    'FixedThreadPool(workers), workerChoiceStrategy LEAST_USED, enableTasksQueue false, enableEvents false',
  atOnce: 256,
  isStuckByUnsent: true,
  refuses: () => true,
  start({ FixedThreadPool }, { spec, entry, hosted }) {
    const pool = new FixedThreadPool(spec.workers, fileURLToPath(entry), {
      workerChoiceStrategy: 'LEAST_USED',
      enableTasksQueue: false,
      enableEvents: false,
      workerOptions: { workerData: hosted, ...heapLimit(spec) },
    });
    let isReady = false;
    let isOver = false;
    const ready = (async () => {
      while (!isReady && !isOver) {
        await wait(LOOK_MS);
        isReady = pool.workerNodes.every(({ info }) => info.ready);
      }
    })();
    const execute = (message: unknown, transferList: readonly unknown[] | undefined) =>
      pool.execute(message, undefined, undefined, transferList);
    const quieted = new WeakSet<Node>();
    return {
      run: (message, transferList) =>
        isReady ? execute(message, transferList) : ready.then(() => execute(message, transferList)),
      workers: () =>
        pool.workerNodes.map((node) => {
          if (!quieted.has(node)) quietAfterExit(pool, node);
          quieted.add(node);
          return hostedThread(node.worker);
        }),
      destroy() {
        isOver = true;
        return pool.destroy();
      },
    };
  },
});

/** What a thread sent before it exited and the pool reads after that, it throws for, outside of any call. */
function quietAfterExit({ workerMessageListener }: FixedThreadPool, { worker, messageChannel }: Node): void {
  worker.once('exit', () => messageChannel?.port1.off('message', workerMessageListener));
}
