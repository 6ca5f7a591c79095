import { isMainThread, parentPort } from 'node:worker_threads';
import { Bench } from 'tinybench';
import cycles from '../../scenarios/cycles.js';
import { scenarioProgram } from '../../src/engines/worker/program.js';
import { TaskLoop } from '../../src/engines/worker/task-loop.js';
import type { Scenario, TaskContext } from '../../src/scenario/index.js';
import { seededRandom } from '../../src/stats/index.js';

/** Runs in a fresh isolate: the worker's loop and a hand-written one over the same function, in turns. */
const ROUNDS = 8;
const TASKS = 2;

const scenario = cycles as unknown as Scenario;
const params = { ...scenario.params, iterations: 2_000_000 };
const tasks = scenario.tasks(params, seededRandom(1)).slice(0, TASKS);
const log = { debug() {}, info() {}, warn() {}, error() {} };
const stop = { raised: () => false };
const program = scenarioProgram(scenario, params);
const loop = await TaskLoop.open({ program, params, worker: 0, stop, log });
const context: TaskContext = { params, worker: 0, log, state: undefined, stopped: () => false };

const run = cycles.run as (task: unknown, context: TaskContext) => unknown;
let sink: unknown;
const programs = {
  hand() {
    for (const task of tasks) sink = run(task, context);
  },
  loop() {
    sink = loop.run(0, tasks);
  },
};

/** Median time of each program, ms, from one short run of both; tinybench warms each up first. */
async function measure(names: readonly (keyof typeof programs)[]): Promise<Record<string, number>> {
  const bench = new Bench({ time: 0, iterations: 12, warmupTime: 0, warmupIterations: 2 });
  for (const name of names) bench.add(name, programs[name]);
  await bench.run();
  return Object.fromEntries(
    bench.tasks.map(({ name, result }) => {
      if (result.state !== 'completed') throw new Error(`${name} did not complete`);
      return [name, result.latency.p50];
    }),
  );
}

const logRatios: number[] = [];
for (let round = 0; round < ROUNDS; round++) {
  // Whichever comes first in a round would otherwise gain or lose by it every time.
  const { hand, loop: ours } = await measure(round % 2 === 0 ? ['hand', 'loop'] : ['loop', 'hand']);
  logRatios.push(Math.log(ours! / hand!));
}
if (sink === undefined) throw new Error('nothing was computed');
const answer = logRatios.reduce((sum, value) => sum + value, 0) / logRatios.length;
if (isMainThread) process.send?.(answer);
else parentPort?.postMessage(answer);
