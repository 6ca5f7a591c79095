import type { CommandSpec } from './command.js';

/** What a scenario's numbers, switches and names may be; `--param k=v` is read as the default's type. */
export type ParamValue = number | string | boolean;
export type Params = Record<string, ParamValue>;

/** Seeded numbers: the same seed gives the same tasks on every machine. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** Uniform integer in [0, below). */
  int(below: number): number;
}

export interface Log {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

/** What `setup` gets, once a worker. */
export interface SetupContext<P extends Params = Params> {
  readonly params: P;
  /** 0 … workers − 1. */
  readonly worker: number;
  readonly log: Log;
}

/** What `run` gets with every task. */
export interface TaskContext<P extends Params = Params, State = unknown> extends SetupContext<P> {
  /** What this worker's `setup` returned. */
  readonly state: State;
  /** True once the task was asked to stop. Cheap enough for every 1,000th turn of a loop. */
  stopped(): boolean;
}

/** What `prepare` and `cleanup` get, around every pass and warm-up, outside the timing. */
export interface PassContext<P extends Params = Params> {
  readonly params: P;
  readonly log: Log;
}

export type Payload = 'copy' | 'transfer' | 'share';

/** The result of an open-ended task: how many turns it made before it was stopped, and what came out. */
export interface OpenEndedResult {
  count: number;
  value: unknown;
}

/** A piece of work that is measured. A plain object: `defineScenario` only adds types. */
export interface Scenario<
  P extends Params = Params,
  Task = unknown,
  Result = unknown,
  State = unknown,
  Consumed = unknown,
> {
  /** Lower-case words joined by hyphens. */
  name: string;
  /** What it stresses and the curve to expect, in one or two sentences. */
  description: string;
  /** Defaults; `--param tasks=24` changes one. */
  params: P;
  /** The tasks of one pass; called anew for each pass with the same seed, outside the timing. */
  tasks(params: P, random: Random): readonly Task[];
  /** Once a worker, before its first task: a connection, a table. */
  setup?(context: SetupContext<P>): State | Promise<State>;
  /**
   * One task. A scenario has this or `consume`, or both. With `spread`, it gets the task's elements in place of the
   * task: `run(a, b, context)`.
   */
  run?(task: Task, context: TaskContext<P, State>): Result | Promise<Result>;
  /** One call per worker under the dispatch `consume`: takes tasks until there are no more, and gives one result. */
  consume?(tasks: AsyncIterable<Task>, context: TaskContext<P, State>): Consumed | Promise<Consumed>;
  /** Each task is a list, the arguments of `run` before the context. Then the dispatch `starmap` applies, too. */
  spread?: boolean;
  /**
   * What the workers' results of `consume` come to, in whatever order they stand; it is compared with what serial's
   * come to. Needed beside `consume`, unless `verify` is `none`.
   */
  combine?(results: Consumed[]): unknown;
  prepare?(context: PassContext<P>): void | Promise<void>;
  cleanup?(context: PassContext<P>): void | Promise<void>;
  teardown?(state: State): void | Promise<void>;
  /**
   * How tasks and results travel to and from threads: copied (default), moved by `transfer`, or in memory that both
   * sides share (`SharedArrayBuffer`), which only threads can. It may depend on the parameters.
   */
  payload?: Payload | ((params: P) => Payload);
  /** What of a result can be moved instead of copied; used with `payload: 'transfer'`. */
  transfer?(result: Result | Consumed): readonly Transferable[];
  /** What of a task can be moved instead of copied; used with `payload: 'transfer'`. */
  transferTask?(task: Task): readonly Transferable[];
  /** Tasks to warm up with; default: those of the pass. `false`: none. */
  warmup?: false | ((params: P, random: Random) => readonly Task[]);
  /** Each task runs until `context.stopped()` and returns `{ count, value }`; throughput is count ÷ time. */
  openEnded?: true;
  /** How results are compared with serial: exactly (default), numbers within a relative tolerance, or not. */
  verify?: 'exact' | 'none' | { tolerance: number };
  /** A program runs the tasks, and no function of this module: `run` and `consume` are then absent. */
  command?: CommandSpec;
  /** What a task takes on the fake engine, in milliseconds. Without it that engine skips the scenario. */
  cost?(task: Task, params: P): number;
}

/** Whatever `postMessage` can move. */
export type Transferable = ArrayBuffer | import('node:worker_threads').MessagePort;

/** A scenario whose `run` gets the elements of a task one by one. */
export interface SpreadScenario<P extends Params, Task extends readonly unknown[], Result, State, Consumed>
  extends Omit<Scenario<P, Task, Result, State, Consumed>, 'run' | 'spread'> {
  spread: true;
  run(...taskAndContext: [...Task, TaskContext<P, State>]): Result | Promise<Result>;
}

/** Types the parts of a scenario from its `params`, `tasks` and `setup`. Returns its argument. */
export function defineScenario<
  P extends Params,
  Task extends readonly unknown[] | [],
  Result,
  State = undefined,
  Consumed = never,
>(scenario: SpreadScenario<P, Task, Result, State, Consumed>): Scenario<P, Task, Result, State, Consumed>;
export function defineScenario<P extends Params, Task, Result, State = undefined, Consumed = never>(
  scenario: Scenario<P, Task, Result, State, Consumed>,
): Scenario<P, Task, Result, State, Consumed>;
export function defineScenario(scenario: unknown): unknown {
  return scenario;
}

export function comparesOutputs({ kind, verify }: CommandSpec): boolean {
  return verify ?? (kind === 'chunks' || kind === 'persistent');
}

/** The scenario that a command is: its tasks, and nothing that runs in a worker's own process. */
export function commandScenario(command: CommandSpec, name = 'command', description = name): Scenario {
  return {
    name,
    description,
    params: {},
    tasks: () => command.tasks,
    command,
    // A program begins anew with every chunk: there is nothing to get warm, and one run before the rounds fills caches.
    ...(command.kind !== 'persistent' && { warmup: false }),
    ...(!comparesOutputs(command) && { verify: 'none' as const }),
  };
}
