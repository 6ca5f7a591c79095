import type { Fault } from '../fixtures/faulty.js';

export type EngineName = 'threads' | 'processes';
export type Stage =
  | 'import'
  | 'initializer'
  | 'argument decode'
  | 'run'
  | 'result encode'
  | 'after the reply'
  | 'idle'
  | 'close';

export type Caller = 'apply' | 'map' | 'starmap' | 'imap' | 'imapUnordered' | 'consume';

export const faults: readonly Fault[] = [
  'throws',
  'throws a falsy value',
  'rejects',
  'exit 0',
  'exit 1',
  'SIGKILL',
  'SIGSEGV',
  'heap exhausted',
  'endless loop',
  'never resolves',
];

export const stages: readonly Stage[] = [
  'import',
  'initializer',
  'argument decode',
  'run',
  'result encode',
  'after the reply',
  'idle',
  'close',
];

export const engines: readonly EngineName[] = ['threads', 'processes'];
export const callers: readonly Caller[] = ['apply', 'map', 'starmap', 'imap', 'imapUnordered', 'consume'];

export interface Cell {
  engine: EngineName;
  stage: Stage;
  fault: Fault;
}

export const cells: readonly Cell[] = engines.flatMap((engine) =>
  stages.flatMap((stage) => faults.map((fault) => ({ engine, stage, fault }))),
);

interface Impossible {
  reason: string;
  /** Of a cell that cannot exist. */
  holds(cell: Cell): boolean;
}

const node = Number.parseInt(process.versions.node, 10);
const isSignal = (fault: Fault) => fault === 'SIGKILL' || fault === 'SIGSEGV';

/** What cannot happen, and why. */
export const impossible: readonly Impossible[] = [
  {
    reason: 'a signal reaches the process with all its threads, the caller included: use processes',
    holds: ({ engine, fault }) => engine === 'threads' && isSignal(fault),
  },
  {
    reason: 'structured clone carries data and runs none of its code; it can only take too much memory',
    holds: ({ stage, fault }) => stage === 'argument decode' && fault !== 'heap exhausted',
  },
  {
    reason: 'a result is written at once: nothing of it is awaited, so a promise in it cannot be carried',
    holds: ({ stage, fault }) =>
      stage === 'result encode' && (fault === 'rejects' || fault === 'never resolves'),
  },
  {
    reason: 'nobody waits for what a task begins after its reply',
    holds: ({ stage, fault }) =>
      (stage === 'after the reply' || stage === 'idle') && fault === 'never resolves',
  },
  {
    reason:
      'from Node 24 on, a thread that fills its heap may take the process with it, or hang: use processes',
    holds: ({ engine, fault }) => node >= 24 && engine === 'threads' && fault === 'heap exhausted',
  },
];

export const reasonAgainst = (cell: Cell): string | undefined =>
  impossible.find(({ holds }) => holds(cell))?.reason;
