import type { Log } from '../../../scenario/index.js';
import { setCurrentWorker } from '../../current/index.js';
import { workerName } from '../engine.js';
import type { BegunCell } from '../protocol/begun-cells.js';
import { describeFor, type WorkerChannel, type WorkerInit } from '../protocol/messages.js';
import type { StopReader } from '../protocol/stop-flag.js';
import { ChunkServer } from './chunk-server.js';
import type { LogOutlet } from './output/captured-output.js';
import { Lines, LONGEST_LINE } from './output/lines.js';
import { importProgram, type Program } from './program.js';
import { StreamServer } from './stream-server.js';
import { TaskLoop } from './task-loop.js';
import type { OwnUsage } from './usage.js';

export interface WorkerSurroundings {
  channel: WorkerChannel;
  init: WorkerInit;
  stop: StopReader;
  begunCell: BegunCell;
  /** Where what the worker logs goes. */
  outlet: LogOutlet;
}

/** The life of a worker: load, set up, say ready, then serve chunks in the order they come. */
export async function serve({ channel, init, stop, begunCell, outlet }: WorkerSurroundings): Promise<void> {
  const wantedCpu = init.pins?.[init.worker];
  const pinned = wantedCpu === undefined ? undefined : await pin(wantedCpu);
  const log = logTo(outlet);
  // Beside the module. Of functions hardly anybody asks what they use: what reads it takes memory and time.
  const loading = !init.functions || init.asksUsage ? import('./usage.js') : undefined;
  let loop: TaskLoop | undefined;
  let program: Program;
  setCurrentWorker({
    worker: init.worker,
    workers: init.workers,
    engine: init.engine,
    name: workerName(init),
    cpuShare: init.cpuShare,
    log,
    stopped: () => (loop ? stop.raised(loop.current) : false),
    status: (status) => channel.post({ kind: 'status', status }),
  });
  endOnStray(channel, () => (init.functions ? undefined : loop?.lastBegun));
  try {
    if (init.inspect && init.worker === 0) await debuggerAttached();
    program = await importProgram(init);
    channel.post({ kind: 'loaded' });
    loop = await TaskLoop.open({ program, params: init.params, worker: init.worker, stop, log });
  } catch (thrown) {
    channel.post({ kind: 'refused', error: describeFor(channel, thrown) });
    channel.end();
    return;
  }
  const opened = loop;
  const chunks = new ChunkServer(channel, opened, begunCell);
  const streams = new StreamServer(channel, opened, program, begunCell, (job) => chunks.occupy(job));
  // A task that ends the worker takes with it what it had begun, and no result that was ready.
  process.once('exit', () => chunks.leave());
  const openUsage = async () => (await (loading ?? import('./usage.js'))).usageReader(pinned);
  // Collections are counted from here on.
  let usage: Promise<(live?: boolean) => OwnUsage> | undefined;
  if (loading) {
    usage = openUsage();
    await usage;
  }
  channel.onMessage((message) => {
    if (Array.isArray(message)) chunks.accept(message);
    else if (message.kind === 'usage') {
      usage ??= openUsage();
      void usage.then((read) => channel.post({ kind: 'usage', ...read(message.live) }));
    } else if (message.kind === 'close') void close(channel, opened);
    else streams.accept(message);
  });
  channel.post({ kind: 'ready', ...(program.functions && { functions: program.functions }) });
}

/** An error that no task caught ends the worker: what it computes is not to be trusted any more. */
function endOnStray(channel: WorkerChannel, lastBegun: () => number | undefined): void {
  let isEnding = false;
  process.on('uncaughtException', (error) => {
    // Others may follow while the first is on its way.
    if (isEnding) return;
    isEnding = true;
    const after = lastBegun();
    channel.post({
      kind: 'died',
      error: describeFor(channel, error),
      ...(after !== undefined && { after }),
    });
    channel.end(1);
  });
}

/** Loaded only where it is needed: it belongs to the start-up. Undefined where the system refuses. */
async function pin(cpu: number): Promise<number | undefined> {
  const { pinThisThread } = await import('./pin-thread.js');
  return pinThisThread(cpu) ? cpu : undefined;
}

async function debuggerAttached(): Promise<void> {
  const { waitForDebugger } = await import('./wait-for-debugger.js');
  await waitForDebugger();
}

async function close(channel: WorkerChannel, loop: TaskLoop): Promise<void> {
  try {
    await loop.close();
    channel.post({ kind: 'closed' });
  } catch (thrown) {
    channel.post({ kind: 'closed', error: describeFor(channel, thrown) });
  }
  channel.end();
}

function logTo(outlet: LogOutlet): Log {
  const at = (level: keyof Log) => (message: string) => {
    const text = String(message);
    if (text.length <= LONGEST_LINE) {
      outlet(level, text);
      return;
    }
    const lines = new Lines((line) => outlet(level, line));
    lines.write(text);
    lines.end();
  };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}
