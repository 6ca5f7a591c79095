import { type MessagePort, type Transferable, workerData } from 'node:worker_threads';
import { messageOf } from '../../errors.js';
import { memoryProgressWriter } from './progress.js';
import type { WorkerInit } from './protocol.js';
import { serve } from './serve.js';
import { memoryStopFlag } from './stop-flag.js';

export interface ThreadData {
  /** A port of its own, so that what a task posts to its parent cannot be taken for a result. */
  port: MessagePort;
  init: WorkerInit;
  stopFlag: Uint8Array;
  progress: Int32Array;
}

const { port, init, stopFlag, progress } = workerData as ThreadData;
const exit = process.exit.bind(process);

await serve({
  channel: {
    post: (message, transfer) => port.postMessage(message, transfer as Transferable[] | undefined),
    whyNot(value) {
      try {
        structuredClone(value);
        return undefined;
      } catch (thrown) {
        return messageOf(thrown);
      }
    },
    onMessage: (listener) => port.on('message', listener),
    // What a scenario left open (a timer, a connection) would keep the thread for ever.
    end: () => exit(0),
  },
  init,
  stop: memoryStopFlag(stopFlag),
  progress: memoryProgressWriter(progress, init.worker),
});
