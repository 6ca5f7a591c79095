import { stat } from 'node:fs';
import { MessageChannel, receiveMessageOnPort, type Transferable, Worker } from 'node:worker_threads';
import { CorewiseError } from '../../errors.js';
import { whyNoMoreThreads } from '../../host/index.js';
import { ownFile } from '../../own-package.js';
import { cpuShare, type Engine, type SessionSpec, workerName } from './engine.js';
import { loadLimits } from './load-limits.js';
import { heapLimit, type OverMemory } from './memory-limit.js';
import { ranOutOfMemory } from './message-fed/slots/endings.js';
import type { StartWorker } from './message-fed/slots/link.js';
import { WorkerSession } from './message-fed/worker-session.js';
import { begunCellBytes, memoryBegunCells } from './protocol/begun-cells.js';
import type { FromWorker, WorkerInit } from './protocol/messages.js';
import { memoryStopFlag, STOP_FLAG_BYTES } from './protocol/stop-flag.js';
import { ThreadMemory } from './thread-memory.js';
import { clearRoom, logRoomBytes, wasRead } from './worker/output/log-room.js';
import { ownMessageText } from './worker/output/own-message.js';
import type { ThreadData } from './worker/thread-entry.js';

const entry = ownFile('workers/engines/worker/thread-entry.cjs');

/** Of all threads of this process. */
const memory = new ThreadMemory();

export const threads: Engine = {
  name: 'threads',
  description: 'worker_threads: one process, one isolate per worker; memory can be shared or transferred',
  placement: 'workers',
  async open(spec, signal, listeners) {
    const problem = whyNoMoreThreads(spec.workers);
    if (problem !== undefined) throw new CorewiseError(problem);
    const stopFlag = new Uint8Array(new SharedArrayBuffer(STOP_FLAG_BYTES));
    const begunCells = new Int32Array(new SharedArrayBuffer(begunCellBytes(spec.workers)));
    const logRoom = new Int32Array(new SharedArrayBuffer(logRoomBytes(spec.workers)));
    // Node's pool for files is started by the first thread that needs it and inherits where that one is pinned.
    if (spec.pins) stat('.', () => undefined);
    return WorkerSession.open(
      {
        engine: threads.name,
        workers: spec.workers,
        limits: loadLimits(spec, threads.name),
        maxRestarts: spec.maxRestarts,
        listeners,
        timesSending: spec.functions === undefined,
        start: startThread(spec, { stopFlag, begunCells, logRoom }),
        stopFlag: memoryStopFlag(stopFlag),
        begunCells: memoryBegunCells(begunCells),
      },
      signal,
    );
  },
};

function startThread(
  spec: SessionSpec,
  shared: Pick<ThreadData, 'stopFlag' | 'begunCells' | 'logRoom'>,
): StartWorker {
  const share = cpuShare(spec.workers);
  const { maxMemoryMiB } = spec;
  const limits = heapLimit(spec);
  return (worker, listener) => {
    const { logRoom } = shared;
    clearRoom(logRoom, worker);
    const { port1, port2 } = new MessageChannel();
    const init: WorkerInit = { ...spec, worker, engine: threads.name, cpuShare: share };
    const thread = new Worker(entry, {
      workerData: { port: port2, init, ...shared } satisfies ThreadData,
      transferList: [port2],
      name: workerName(init),
      ...limits,
    });
    let error: unknown;
    let overMemory: OverMemory | undefined;
    const release =
      maxMemoryMiB !== undefined &&
      memory.limit({
        limitMiB: maxMemoryMiB,
        end(over) {
          overMemory = over;
          void thread.terminate();
        },
      });
    const receive = (message: FromWorker) => {
      if (!Array.isArray(message) && message.kind === 'log') wasRead(logRoom, worker, message.message);
      listener.message(message);
    };
    port1.on('message', receive);
    thread.on('message', (own) => {
      const message = ownMessageText('parentPort.postMessage', own);
      listener.message({ kind: 'log', level: 'warn', message, time: Date.now() });
    });
    // Its stack is larger than ours, so it can send what is nested too deeply for us; nothing tells which result.
    port1.on('messageerror', ({ message }) => {
      error = new CorewiseError(`a message from it cannot be read: ${message}`);
      void thread.terminate();
    });
    thread.once('error', (thrown) => {
      error = thrown;
    });
    thread.once('exit', (code) => {
      // What the worker sent before it ended may still wait in the port.
      for (let left = receiveMessageOnPort(port1); left; left = receiveMessageOnPort(port1)) {
        receive(left.message as FromWorker);
      }
      port1.close();
      if (release) release();
      if (maxMemoryMiB !== undefined && ranOutOfMemory(error)) overMemory ??= { limitMiB: maxMemoryMiB };
      listener.exit({
        code,
        signal: null,
        ...(error !== undefined && { error }),
        ...(overMemory && { overMemory }),
      });
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
