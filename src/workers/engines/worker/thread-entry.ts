import { type MessagePort, workerData } from 'node:worker_threads';
import { messageOf } from '../../../errors.js';
import { memoryBegunCell } from '../protocol/begun-cells.js';
import type { FromWorker, WorkerChannel, WorkerInit } from '../protocol/messages.js';
import { memoryStopFlag } from '../protocol/stop-flag.js';
import { captureOutput } from './output/captured-output.js';
import { roomyOutlet } from './output/log-room.js';
import { serve } from './serve.js';

export interface ThreadData {
  /** A port of its own, so that what a task posts to its parent cannot be taken for a result. */
  port: MessagePort;
  init: WorkerInit;
  stopFlag: Uint8Array;
  begunCells: Int32Array;
  /** What of its log the parent has not read, by worker. */
  logRoom: Int32Array;
}

const { port, init, stopFlag, begunCells, logRoom } = workerData as ThreadData;
const exit = process.exit.bind(process);
const { now } = Date;

const outlet = roomyOutlet(logRoom, init.worker, (level, message) =>
  port.postMessage({ kind: 'log', level, message, time: now() } satisfies FromWorker),
);
const output = captureOutput(outlet);
process.once('exit', () => output.end());

// Which chunk it was cannot be told, and a lost worker is better than a task that never settles.
port.on('messageerror', (error) => {
  throw error;
});

/** Node's own code for a module that awaits what nothing can bring any more. */
const UNSETTLED = 13;

let isServing = false;
process.once('exit', (code) => {
  if (!isServing && code === 0) process.exitCode = UNSETTLED;
});

void serve({
  channel: {
    post: port.postMessage.bind(port) as WorkerChannel['post'],
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
    end: (code = 0) => exit(code),
  },
  init,
  stop: memoryStopFlag(stopFlag),
  begunCell: memoryBegunCell(begunCells, init.worker),
  outlet,
}).then(() => {
  isServing = true;
});
