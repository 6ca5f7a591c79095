import { stat } from 'node:fs';
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type { Engine, SessionSpec } from './engine.js';
import type { FromWorker, WorkerInit } from './worker/protocol.js';
import { memoryStopFlag, STOP_FLAG_BYTES } from './worker/stop-flag.js';
import type { StartWorker } from './worker-link.js';
import { WorkerSession } from './worker-session.js';

const entry = new URL('./worker/thread-entry.js', import.meta.url);

export const threads: Engine = {
  name: 'threads',
  description: 'worker_threads: one process, an isolate each, memory can be shared or transferred',
  placement: 'workers',
  open(spec) {
    const stopBytes = new Uint8Array(new SharedArrayBuffer(STOP_FLAG_BYTES));
    // Node's pool for files is started by the first thread that needs it and inherits where that one is pinned.
    if (spec.pins) stat('.', () => undefined);
    return WorkerSession.open({
      engine: threads.name,
      workers: spec.workers,
      start: startThread(spec, stopBytes),
      stopFlag: memoryStopFlag(stopBytes),
    });
  },
};

function startThread(spec: SessionSpec, stopFlag: Uint8Array): StartWorker {
  return (worker, listener) => {
    const { port1, port2 } = new MessageChannel();
    const init: WorkerInit = { ...spec, worker, engine: threads.name };
    const thread = new Worker(entry, {
      workerData: { port: port2, init, stopFlag },
      transferList: [port2],
      name: `corewise ${worker}`,
    });
    let error: unknown;
    port1.on('message', (message: FromWorker) => listener.message(message));
    thread.once('error', (thrown) => {
      error = thrown;
    });
    thread.once('exit', (code) => {
      // What the worker sent before it ended may still wait in the port.
      for (let left = receiveMessageOnPort(port1); left; left = receiveMessageOnPort(port1)) {
        listener.message(left.message as FromWorker);
      }
      port1.close();
      listener.exit({ code, signal: null, ...(error !== undefined && { error }) });
    });
    return {
      post: (message) => port1.postMessage(message),
      kill: () => void thread.terminate(),
    };
  };
}
