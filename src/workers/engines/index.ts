import { unknownName } from '../../errors.js';
import type { Engine } from './engine.js';
import { fakeEngine } from './fake.js';
import { processes } from './processes.js';
import { promises } from './promises.js';
import { serial } from './serial.js';
import { threads } from './threads.js';

export { cpuShare, ownCpus } from './cpu-share.js';
export type { Engine, FunctionsSpec, SessionSpec } from './engine.js';
export { createFakeEngine, type FakeEngineOptions } from './fake.js';
export { lastTaskHere, runsHere } from './last-task.js';
export { LOAD_TIMEOUT_MS } from './load-limits.js';
export { type NamelessFile, openNamelessFile } from './nameless-file.js';
export { Spares } from './spares.js';
export { captureOutput, type LogOutlet } from './worker/captured-output.js';
export { Lines } from './worker/lines.js';
export { importScenario } from './worker/load.js';
export { reportOwnMessages } from './worker/own-message.js';
export { pinThisThread } from './worker/pin-thread.js';
export { payloadOf, taskFunction } from './worker/program.js';
export { STOP_SLOTS } from './worker/stop-flag.js';
export { openThreadCounters } from './worker/thread-counters.js';
export { waitForDebugger } from './worker/wait-for-debugger.js';
export { workerName } from './worker/worker-name.js';
export { heapIsFull, MORE_MEMORY, saysOutOfMemory } from './worker-end.js';

/** Every engine there is; choices on the command line are read from here. */
export const engines: readonly Engine[] = [serial, promises, threads, processes, fakeEngine];

/** Whether the engine of that name runs on a virtual clock: its times are what cost functions say. */
export function isVirtualEngine(engine: string): boolean {
  return engines.some(({ name, placement }) => name === engine && placement === 'virtual');
}

/** Whether the engine of that name runs tasks on the caller's own thread. */
export function isInlineEngine(engine: string): boolean {
  return engines.some(({ name, placement }) => name === engine && placement === 'inline');
}

export function findEngine(name: string): Engine {
  const engine = engines.find((candidate) => candidate.name === name);
  if (!engine)
    throw unknownName(
      'engine',
      name,
      engines.map((candidate) => candidate.name),
    );
  return engine;
}
