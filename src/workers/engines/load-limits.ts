import { basename } from 'node:path';
import { CorewiseError, messageOf, OverdueError } from '../../errors.js';
import { formatMs } from '../../stats/index.js';
import { LONGEST_TIMER_MS } from '../session/index.js';
import type { SessionSpec } from './engine.js';

/** How long a program may take to end after it was asked to; then it is ended. */
export const GRACE_MS = 500;

/** How long a process that has ended may leave its output open, ms: one that it started may hold it forever. */
export const LEFT_OPEN_MS = 250;

/** In the command line of the shell that guards programs: it is not to be stopped together with what it guards. */
export const GUARD_NAME = 'corewise-guard';

/** Modules that compile much, and a `setup` that reads much, on a busy machine take some seconds. */
export const LOAD_TIMEOUT_MS = 60_000;
/** How long a worker may take to leave after it was asked to; then it is ended. */
const CLOSE_TIMEOUT_MS = 5_000;

/** What of the user's runs before a worker's first task, and after its last. */
export type Step = 'load' | 'setup' | 'teardown';

/** How long each step of a worker's life may take, and what is said where it takes longer. */
export interface LoadLimits {
  /** ms; undefined: as long as it likes. */
  of(step: Step): number | undefined;
  overdue(step: Step, worker: number, limitMs: number): OverdueError;
}

export function loadLimits(spec: SessionSpec, engine: string): LoadLimits {
  const { inspect, loadTimeoutMs = LOAD_TIMEOUT_MS, closeTimeoutMs = CLOSE_TIMEOUT_MS } = spec;
  return {
    of(step) {
      if (step !== 'teardown' && inspect) return undefined;
      return Math.min(step === 'teardown' ? closeTimeoutMs : loadTimeoutMs, LONGEST_TIMER_MS);
    },
    overdue: (step, worker, limitMs) =>
      new OverdueError(
        `${happening(step, spec)} after ${formatMs(limitMs)}, in worker ${worker} (${engine})${hint(step, spec)}`,
      ),
  };
}

/** What is told of a worker whose module or setup threw: that itself, where it is an Error. */
export function notStarted(thrown: unknown, worker: number): Error {
  if (thrown instanceof Error) return thrown;
  const text = `Worker ${worker} could not start: its module or what sets it up threw ${messageOf(thrown)}, which is no Error.`;
  return new CorewiseError(text, { cause: thrown });
}

/** `tasks.ts`, however long its path. */
function moduleName({ source, module }: Pick<SessionSpec, 'source' | 'module'>): string {
  return basename(source ?? module);
}

function happening(step: Step, spec: SessionSpec): string {
  const of = moduleName(spec);
  if (step === 'load') return `${of} had not finished loading`;
  const { functions } = spec;
  if (!functions) return `\`${step}\` of ${of} had not returned`;
  return step === 'setup'
    ? `The initializer "${functions.initializer}" of ${of} had not returned`
    : `The finalizer "${functions.finalizer}" of ${of} had not returned`;
}

function hint(step: Step, { functions }: SessionSpec): string {
  if (step === 'teardown') return ': corewise stopped waiting for it.';
  const option = functions ? '`loadTimeoutMs`' : '--load-timeout';
  const cause = step === 'load' ? ': does a top-level `await` in it never settle?' : '.';
  return `${cause} ${option} allows more.`;
}
