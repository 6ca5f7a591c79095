import { stat } from 'node:fs';
import { MessageChannel, receiveMessageOnPort, type Transferable, Worker } from 'node:worker_threads';
import { cpuShare } from './cpu-share.js';
import type { Engine, SessionSpec } from './engine.js';
import { memoryProgress, progressBytes } from './worker/progress.js';
import type { FromWorker, WorkerInit } from './worker/protocol.js';
import { memoryStopFlag, STOP_FLAG_BYTES } from './worker/stop-flag.js';
import type { ThreadData } from './worker/thread-entry.js';
import { workerName } from './worker/worker-name.js';
import type { StartWorker } from './worker-link.js';
import { WorkerSession } from './worker-session.js';

const entry = new URL('./worker/thread-entry.js', import.meta.url);

export const threads: Engine = {
  name: 'threads',
  description: 'worker_threads: one process, an isolate each, memory can be shared or transferred',
  placement: 'workers',
  open(spec) {
    const stopFlag = new Uint8Array(new SharedArrayBuffer(STOP_FLAG_BYTES));
    const progress = new Int32Array(new SharedArrayBuffer(progressBytes(spec.workers)));
    // Node's pool for files is started by the first thread that needs it and inherits where that one is pinned.
    if (spec.pins) stat('.', () => undefined);
    return WorkerSession.open({
      engine: threads.name,
      workers: spec.workers,
      start: startThread(spec, { stopFlag, progress }),
      stopFlag: memoryStopFlag(stopFlag),
      progress: memoryProgress(progress),
    });
  },
};

function startThread(spec: SessionSpec, shared: Pick<ThreadData, 'stopFlag' | 'progress'>): StartWorker {
  const share = cpuShare(spec.workers);
  return (worker, listener) => {
    const { port1, port2 } = new MessageChannel();
    const init: WorkerInit = { ...spec, worker, engine: threads.name, cpuShare: share };
    const thread = new Worker(entry, {
      workerData: { port: port2, init, ...shared } satisfies ThreadData,
      transferList: [port2],
      name: workerName(init),
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
      post: (message, transfer) => port1.postMessage(message, transfer as Transferable[] | undefined),
      kill: () => void thread.terminate(),
      ref() {
        thread.ref();
        port1.ref();
      },
      unref() {
        thread.unref();
        port1.unref();
      },
    };
  };
}
