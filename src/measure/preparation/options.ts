import type { HostFacts, PinMode } from '../../host/index.js';
import type { ChunksizeSpec, CoresSpec, ParamValue, QuotaSpec, WorkersSpec } from '../../scenario/index.js';
import { DISTURBANCE_GATE } from '../../stats/index.js';
import type { RunLogEntry } from '../runner/index.js';

/** What can be said about a run beyond its suite. Lists, where given, replace those of every sweep. */
export interface StudyOptions {
  /** Folder (path) that relative scenario paths start from; default: the current one. */
  base?: string;
  engines?: readonly string[];
  dispatches?: readonly string[];
  workers?: readonly WorkersSpec[];
  chunksizes?: readonly ChunksizeSpec[];
  cores?: readonly CoresSpec[];
  /** CPU quotas to measure under, each in a cgroup of its own. */
  cpuQuotas?: readonly QuotaSpec[];
  /** Changes scenario parameters; strings are read as the type of the default. */
  params?: Readonly<Record<string, ParamValue>>;
  /** Exactly that many rounds. Without: until precise or out of time. */
  rounds?: number;
  /**
   * Look for the best setting of each scenario instead of measuring all alike: every one once, then the better half
   * after each round. What neither these options nor a sweep names is searched whole: threads and processes, numbers of
   * workers, chunksizes, dispatches.
   */
  tune?: boolean;
  /** Wanted half-width of every speedup's interval, as a fraction; default 0.05. */
  precision?: number;
  /** Default 150,000, or no limit where `rounds` is given. */
  maxTimeMs?: number;
  /** How long a pass of an open-ended scenario lasts; default 500. */
  forMs?: number;
  /**
   * How long what comes before and after tasks may take, each time: loading the module, `tasks`, `setup`, `prepare`,
   * `cleanup`, `teardown`. What takes longer has failed. Default 60,000.
   */
  loadTimeoutMs?: number;
  /** How long one task may take; one that takes longer has failed. Default 600,000. */
  taskTimeoutMs?: number;
  /**
   * How long one visit of a case may take, its loading, set-up, warm-up, passes and teardown included; what takes longer
   * has failed. Default: far more than an honest one takes, by the pass of serial.
   */
  caseTimeoutMs?: number;
  /**
   * What a worker may hold, MiB; one that holds more is ended, and its case has failed. Of a command it is the program
   * with all that it starts. More workers than fit into the memory with as much each are not started. Default: no limit.
   */
  maxWorkerMemoryMiB?: number;
  /** How long an observation lasts at least; default 500. */
  observationMs?: number;
  /** Labels of equal copies that every parallel case is measured as, for A/A comparisons. */
  replicas?: readonly string[];
  /** Whether measuring is held back while other programs compute, for about half of the run at most; default true. */
  waitForQuiet?: boolean;
  /** Whether each worker stays on a CPU of its own; default `none`. */
  pin?: PinMode;
  /** Measure every parallel case a second time, starting its workers anew in each pass. */
  cold?: boolean;
  /**
   * Worker 0 of every case that was asked for waits for a debugger; Node says where on `onLog`. One round without
   * passes of serial, whose times mean nothing.
   */
  inspectWorker?: boolean;
  /**
   * Go on with the run whose record is there already, with its plan and seed: after Ctrl-C, a kill, the end of its time.
   * `maxTimeMs` is then for what is still to be measured; `rounds` and `precision` change the plan.
   */
  resume?: boolean;
  /** Resume also where the scenario, the machine, Node or corewise changed; the report says so. */
  force?: boolean;
  seed?: number;
  label?: string;
  /** The machine to decide for; default: what is read of this one. */
  host?: HostFacts;
  instanceType?: string;
  /** The command that repeats the run, for the report. */
  command?: string;
  /** Aborting ends the run at once; what was measured until then counts. */
  signal?: AbortSignal;
  onProgress?: (progress: Progress) => void;
  /** Gets what the user should know before the run is over, such as that its time is short: whole sentences. */
  onNote?: (text: string) => void;
  /** Gets what scenarios, workers and bench hosts log and print; at most 1,000 lines a visit. */
  onLog?: (entry: RunLogEntry) => void;
}

export interface Progress {
  phase: 'prepare' | 'measure' | 'report';
  /** Id of the case that is measured now. */
  case?: string;
  round?: number;
  /** How many rounds there will be; where the run was not told, about how many. */
  rounds?: number;
  /** Whether it was told. */
  isExact?: boolean;
  /** The round is one of those that confirm the answer, which are counted by themselves. */
  isConfirmation?: boolean;
  /** What of the case is telling: `2 threads, chunksize 4, map`; `serial`. */
  setting?: string;
  /**
   * The speedup of the fastest pool so far for the scenario that is measured now, with half the width of its 95 %
   * interval as a share of it; from the third round on.
   */
  best?: { speedup: number; halfWidth: number };
  /** Share done, 0 to 1. */
  done: number;
  leftMs: number | null;
}

export const defaults = {
  precision: 0.05,
  minRounds: 10,
  /** Of a run that tunes: what is recommended has fresh rounds besides. */
  tunedRounds: 6,
  maxTimeMs: 150_000,
  observationMs: 500,
  openEndedMs: 500,
  seed: 1,
  pin: 'none',
  gate: { ...DISTURBANCE_GATE },
} as const;

/** What a sweep leaves open. */
export const sweepDefaults = {
  engines: ['serial', 'threads', 'processes'],
  dispatches: ['imapUnordered', 'map'],
  workers: ['auto'],
  chunksizes: ['auto'],
  cores: ['all'],
} as const;
