import type { HostFacts } from '../../host/index.js';
import type { CeilingObservation, Observation } from '../../record/index.js';
import type { Params } from '../../scenario/index.js';
import type { Pause } from '../pauses.js';
import type { RunLogEntry } from '../run-log.js';
import type { TaskSample } from '../sample.js';

/** The scenario that a request is about, as workers load it. */
export interface ScenarioRef {
  module: string;
  export: string;
  params: Params;
  seed: number;
  /** A pass is of these tasks alone; absent: of all. */
  sample?: TaskSample;
}

/** What a visit is called in the log. */
interface Visited {
  visit?: string;
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
  | 'disturbance'
  | 'eventLoopDelayMs'
  | 'counts'
  | 'chunks'
> & { verification?: Verification };

export interface Verification {
  verified: boolean | null;
  difference?: string;
}

export interface CeilingRequest extends Visited {
  scenario: ScenarioRef;
  engine: string;
  sessions: number;
  /** The CPU of each session's worker; absent: not pinned. */
  pins?: readonly number[];
  observationMs: number;
  openEndedMs: number;
}

export type CeilingObserved = Pick<CeilingObservation, 'passes' | 'throughputs' | 'disturbance'>;

/** What of a scenario is called: its `run` a task, or its `consume` a worker. */
export type Called = 'run' | 'consume';

/** One serial pass before the rounds begin: task by task, or all tasks in one call of `consume`. */
export interface ReferenceRequest extends Visited {
  scenario: ScenarioRef;
  called: Called;
  openEndedMs: number;
  /** Where the results go, for the verification of every case. */
  resultsFile: string;
  /** How long the pass may take: then the tasks that were not begun are left out. Absent: all are run. */
  budgetMs?: number;
  /** Where the index of the task that was begun last is kept, to be told where it never returns. */
  progressFile?: string;
}

export interface Reference {
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
}

/** Where measurement runs: a child process of its own, or this one for engines on a virtual clock. */
export interface BenchHost {
  observe(request: ObserveRequest): Promise<Observed>;
  ceiling(request: CeilingRequest): Promise<CeilingObserved>;
  reference(request: ReferenceRequest): Promise<Reference>;
  /** Ends it with all its workers. */
  close(): Promise<void>;
}

export interface BenchHostInit {
  host: HostFacts;
  /** Root of the process tree whose CPU time is ours. */
  rootPid: number;
}

export type BenchMethod = Exclude<keyof BenchHost, 'close'>;
export type ToBenchHost =
  | { kind: 'init'; init: BenchHostInit }
  | { kind: 'call'; method: BenchMethod; request: unknown }
  /** Sent just before the host goes on. */
  | { kind: 'paused'; pause: Pause };
export type FromBenchHost =
  | { kind: 'ready' }
  | { kind: 'returned'; value: unknown }
  | { kind: 'threw'; name: string; message: string }
  | { kind: 'log'; entry: RunLogEntry };
