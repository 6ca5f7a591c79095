import { UnavailableError } from '../../errors.js';
import type { Params, Scenario } from '../../scenario/index.js';
import { Simulation } from '../../simulation/index.js';
import type { Engine, SessionSpec } from './engine.js';
import { FakeSession } from './fake/session.js';
import type { FakeSetting } from './fake/worker.js';
import { importScenario } from './worker/program.js';

export interface FakeEngineOptions {
  /**
   * What a task takes, ms; of an open-ended one, what passes from one call of `stopped()` to the next.
   * Default: the scenario's own `cost`.
   */
  cost?(task: unknown, worker: number, params: Params): number;
  /** What passes besides while a task is runnable and does not run, ms; default 0. */
  wait?(task: unknown, worker: number): number;
  /** From the start of a worker to its being ready. */
  startupMs?: number;
  /** What a message takes, each way. */
  messageMs?: number;
  /** The exit code with which the worker ends in place of finishing the task; undefined: it finishes. */
  losesAt?(task: unknown): number | undefined;
  /** What a consumer does after its last item takes, ms; default 0. */
  finishMs?: number;
  /** Used in place of the one that the session's spec names. */
  scenario?: Scenario;
  /** Chunks a session accepts at once for each of its workers; default 1. */
  chunksAWorker?: number;
  /** The clock, where others are to share it; default: one for all sessions of the engine. */
  simulation?: Simulation;
}

/** The name that fake workers go by in messages and on the command line. */
const NAME = 'fake';

/** Workers on a virtual clock: tasks are really run, and take exactly what a cost function says. */
export function createFakeEngine(options: FakeEngineOptions = {}): Engine {
  const { simulation = new Simulation() } = options;
  return {
    name: NAME,
    description: 'workers on a virtual clock, whose tasks take exactly what the scenario’s `cost` says',
    placement: 'virtual',
    async open(spec, _signal, listeners = {}) {
      const scenario = options.scenario ?? (await importScenario(spec));
      const setting: FakeSetting = {
        engine: NAME,
        scenario,
        params: spec.params,
        simulation,
        cost: costFunction(options, scenario, spec),
        wait: options.wait ?? (() => 0),
        startupMs: options.startupMs ?? 0,
        messageMs: options.messageMs ?? 0,
        finishMs: options.finishMs ?? 0,
        losesAt: options.losesAt ?? (() => undefined),
        chunksAWorker: options.chunksAWorker ?? 1,
        pins: spec.pins,
      };
      return FakeSession.open(spec.workers, setting, listeners);
    },
  };
}

export const fakeEngine = createFakeEngine();

function costFunction(
  { cost }: FakeEngineOptions,
  scenario: Scenario,
  { params }: SessionSpec,
): (task: unknown, worker: number) => number {
  if (cost) return (task, worker) => cost(task, worker, params);
  if (scenario.cost) return (task) => scenario.cost!(task, params);
  throw new UnavailableError(
    `The scenario "${scenario.name}" does not say what a task takes: add \`cost: (task, params) => milliseconds\` to it to run it on the fake engine.`,
  );
}
