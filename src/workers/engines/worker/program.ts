import { UsageError, unknownName } from '../../../errors.js';
import {
  commandScenario,
  type Params,
  type Payload,
  type Scenario,
  type SetupContext,
  type TaskContext,
} from '../../../scenario/index.js';
import { hasTransfers, transfersOf } from '../../current/index.js';
import type { Call } from '../../session/index.js';
import type { FunctionsSpec, SessionSpec } from '../engine.js';

export type TaskFunction = (task: unknown, context: TaskContext) => unknown;
export type Consumer = (items: AsyncIterable<unknown>, context: TaskContext) => unknown;

/** What a worker runs: a scenario, or a module's functions by name. */
export interface Program {
  /** Once a worker, before its first task; what it returns is the worker's state. */
  setup(context: SetupContext): unknown;
  teardown(state: unknown): unknown;
  /** @throws UsageError where there is no such function. */
  task(call?: string, spread?: boolean): TaskFunction;
  /** @throws UsageError where there is no such function. */
  consumer(call?: Call, args?: readonly unknown[]): Consumer;
  /** What of a result moves instead of being copied; absent where nothing does. */
  readonly transferables?: ((value: unknown) => readonly unknown[]) | undefined;
  /** The names of what can be called; only for functions. */
  readonly functions?: string[];
}

/** @throws UsageError from `task` or `consumer` where the scenario has none. */
export function scenarioProgram(scenario: Scenario, params: Params): Program {
  const { transfer } = scenario;
  const payload = payloadOf(scenario, params);
  const run = taskFunction(scenario);
  return {
    setup: (context) => scenario.setup?.(context),
    teardown: (state) => scenario.teardown?.(state),
    task() {
      if (!scenario.run) throw new UsageError(`Scenario ${scenario.name} has no \`run\`, only \`consume\`.`);
      return run;
    },
    consumer() {
      if (!scenario.consume) throw new UsageError(`Scenario ${scenario.name} has no \`consume\`.`);
      return (items, context) => scenario.consume!(items, context);
    },
    ...(payload === 'transfer' && transfer && { transferables: (value) => transfer.call(scenario, value) }),
  };
}

/** As a method: a scenario may use `this`. */
export function taskFunction(scenario: Scenario): TaskFunction {
  if (!scenario.spread) {
    const runnable = scenario as Scenario & Required<Pick<Scenario, 'run'>>;
    return function calling(task, context) {
      return runnable.run(task, context);
    };
  }
  const spreading = scenario as { run(...taskAndContext: unknown[]): unknown };
  return (task, context) => spreading.run(...(task as unknown[]), context);
}

/** A program's task function, or one that throws where there is no such function: each task then fails with that. */
export function taskOf(program: Program, call?: string, spread?: boolean): TaskFunction {
  try {
    return program.task(call, spread);
  } catch (thrown) {
    return () => {
      throw thrown;
    };
  }
}

export function payloadOf({ payload = 'copy' }: Scenario, params: Params): Payload {
  return typeof payload === 'function' ? payload(params) : payload;
}

type AnyFunction = (...args: unknown[]) => unknown;

export function functionsProgram(
  exported: Record<string, unknown>,
  {
    module,
    functions: { initializer, initargs = [], finalizer },
  }: { module: string; functions: FunctionsSpec },
): Program {
  const callable = callableOf(exported);
  const find = (name: string): AnyFunction => {
    const found = callable.get(name);
    if (!found) throw unknownName(`function of ${module}`, name, [...callable.keys()]);
    return found;
  };
  const named = new Map<string, TaskFunction>();
  const spreading = new Map<string, TaskFunction>();
  return {
    async setup() {
      if (initializer !== undefined) await find(initializer)(...initargs);
    },
    async teardown() {
      if (finalizer !== undefined) await find(finalizer)();
    },
    task(name = 'default', spread = false) {
      const made = spread ? spreading : named;
      let run = made.get(name);
      if (!run) {
        const call = find(name);
        run = spread
          ? (args) => call(...(args as unknown[]))
          : function calling(task) {
              return call(task);
            };
        made.set(name, run);
      }
      return run;
    },
    consumer({ name } = { name: 'default' }, args = []) {
      const call = find(name);
      return (items) => call(items, ...args);
    },
    get transferables() {
      return hasTransfers() ? transfersOf : undefined;
    },
    functions: [...callable.keys()],
  };
}

/** CommonJS modules show their functions as properties of the default export. */
function callableOf(exported: Record<string, unknown>): Map<string, AnyFunction> {
  const { default: whole } = exported;
  const sources = typeof whole === 'object' && whole !== null ? [whole, exported] : [exported];
  const entries = sources.flatMap((source) => Object.entries(source));
  return new Map(entries.filter((entry): entry is [string, AnyFunction] => typeof entry[1] === 'function'));
}

/** The scenario of a session, from plain JavaScript that was checked when it was prepared. */
export async function importScenario(
  spec: Pick<SessionSpec, 'module' | 'export' | 'command'>,
): Promise<Scenario> {
  if (spec.command) return commandScenario(spec.command);
  const exports = (await import(spec.module)) as Record<string, unknown>;
  const scenario = exports[spec.export];
  if (typeof scenario !== 'object' || scenario === null) {
    throw new UsageError(`${spec.module} has no export "${spec.export}".`);
  }
  return scenario as Scenario;
}

/** What a session's workers run: its scenario, or the functions of its module. */
export async function importProgram(
  spec: Pick<SessionSpec, 'module' | 'export' | 'params' | 'functions'>,
): Promise<Program> {
  const { module, functions } = spec;
  if (!functions) return scenarioProgram(await importScenario(spec), spec.params);
  return functionsProgram((await import(module)) as Record<string, unknown>, { module, functions });
}
