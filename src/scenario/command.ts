/**
 * How a command takes tasks, and so which engine runs it:
 *
 * - `self-parallel`: the program parallelises by itself and is told how many workers it may have ({workers}). One run of
 *   it is one task; engine `self-parallel`. Serial is the same command told 1, or `serial`.
 * - `chunks`: one process per chunk, `workers` of them at a time, which gets the chunk's tasks as arguments ({}), as a file
 *   ({file}) or on its standard input; engine `commands`. Serial is the same command, one chunk at a time, at the same
 *   chunksize: start-up is part of both. A chunk's result is its standard output.
 * - `copies`: whole programs, `workers` of them at once, one task each; engine `commands`.
 * - `persistent`: one process per worker for the whole session, which speaks JSON lines: `{"ready": true}` once it can
 *   begin, then for each `{"task": …}` one `{"result": …}` or `{"error": …}`; engine `persistent`.
 */
export type CommandKind = 'self-parallel' | 'chunks' | 'copies' | 'persistent';

/**
 * Any program as a scenario. Plain data: it travels to bench hosts in `SessionSpec.command` and `ScenarioRef.command`,
 * where engines find it, and stands in the header of the record.
 */
export interface CommandSpec {
  kind: CommandKind;
  /**
   * The program and its arguments, each passed as it stands, never by a shell. Placeholders, anywhere in an argument:
   * `{workers}` how many workers the case has; `{worker}` which of them runs this, from 0; `{}` the tasks of the chunk:
   * an argument that holds it is repeated once a task; `{file}` the path of a temporary file with the tasks, a line each.
   * With `shell`: one text, in which tasks and paths are quoted.
   */
  argv: readonly string[];
  /** `self-parallel`: what serial runs in place of `argv`, where the program has a true serial form. */
  serial?: readonly string[];
  /** Added to the environment; values may hold `{workers}` and `{worker}`. */
  env?: Readonly<Record<string, string>>;
  /** The tasks of the chunk come on standard input, a line each; without it that is empty. */
  stdin?: true;
  /** `argv` is one text for `sh -c`. */
  shell?: true;
  /** Absolute path of the folder it runs in. */
  cwd: string;
  /** The tasks, in order, as texts. `self-parallel` and `copies` have one empty one. */
  tasks: readonly string[];
  /** How long a chunk may take for each of its tasks, ms; absent: the run's own limit for tasks. */
  taskTimeoutMs?: number;
  /**
   * Whether outputs are compared with serial's. Default: those of chunks are; those of whole programs are not, which
   * tell times, and come in any order.
   */
  verify?: boolean;
}

/** A command as suites and command lines name it; `commandSpec` makes a `CommandSpec` of it. */
export interface SuiteCommand
  extends Partial<Pick<CommandSpec, 'serial' | 'env' | 'stdin' | 'shell' | 'verify'>> {
  /** What the report calls it; default: made of the program's name. Lower-case words joined by hyphens. */
  name?: string;
  /** The program and its arguments, with placeholders as in `CommandSpec.argv`. */
  argv: readonly string[];
  /** The tasks, one of: a range of whole numbers, `'1..12'`; */
  range?: string;
  /** a file with a task a line, relative to the suite; */
  lines?: string;
  /** or the tasks themselves. */
  tasks?: readonly string[];
  /** Whole programs, `workers` of them at once. */
  copies?: true;
  /** One process per worker, which speaks JSON lines. */
  persistent?: true;
  /** Folder that it runs in, relative to the suite; default: that of the suite. */
  cwd?: string;
}
