/**
 * `isolate.js SHAPE SIDE`, in a process or a thread: runs a pass over one shape of function each time it is asked to,
 * by a worker's loop (`ours`) or by a hand-written one, and answers what CPU time it took, ms: what else
 * runs on the machine is not in it. (Wall time where the system does not tell.)
 */
import { isMainThread, parentPort } from 'node:worker_threads';
import type { Scenario, TaskContext } from '../../src/scenario/index.js';
import { scenarioProgram } from '../../src/workers/engines/worker/program.js';
import { TaskLoop } from '../../src/workers/engines/worker/task-loop.js';
import { openThreadCounters } from '../../src/workers/engines/worker/thread-counters.js';
import { shapes } from './shapes.js';

const [name = '', side = ''] = process.argv.slice(2);
const shape = shapes[name]!;
const { run } = shape;
// As a message brings them: V8 keeps such arrays otherwise than those made here, and compiles for them otherwise.
const tasks = structuredClone(shape.tasks());
const log = { debug() {}, info() {}, warn() {}, error() {} };
const scenario = { name, description: name, params: {}, tasks: shape.tasks, run } as Scenario &
  Required<Pick<Scenario, 'run'>>;
const isAsync = name === 'async';
const pass = side === 'ours' ? await ours() : isAsync ? handWrittenAsync() : handWritten();
const readCounters = openThreadCounters();
const nowMs = () => (readCounters ? readCounters().cpuNs / 1e6 : performance.now());
let sink: unknown;

async function ours(): Promise<() => unknown> {
  const program = scenarioProgram(scenario, {});
  const stop = { raised: () => false };
  const loop = await TaskLoop.open({ program, params: {}, worker: 0, stop, log });
  return () => {
    const ran = loop.run(0, tasks);
    sink = ran;
    return ran;
  };
}

function handWritten(): () => unknown {
  const context: TaskContext = { params: {}, worker: 0, log, state: undefined, stopped: () => false };
  return () => {
    for (const task of tasks) sink = scenario.run(task, context);
  };
}

function handWrittenAsync(): () => unknown {
  const context: TaskContext = { params: {}, worker: 0, log, state: undefined, stopped: () => false };
  return async () => {
    for (const task of tasks) sink = await scenario.run(task, context);
  };
}

async function timed(): Promise<number> {
  const start = nowMs();
  // A promise that is not there would be one turn of the loop within the time.
  if (isAsync) await pass();
  else pass();
  const ms = nowMs() - start;
  if (sink === undefined) throw new Error('nothing was computed');
  return ms;
}

if (isMainThread) process.on('message', async () => process.send?.(await timed()));
else parentPort!.on('message', async () => parentPort!.postMessage(await timed()));
