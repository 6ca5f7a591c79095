import { UnavailableError, UsageError } from '../../errors.js';
import type { Params, Scenario } from '../../scenario/index.js';
import { Simulation } from '../../simulation/index.js';
import type { Engine, SessionSpec } from './engine.js';
import type { FakeSetting } from './fake/task.js';
import { VirtualTime } from './fake/virtual-time.js';
import { FakeWorker } from './fake/worker.js';
import { loadLimits } from './load-limits.js';
import { WorkerSession } from './message-fed/worker-session.js';
import { begunCellBytes, memoryBegunCell, memoryBegunCells } from './protocol/begun-cells.js';
import { functionsProgram, importScenario, type Program, scenarioProgram } from './worker/program.js';

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
  /** What the module of a session of functions exports; default: what its spec names. */
  functions?: Record<string, unknown>;
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
    async open(spec, signal, listeners) {
      const { program, scenario } = await programOf(options, spec);
      const living = new Map<number, FakeWorker>();
      const time = new VirtualTime(simulation, () => {
        for (const worker of living.values()) worker.stopRaised();
      });
      const setting: FakeSetting = {
        ...{ program, params: spec.params, simulation, stop: time },
        isOpenEnded: scenario?.openEnded === true,
        cost: costFunction(options, scenario, spec),
        wait: options.wait ?? (() => 0),
        startupMs: options.startupMs ?? 0,
        messageMs: options.messageMs ?? 0,
        finishMs: options.finishMs ?? 0,
        losesAt: options.losesAt ?? (() => undefined),
        pins: spec.pins,
      };
      const cells = new Int32Array(new SharedArrayBuffer(begunCellBytes(spec.workers)));
      return WorkerSession.open(
        {
          engine: NAME,
          workers: spec.workers,
          limits: loadLimits(spec, NAME),
          maxRestarts: spec.maxRestarts,
          listeners,
          start(worker, listener) {
            const started = new FakeWorker(worker, setting, memoryBegunCell(cells, worker), listener);
            living.set(worker, started);
            return started;
          },
          stopFlag: time,
          begunCells: memoryBegunCells(cells),
          virtual: {
            time,
            chunksAWorker: options.chunksAWorker ?? 1,
            closing() {
              // Nobody else would end an open-ended task then.
              if (setting.isOpenEnded && !time.isWaited) time.raise();
            },
          },
        },
        signal,
      );
    },
  };
}

export const fakeEngine = createFakeEngine();

/** `scenario`: absent for functions. */
async function programOf(
  options: FakeEngineOptions,
  spec: SessionSpec,
): Promise<{ program: Program; scenario?: Scenario }> {
  const { module, functions, params } = spec;
  if (functions) {
    const exported = options.functions ?? ((await import(module)) as Record<string, unknown>);
    return { program: functionsProgram(exported, { module, functions }) };
  }
  const scenario = options.scenario ?? (await importScenario(spec));
  return { program: scenarioProgram(scenario, params), scenario };
}

/** @throws UnavailableError where nothing says what a task takes. */
function costFunction(
  { cost }: FakeEngineOptions,
  scenario: Scenario | undefined,
  { params }: SessionSpec,
): FakeSetting['cost'] {
  const isOpenEnded = scenario?.openEnded === true;
  if (cost) return (task, worker) => checked(cost(task, worker, params), isOpenEnded);
  if (scenario?.cost) return (task) => checked(scenario.cost!(task, params), isOpenEnded);
  if (!scenario)
    throw new UnavailableError('Functions do not say what a task takes: give the fake engine a `cost`.');
  throw new UnavailableError(
    `The scenario "${scenario.name}" does not say what a task takes: add \`cost: (task, params) => milliseconds\` to it to run it on the fake engine.`,
  );
}

function checked(cost: number, isOpenEnded: boolean): number {
  if (Number.isFinite(cost) && (isOpenEnded ? cost > 0 : cost >= 0)) return cost;
  const right = isOpenEnded ? 'the ms between two calls of `stopped()`, above 0' : 'milliseconds, 0 or more';
  throw new UsageError(`\`cost\` gave ${String(cost)} for a task; it must give ${right}.`);
}
