import type { OverdueError, ProcessStory } from '../../../errors.js';
import type { DiesWithParent, HostFacts } from '../../../host/index.js';
import type { CeilingObservation, Observation } from '../../../record/index.js';
import type { CommandSpec, Params, Payload, Scenario, Suite } from '../../../scenario/index.js';
import type { RunningChunk } from '../../../workers/session/index.js';
import type { Pause } from '../pass/pauses.js';
import type { RunLogEntry } from '../run-log.js';
import type { TaskSample } from '../visit/sample.js';

/** The scenario that a request is about, as workers load it. */
export interface ScenarioRef {
  module: string;
  export: string;
  params: Params;
  seed: number;
  /** A program runs the tasks; nothing is then loaded, and `module` is empty. */
  command?: CommandSpec;
  /** A pass is of these tasks alone; absent: of all. */
  sample?: TaskSample;
  /** The scenario's own name, for messages. */
  title?: string;
  /** The file as its user named it, for messages. */
  source?: string;
  /** How long a worker may take to load it, to set up and to tear down, each, ms; absent: the engines' own. */
  loadTimeoutMs?: number;
  /** What each worker may hold, MiB; absent: what it likes. */
  maxMemoryMiB?: number;
}

interface Visited {
  /** What it is called in the log. */
  visit?: string;
  /** How long it may take, ms; then the host is ended. Absent: as long as each of its steps may. */
  limitMs?: number;
}

/** One visit to a case: fresh workers, warm-up, then passes until they fill `observationMs`. */
export interface ObserveRequest extends Visited {
  scenario: ScenarioRef;
  engine: string;
  dispatch: string;
  workers: number;
  chunksize: number;
  observationMs: number;
  /** How long a pass of an open-ended scenario lasts. */
  openEndedMs: number;
  /** The CPU of each worker; absent: not pinned. */
  pins?: readonly number[];
  /** Start the workers anew in each pass, and count their start. */
  cold?: true;
  /** Worker 0 waits for a debugger before it loads anything. */
  inspect?: true;
  /** Whether to keep a row a chunk, for the timeline. */
  keepChunks: boolean;
  /** File of serial's results, or of what they combine to, to compare with in one more pass outside the timing. */
  verifyAgainst?: string;
}

/** What the observation's line gets from the bench host. */
export type Observed = Pick<
  Observation,
  | 'passes'
  | 'wallMs'
  | 'mainCpuMs'
  | 'turns'
  | 'lanes'
  | 'baseMemoryMiB'
  | 'disturbance'
  | 'eventLoopDelayMs'
  | 'counts'
  | 'chunks'
  | 'hosts'
> & { verification?: Verification };

export interface Verification {
  verified: boolean | null;
  difference?: string;
  /** What results lose between worker and parent, one line per kind; absent where nothing is lost. */
  lost?: Loss[];
}

/** What a message does not carry, where it was seen first. */
export interface Loss {
  /** `result.link`. */
  path: string;
  /** What stands there in serial: a class's name, a field's value. */
  serial: string;
  here: string;
  /** Results that lost the same. */
  results: number;
}

/** Why a visit failed, as it travels and stands in the record. */
export interface Failure {
  message: string;
  how?: 'task' | 'stray' | 'memory' | 'lost';
  /** Where the error was made, in the user's own files, innermost first. */
  stack?: string[];
  /** How the program ended that failed, where a command is measured. */
  process?: ProcessStory;
}

export interface CeilingRequest extends Visited {
  scenario: ScenarioRef;
  engine: string;
  sessions: number;
  /** The CPU of each session's worker; absent: not pinned. */
  pins?: readonly number[];
  /** Of a command; else it is 1. */
  chunksize?: number;
  observationMs: number;
  openEndedMs: number;
}

export type CeilingObserved = Pick<CeilingObservation, 'passes' | 'throughputs' | 'disturbance'>;

/** What of a scenario is called: its `run` a task, or its `consume` a worker. */
export type Called = 'run' | 'consume';

/** One serial pass before the rounds begin: task by task, or all tasks in one call of `consume`. */
export interface SerialPassRequest extends Visited {
  scenario: ScenarioRef;
  called: Called;
  /** Of a command that starts a program for each chunk: how many tasks a chunk has. Absent: one. */
  chunksize?: number;
  openEndedMs: number;
  /** Where the results go, for the verification of every case. */
  resultsFile: string;
  /** How long the pass may take: then the tasks that were not begun are left out. Absent: all are run. */
  budgetMs?: number;
  /** So many tasks are run, spread over all, whatever time that takes. Absent: as many as fit into `budgetMs`. */
  take?: number;
}

