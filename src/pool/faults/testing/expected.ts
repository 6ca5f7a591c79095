import { CorewiseError, OverdueError, PoolBrokenError, TaskError, WorkerLostError } from '../../../errors.js';
import type { Fault } from '../fixtures/faulty.js';
import type { Cell } from './cells.js';

type Fits = (error: unknown) => boolean;

const isRange: Fits = (error) => error instanceof RangeError && error.message === 'off the end';
const isUnsent: Fits = (error) =>
  error instanceof CorewiseError || error instanceof Error
    ? /result cannot be sent back/.test(error.message)
    : false;

const lost =
  (how: (error: WorkerLostError) => boolean): Fits =>
  (error) =>
    error instanceof WorkerLostError && !(error instanceof PoolBrokenError) && how(error);

const ofRun: Record<Fault, Fits> = {
  throws: isRange,
  rejects: isRange,
  'throws a falsy value': (error) => error instanceof TaskError && error.cause === undefined,
  'exit 0': lost(({ exitCode, signal }) => exitCode === 0 && signal === null),
  'exit 1': lost(({ exitCode, signal }) => exitCode === 1 && signal === null),
  SIGKILL: lost(({ exitCode, signal }) => exitCode === null && signal === 'SIGKILL'),
  SIGSEGV: lost(({ exitCode, signal }) => exitCode === null && signal === 'SIGSEGV'),
  'heap exhausted': lost(({ message }) => message.includes('ran out of memory')),
  'endless loop': (error) => error instanceof OverdueError,
  'never resolves': (error) => error instanceof OverdueError,
};

/** Whether an error is the one that the item must reject with; undefined: it must not. */
export function expectedError({ stage, fault }: Cell): Fits | undefined {
  if (stage === 'after the reply' || stage === 'idle' || stage === 'close') return undefined;
  if (stage === 'import' || stage === 'initializer') return lost(({ exitCode }) => exitCode === 1);
  if (stage === 'result encode' && (fault === 'throws' || fault === 'throws a falsy value')) return isUnsent;
  return ofRun[fault];
}

/** It takes a limit to notice. */
export const isHanging = (fault: Fault): boolean => fault === 'endless loop' || fault === 'never resolves';

/** For messages. */
export function told(error: unknown): string {
  if (!(error instanceof Error)) return `no error but ${String(error)}`;
  const { exitCode, signal } = error as { exitCode?: unknown; signal?: unknown };
  const exit = error instanceof WorkerLostError ? ` (exit code ${exitCode}, signal ${signal})` : '';
  return `${error.name}: ${error.message}${exit}`;
}
