import { unknownName } from '../../errors.js';
import { bullmq } from './bullmq.js';
import { commands, selfParallel } from './commands.js';
import type { Agent, AgentOptions } from './distributed/agent.js';
import type { Engine } from './engine.js';
import { fakeEngine } from './fake.js';
import { findPackage } from './other-pools/find-package.js';
import { persistent } from './persistent.js';
import { piscina } from './piscina.js';
import { poolifier } from './poolifier.js';
import { processes } from './processes.js';
import { promises } from './promises.js';
import { serial } from './serial.js';
import { threads } from './threads.js';
import { tinypool, tinypoolProcesses } from './tinypool.js';
import { workerpool } from './workerpool.js';

export { engineOfCommand } from './commands.js';
export type { Agent, AgentOptions } from './distributed/agent.js';
export { checkRedisUrl, REDIS_VARIABLE, redisUrl, whyNoBullmq } from './distributed/libraries.js';
export {
  type Engine,
  type FunctionsSpec,
  ownCpus,
  type RestartLimit,
  type SessionSpec,
  workerName,
} from './engine.js';
export { createFakeEngine, type FakeEngineOptions } from './fake.js';
export { GRACE_MS, GUARD_NAME, LEFT_OPEN_MS, LOAD_TIMEOUT_MS } from './load-limits.js';
export {
  heapIsFull,
  MORE_MEMORY,
  meaningOf,
  ranOutOfMemory,
  saysOutOfMemory,
} from './message-fed/slots/endings.js';
export { Spares } from './message-fed/spares.js';
export { type NamelessFile, openNamelessFile } from './protocol/nameless-file.js';
export { STOP_SLOTS } from './protocol/stop-flag.js';
export { isIdentifier, propertyStep } from './protocol/uncarried.js';
export { captureOutput, type LogOutlet } from './worker/output/captured-output.js';
export { Lines } from './worker/output/lines.js';
export { reportOwnMessages } from './worker/output/own-message.js';
export { pinThisThread } from './worker/pin-thread.js';
export { importScenario, payloadOf, taskFunction } from './worker/program.js';
export { forgetPeak, residentMemory, sharedMiB } from './worker/resident-memory.js';
export { openThreadCounters } from './worker/thread-counters.js';
export { waitForDebugger } from './worker/wait-for-debugger.js';

/** Every engine there is; the command line reads its names from here. */
export const engines: readonly Engine[] = [
  serial,
  promises,
  threads,
  processes,
  commands,
  selfParallel,
  persistent,
  piscina,
  tinypool,
  tinypoolProcesses,
  workerpool,
  poolifier,
  bullmq,
  fakeEngine,
];

/** Whether the engine of that name runs on a virtual clock: its times are what cost functions say. */
export function isVirtualEngine(engine: string): boolean {
  return engines.some(({ name, placement }) => name === engine && placement === 'virtual');
}

/** Whether the engine of that name runs tasks on the caller's own thread. */
export function isInlineEngine(engine: string): boolean {
  return engines.some(({ name, placement }) => name === engine && placement === 'inline');
}

/** Of the pools of other packages among these engines: which version is installed here, and how it is set. */
export function otherPoolsOf(
  names: readonly string[],
): { package: string; version: string; engine: Engine }[] {
  return engines.flatMap((engine) => {
    if (engine.package === undefined || !names.includes(engine.name)) return [];
    const found = findPackage(engine.package);
    return found ? [{ package: engine.package, version: found.version, engine }] : [];
  });
}

/** This machine's part in sessions of others; loaded when it is asked for. */
export async function startAgent(options: AgentOptions): Promise<Agent> {
  return (await import('./distributed/parts.js')).Agent.start(options);
}

export function findEngine(name: string): Engine {
  const engine = engines.find((one) => one.name === name);
  if (!engine)
    throw unknownName(
      'engine',
      name,
      engines.map((one) => one.name),
    );
  return engine;
}