export interface SerialPass {
  tasks: number;
  /**
   * Time of each task in task order; sums of runs of consecutive tasks beyond 10,000 of them. Of one call of
   * `consume`, even shares.
   */
  taskMs: number[];
  passMs: number;
  /** Tasks that there are, where time was too short to run them all; those of `sampledIndices` were run. */
  allTasks?: number;
  /**
   * CPU time of the thread ÷ (the pass's time − what the thread waited for a CPU), 0 to 1: far below 1 where tasks
   * wait. CPU time of the process where the system does not tell the thread's. Absent where nothing took time.
   */
  cpuShare?: number;
  /** The whole visit, with loading, set-up, warm-up and what follows the pass, ms; told by who asked for it. */
  visitMs?: number;
  /** Most that serial held, the program or the whole process, MiB; absent where the system does not tell. */
  peakMemoryMiB?: number;
}

/** A module is loaded, and asked what can be told without running a task. */
export interface LookRequest extends Visited {
  /** File URL of plain JavaScript. */
  module: string;
  /** Absolute path of the file as its user named it. */
  source: string;
  /** Those that were asked for; the others are the scenario's own. */
  params: Readonly<Record<string, unknown>>;
  seed: number;
  loadTimeoutMs?: number;
}

/** What of a scenario decides what can be measured; plain data. */
export interface ScenarioFacts
  extends Pick<Scenario, 'name' | 'description' | 'params' | 'verify' | 'command'> {
  openEnded: boolean;
  spread: boolean;
  /** Whether it has the function. */
  run: boolean;
  consume: boolean;
}

export interface Looked {
  scenario: ScenarioFacts;
  /** The name of the export that is the scenario. */
  export: string;
  /** All parameters. */
  params: Params;
  /** Tasks of a pass. */
  tasks: number;
  payload: Payload;
}

export type SuiteRequest = Pick<LookRequest, 'visit' | 'module' | 'source' | 'loadTimeoutMs'>;

/** What comes of a module that loads, or why it never will. */
export type Loading = <T>(request: SuiteRequest, loading: Promise<T>) => Promise<T>;

/** What loads the modules of users. Its methods reject with UsageError and UnavailableError as loading does. */
export interface ModuleHost {
  look(request: LookRequest): Promise<Looked>;
  suite(request: SuiteRequest): Promise<Suite>;
  /** Ends it, whatever it does. */
  close(): Promise<void>;
}

/** Where measurement runs: a child process of its own, or this one for engines on a virtual clock. */
export interface BenchHost {
  observe(request: ObserveRequest): Promise<Observed>;
  ceiling(request: CeilingRequest): Promise<CeilingObserved>;
  serialPass(request: SerialPassRequest): Promise<SerialPass>;
  /** What it has been in the middle of for so many ms, as a sentence; undefined where it is not known. */
  overdue?(afterMs: number): Promise<OverdueError | undefined>;
  /** Ends it with all its workers. */
  close(): Promise<void>;
}

export interface BenchHostInit {
  host: HostFacts;
  /** Root of the process tree whose CPU time is ours. */
  rootPid: number;
}

/** Among the host's descriptors, after stdio and the channel: the file of its stage. */
export const STAGE_DESCRIPTOR = 4;

export type BenchMethod = Exclude<keyof (BenchHost & ModuleHost), 'close' | 'overdue'>;
export type ToBenchHost =
  /** With what `dieWithParent` answers here: a quarter of a host's start would go into asking again. */
  | { kind: 'init'; init: BenchHostInit; diesWithParent: DiesWithParent | undefined }
  /** Asks what its workers run. */
  | { kind: 'running?' }
  | { kind: 'call'; method: BenchMethod; request: unknown }
  /** Sent just before the host goes on. */
  | { kind: 'paused'; pause: Pause };
export type FromBenchHost =
  | { kind: 'ready' }
  | { kind: 'returned'; value: unknown }
  | { kind: 'threw'; name: string; failure: Failure }
  | { kind: 'running'; running: RunningChunk[] }
  | { kind: 'log'; entry: RunLogEntry };
