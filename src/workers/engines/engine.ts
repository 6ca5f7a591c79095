import { availableParallelism } from 'node:os';
import type { CommandSpec, Params } from '../../scenario/index.js';
import { currentWorker } from '../current/index.js';
import type { Session, SessionEvents } from '../session/index.js';

/** Everything an engine needs to start workers. Plain data: it also travels to the bench host. */
export interface SessionSpec {
  /** File URL of plain JavaScript that exports the scenario. */
  module: string;
  /** The name of that export. */
  export: string;
  params: Params;
  workers: number;
  seed: number;
  /** The CPU that each worker stays on; absent: wherever the system puts it. */
  pins?: readonly number[];
  /** The session runs functions of the module by name, and no scenario; `export` and `params` do not count. */
  functions?: FunctionsSpec;
  /** A program runs the tasks: nothing of `module` is imported, and `export` and `params` do not count. */
  command?: CommandSpec;
  /** Workers of functions are asked for their usage: what reads it is there from the start. */
  asksUsage?: true;
  /** Names of the workers begin with it. */
  name?: string;
  /** Worker 0 waits for a debugger before it loads anything; loading then takes as long as it likes. */
  inspect?: true;
  /** The module as its user named it, for messages; default: `module`. */
  source?: string;
  /** How long a worker may take to load the module, and as long again for its `setup`, ms; default 60,000. */
  loadTimeoutMs?: number;
  /** How long its teardown may take, ms; default 5,000. */
  closeTimeoutMs?: number;
  /** Default: as many in a row as there are workers, at least 3. */
  maxRestarts?: RestartLimit;
  /** What each worker may hold, MiB; one that holds more is ended. Default: what it likes. Not where tasks run inline. */
  maxMemoryMiB?: number;
}

/** More workers than this, lost within that time and with no task done in between: then the session gives up. */
export interface RestartLimit {
  count: number;
  withinMs: number;
}

/** How a worker of functions begins and ends. */
export interface FunctionsSpec {
  /** Name of an exported function, called once a worker before its first task. */
  initializer?: string;
  initargs?: readonly unknown[];
  /** Name of an exported function, called once a worker before it leaves in peace. */
  finalizer?: string;
}

/** What hosts workers. To add one: one file, one line in `index.ts`. */
export interface Engine {
  readonly name: string;
  readonly description: string;
  /** Where the tasks run: `inline` takes the caller's thread, so the runner gives it a process of its own. */
  readonly placement: 'inline' | 'workers' | 'virtual';
  /** Its workers share no memory with the caller: no SharedArrayBuffer can be sent to them. */
  readonly sharesNothing?: true;
  /** There to be measured: who wants that in a program needs no Pool for it. */
  readonly isNoPool?: true;
  /** The package, installed by the user, whose pool it is. */
  readonly package?: string;
  /** How that pool is set, in the words of its options. */
  readonly settings?: string;
  /** It runs commands alone, and no other engine but serial does. */
  readonly takes?: 'commands';
  /** Its session runs one program at a time, which has all the workers of the case to itself. */
  readonly isOneProgram?: true;
  /** Why it cannot run here; such cases are skipped, with this reason. */
  unavailable?(): Promise<string | undefined>;
  /**
   * Resolves when every worker is ready (module loaded, set up), not merely online. Aborting the signal before
   * ends the workers again, also those that would never be ready. Rejects with OverdueError where one has not loaded
   * or set up in time, which on the caller's own thread only a loop can exceed. `listeners` hear also what the workers log and
   * tell until then.
   */
  open(spec: SessionSpec, signal?: AbortSignal, listeners?: Partial<SessionEvents>): Promise<Session>;
}

/** As debuggers and process lists show a worker. */
export function workerName({ name = 'corewise', worker }: { name?: string; worker: number }): string {
  return `${name}-${worker + 1}`;
}

/** The CPUs that this thread may fill: all allowed ones, or its share where it is itself a worker. */
export function ownCpus(): number {
  return currentWorker()?.cpuShare ?? availableParallelism();
}

/** The share of each of so many workers that this thread starts. */
export function cpuShare(workers: number): number {
  return Math.max(1, Math.floor(ownCpus() / workers));
}
