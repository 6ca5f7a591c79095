import type { LogEntry } from '../../session/index.js';
import type { DescribedError } from '../protocol/described-error.js';
import type { DescribedErrors, WorkerInit } from '../protocol/messages.js';
import type { OwnUsage } from '../worker/usage.js';

/** What a worker of another package's pool is started with. */
export interface HostedInit {
  init: Omit<WorkerInit, 'worker'>;
  /** Where that package is, as a URL. */
  library: string;
  shared: SharedMemory;
}

/** What workers and their session share beside messages: threads memory, processes a file. */
export type SharedMemory =
  | { stopFlag: Uint8Array; begunCells: Int32Array; lanes: Int32Array }
  | { path: string };

/** Where a process finds its HostedInit, as JSON. */
export const HOSTED_ENVIRONMENT = 'COREWISE_HOSTED';

/** [chunk id, outcome index of the first task, tasks]. */
export type ChunkMessage = [id: number, first: number, tasks: readonly unknown[]];

/** `live`: as `usage`, with its garbage collected first; see `Session.usage`. */
export type Question = 'hello' | 'usage' | 'live' | 'bye';

/** What the session gives to the pool as one of the pool's own tasks. */
export type HostedMessage = ChunkMessage | Question;

/** Logged, or told as a status, since the last answer. */
export type Said = Omit<LogEntry, 'worker'> | { status: unknown };

/** [lane, values, errors by position, received, started, finished, CPU ns, wait ns, what was said]. */
export type ChunkAnswer = [
  lane: number,
  values: unknown[],
  errors: DescribedErrors,
  received: number,
  started: number,
  finished: number,
  cpuNs?: number | undefined,
  waitNs?: number | undefined,
  said?: Said[],
];

export type QuestionAnswer = {
  lane: number;
  usage?: OwnUsage;
  /** Its module or its setup threw: it can do nothing. */
  refused?: DescribedError;
  /** Its teardown threw. */
  failed?: DescribedError;
  said?: Said[];
};

export type HostedAnswer = ChunkAnswer | QuestionAnswer;
