import { messageOf } from '../../../errors.js';
import type { Params, PassContext, Scenario } from '../../../scenario/index.js';
import { seededRandom } from '../../../stats/index.js';
import { payloadOf } from '../../../workers/engines/index.js';
import type { ScenarioRef } from '../bench-host/protocol.js';
import { Stage } from '../bench-host/stage.js';
import type { PassSettings } from '../pass/pass.js';
import { sampledIndices } from './sample.js';

/** What a pass needs of the scenario on the measuring side. */
export interface Bench {
  tasks(): readonly unknown[];
  warmupTasks(): readonly unknown[];
  /** Whether something is to be prepared for every pass. */
  readonly prepares: boolean;
  /**
   * Runs one pass, or several at once, between `prepare` and `cleanup`; whatever the pass comes to, it is cleaned up.
   * Rejects with what the pass threw, else with what `prepare` or `cleanup` did.
   */
  prepared<T>(pass: () => Promise<T>): Promise<T>;
  /** Runs what is no pass, of what is prepared. */
  warming<T>(warm: () => Promise<T>): Promise<T>;
}

export function benchOf(
  scenario: Scenario,
  { params, seed, sample }: ScenarioRef,
  workers: number,
  stage = new Stage(),
): Bench {
  const context: PassContext<Params> = { params, log: consoleLog };
  const anew = (make: Scenario['tasks']) =>
    stage.during('tasks', () => make.call(scenario, params, seededRandom(seed)));
  let count = 0;
  const tasks = () => {
    const all = anew(scenario.tasks);
    const made = sample ? sampledIndices(sample).map((index) => all[index]) : all;
    count = made.length;
    // An open-ended task occupies its worker to the end, so that each gets exactly one; as each runs one copy.
    return scenario.openEnded || isCopies(scenario)
      ? Array.from({ length: workers }, (_, i) => made[i % made.length])
      : made;
  };
  const { warmup } = scenario;
  return {
    tasks,
    warmupTasks: () => (warmup === false ? [] : warmup ? anew(warmup) : tasks()),
    prepares: scenario.prepare !== undefined || scenario.cleanup !== undefined,
    warming: (warm) => stage.warming(warm),
    async prepared(pass) {
      if (scenario.prepare) await stage.during('prepare', async () => scenario.prepare!(context));
      const cleanUp = async () => {
        if (scenario.cleanup) await stage.during('cleanup', async () => scenario.cleanup!(context));
      };
      const running = stage.during('run', pass, { first: 0, tasks: count });
      const result = await running.catch(async (thrown) => {
        // What the pass threw is what went wrong first.
        await cleanUp().catch((error) => context.log.error(`cleanup failed: ${messageOf(error)}`));
        throw thrown;
      });
      await cleanUp();
      return result;
    },
  };
}

/** Whole programs, as many at once as there are workers: a pass is as much work as it has workers. */
export function isCopies({ command }: Scenario): boolean {
  return command?.kind === 'copies';
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
