import { payloadOf } from '../engines/index.js';
import type { Params, PassContext, Scenario } from '../scenario/index.js';
import { seededRandom } from '../stats/index.js';
import type { ScenarioRef } from './bench-host/protocol.js';
import type { PassSettings } from './pass.js';
import { sampledIndices } from './sample.js';

/** What a pass needs of the scenario on the measuring side. */
export interface Bench {
  tasks(): readonly unknown[];
  warmupTasks(): readonly unknown[];
  prepare(): Promise<void>;
  cleanup(): Promise<void>;
}

export function benchOf(scenario: Scenario, { params, seed, sample }: ScenarioRef, workers: number): Bench {
  const context: PassContext<Params> = { params, log: consoleLog };
  const anew = (make: Scenario['tasks']) => make.call(scenario, params, seededRandom(seed));
  const tasks = () => {
    const all = anew(scenario.tasks);
    const made = sample ? sampledIndices(sample).map((index) => all[index]) : all;
    // An open-ended task occupies its worker to the end, so that each gets exactly one.
    return scenario.openEnded ? Array.from({ length: workers }, (_, i) => made[i % made.length]) : made;
  };
  const { warmup } = scenario;
  return {
    tasks,
    warmupTasks: () => (warmup === false ? [] : warmup ? anew(warmup) : tasks()),
    prepare: async () => scenario.prepare?.(context),
    cleanup: async () => scenario.cleanup?.(context),
  };
}

/** Whatever a scenario logs outside its workers goes where what it prints there goes. */
const consoleLog: PassContext<Params>['log'] = {
  debug: (message) => console.debug(message),
  info: (message) => console.info(message),
  warn: (message) => console.warn(message),
  error: (message) => console.error(message),
};

/** How tasks of this scenario move, where they do. */
export function transferOf(scenario: Scenario, params: Params): Pick<PassSettings, 'transferTask'> {
  if (!scenario.transferTask || payloadOf(scenario, params) !== 'transfer') return {};
  return { transferTask: (task) => scenario.transferTask!(task) };
}
