import { fork } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cpuShare } from './cpu-share.js';
import type { Engine, SessionSpec } from './engine.js';
import { fileProgress, progressBytes } from './worker/progress.js';
import type { FromWorker, WorkerInit } from './worker/protocol.js';
import { fileStopFlag, STOP_FLAG_BYTES } from './worker/stop-flag.js';
import type { StartWorker } from './worker-link.js';
import { WorkerSession } from './worker-session.js';

const entry = fileURLToPath(new URL('./worker/process-entry.js', import.meta.url));

export const processes: Engine = {
  name: 'processes',
  description: 'child_process: a process each, nothing shared, structured-clone messages over a pipe',
  placement: 'workers',
  open(spec) {
    const flags = openFlagsFile(spec.workers);
    return WorkerSession.open({
      engine: processes.name,
      workers: spec.workers,
      start: startProcess(spec, flags.descriptor),
      stopFlag: fileStopFlag(flags.descriptor),
      progress: fileProgress(flags.descriptor, STOP_FLAG_BYTES, spec.workers),
      release: flags.release,
    });
  },
};

/** A file without a name: it is gone once nobody holds it open, however the program ends. */
function openFlagsFile(workers: number): { descriptor: number; release: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'corewise-flags-'));
  const descriptor = openSync(join(folder, 'flags'), 'w+');
  writeSync(descriptor, new Uint8Array(STOP_FLAG_BYTES + progressBytes(workers)));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const keepsName = process.platform === 'win32';
  if (!keepsName) remove();
  return {
    descriptor,
    release() {
      closeSync(descriptor);
      if (keepsName) remove();
    },
  };
}

function startProcess(spec: SessionSpec, flagsDescriptor: number): StartWorker {
  const share = cpuShare(spec.workers);
  return (worker, listener) => {
    const child = fork(entry, [], {
      serialization: 'advanced',
      stdio: ['ignore', 'inherit', 'inherit', 'ipc', flagsDescriptor],
      execArgv: process.execArgv.filter((option) => !option.startsWith('--inspect')),
    });
    const init: WorkerInit = { ...spec, worker, engine: processes.name, cpuShare: share };
    let error: unknown;
    child.on('message', (message) => listener.message(message as FromWorker));
    child.on('error', (thrown) => {
      error = thrown;
      // A process that could not be started has no exit to wait for.
      if (child.pid === undefined) listener.exit({ code: null, signal: null, error });
    });
    // `close` comes after `exit` once the channel is drained, so that no reply is overtaken.
    child.once('close', (code, signal) => {
      if (child.pid !== undefined) listener.exit({ code, signal, ...(error !== undefined && { error }) });
    });
    child.send(init);
    return {
      post: (message) => void child.send(message),
      kill: () => void child.kill('SIGKILL'),
      ref() {
        child.ref();
        child.channel?.ref();
      },
      unref() {
        child.unref();
        child.channel?.unref();
      },
    };
  };
}
