import type * as ChildProcesses from 'node:child_process';
import type * as Net from 'node:net';
import { fileURLToPath } from 'node:url';
import { CorewiseError, OutOfMemoryError } from '../../errors.js';
import { dieWithParent, NODE_THREADS, whyNoMoreThreads } from '../../host/index.js';
import { onDemand, ownFile } from '../../own-package.js';
import { cpuShare, type Engine, type SessionSpec } from './engine.js';
import { LEFT_OPEN_MS, loadLimits } from './load-limits.js';
import { heapOptions, type OverMemory, watchHeld } from './memory-limit.js';
import { heapIsFull, saysOutOfMemory } from './message-fed/slots/endings.js';
import type { StartWorker } from './message-fed/slots/link.js';
import { WorkerSession } from './message-fed/worker-session.js';
import { begunCellBytes, fileBegunCells } from './protocol/begun-cells.js';
import { checkMessageSize } from './protocol/message-limits.js';
import type { FromWorker, WorkerInit } from './protocol/messages.js';
import { openNamelessFile } from './protocol/nameless-file.js';
import { fileStopFlag, STOP_FLAG_BYTES } from './protocol/stop-flag.js';
import type { LogLevel } from './worker/output/captured-output.js';
import { Lines } from './worker/output/lines.js';
import { residentMiBOf } from './worker/resident-memory.js';

const childProcesses = onDemand<typeof ChildProcesses>('node:child_process');
const net = onDemand<typeof Net>('node:net');

const entry = fileURLToPath(ownFile('workers/engines/worker/process-entry.cjs'));

export const processes: Engine = {
  name: 'processes',
  description: 'child_process: one process per worker, nothing shared; structured-clone messages over a pipe',
  placement: 'workers',
  sharesNothing: true,
  async open(spec, signal, listeners) {
    const problem = whyNoMoreThreads(NODE_THREADS * spec.workers);
    if (problem !== undefined) throw new CorewiseError(problem);
    const flags = openNamelessFile(STOP_FLAG_BYTES + begunCellBytes(spec.workers));
    return WorkerSession.open(
      {
        engine: processes.name,
        workers: spec.workers,
        limits: loadLimits(spec, processes.name),
        maxRestarts: spec.maxRestarts,
        listeners,
        timesSending: spec.functions === undefined,
        start: startProcess(spec, flags.descriptor),
        stopFlag: fileStopFlag(flags.descriptor),
        begunCells: fileBegunCells(flags.descriptor, STOP_FLAG_BYTES, spec.workers),
        release: flags.release,
      },
      signal,
    );
  },
};

function startProcess(spec: SessionSpec, flagsDescriptor: number): StartWorker {
  const share = cpuShare(spec.workers);
  const { maxMemoryMiB } = spec;
  const heap = heapOptions(spec);
  return (worker, listener) => {
    const child = childProcesses().fork(entry, [], {
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc', flagsDescriptor],
      ...programFor([...process.execArgv.filter((option) => !option.startsWith('--inspect')), ...heap]),
    });
    const init: WorkerInit = { ...spec, worker, engine: processes.name, cpuShare: share };
    // Neither is there where the system had no more descriptors to give.
    const outputs = [child.stdout, child.stderr].filter((output) => output instanceof net().Socket);
    let lastWords: string | undefined;
    let overMemory: OverMemory | undefined;
    const { pid } = child;
    const watch =
      maxMemoryMiB !== undefined && pid !== undefined
        ? watchHeld(
            () => maxMemoryMiB,
            () => residentMiBOf(pid),
            (tookMiB) => {
              overMemory = { limitMiB: maxMemoryMiB, tookMiB };
              child.kill('SIGKILL');
            },
          )
        : undefined;
    const lines = outputs.map((output, place) =>
      linesOf(output, (message) => {
        if (place === 1 && saysOutOfMemory(message)) lastWords = message;
        const level: LogLevel = place === 0 ? 'info' : 'warn';
        listener.message({ kind: 'log', level, message, time: Date.now() });
      }),
    );
    let error: unknown;
    child.on('message', (message) => listener.message(message as FromWorker));
    child.on('error', (thrown) => {
      error = thrown;
      // A process that could not be started has no exit to wait for.
      if (child.pid === undefined) listener.exit({ code: null, signal: null, error });
    });
    whenDrained(child, outputs, (code, signal) => {
      watch?.end();
      for (const each of lines) each.end();
      if (code !== 0 && lastWords !== undefined) error ??= new OutOfMemoryError(heapIsFull(lastWords));
      if (maxMemoryMiB !== undefined && error instanceof OutOfMemoryError)
        overMemory ??= { limitMiB: maxMemoryMiB };
      listener.exit({
        code,
        signal,
        ...(error !== undefined && { error }),
        ...(overMemory && { overMemory }),
      });
    });
    try {
      if (child.connected) child.send(init);
    } catch (thrown) {
      // What the worker was to get cannot be sent.
      error = thrown;
      child.kill('SIGKILL');
    }
    return {
      post(message) {
        checkMessageSize(message);
        child.send(message);
      },
      kill: () => void child.kill('SIGKILL'),
      ref() {
        child.ref();
        child.channel?.ref();
        for (const output of outputs) output.ref();
      },
      unref() {
        child.unref();
        child.channel?.unref();
        for (const output of outputs) output.unref();
      },
    };
  };
}

/** Node itself, started by what ends it together with this thread, where there is such a thing. */
function programFor(nodeOptions: string[]): { execPath: string; execArgv: string[] } {
  const before = dieWithParent();
  if (!before) return { execPath: process.execPath, execArgv: nodeOptions };
  return { execPath: before.command, execArgv: [...before.args, process.execPath, ...nodeOptions] };
}

/** What does not come by `console`: the last words of a process that runs out of memory, of its own children. */
function linesOf(output: Net.Socket, take: (line: string) => void): Lines {
  const lines = new Lines(take);
  output.on('data', (bytes: Uint8Array) => lines.write(bytes));
  return lines;
}

/** Calls back once the process has ended, its channel is drained, so that no reply is overtaken, and its output is. */
function whenDrained(
  child: ChildProcesses.ChildProcess,
  outputs: readonly Net.Socket[],
  ended: (code: number | null, signal: string | null) => void,
): void {
  let exit: [code: number | null, signal: string | null] | undefined;
  let limit: NodeJS.Timeout | undefined;
  const end = () => {
    if (!exit) return;
    clearTimeout(limit);
    for (const output of outputs) output.destroy();
    ended(...exit);
    exit = undefined;
  };
  const allowRest = () => {
    if (exit && !child.connected) limit ??= setTimeout(end, LEFT_OPEN_MS);
  };
  child.once('exit', (...how) => {
    exit = how;
    allowRest();
  });
  child.once('disconnect', allowRest);
  child.once('close', end);
}
