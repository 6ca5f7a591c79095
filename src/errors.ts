import { closest, distance } from 'fastest-levenshtein';

/** Every failure that corewise names. `src/cli` alone turns them into messages and exit codes. */
export class CorewiseError extends Error {
  override get name(): string {
    return this.constructor.name;
  }
}

/** The user asked for something that cannot be: an unknown name, a bad value. Exit code 2, never a stack trace. */
export class UsageError extends CorewiseError {}

/** Something cannot run on this machine; its cases are skipped with this message as the reason. */
export class UnavailableError extends CorewiseError {}

/** A task threw. `cause` is what it threw, rebuilt as far as a message channel allows. */
export class TaskError extends CorewiseError {
  constructor(
    message: string,
    /** Outcome index of the task. */
    readonly task: number,
    readonly worker: number,
    readonly engine: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** A task cannot travel to a worker. `cause` is what the channel said; the message names the ways out. */
export class UnsentTaskError extends TaskError {}

/** A worker ended while it held tasks; each of them settles with this error. */
export class WorkerLostError extends CorewiseError {
  constructor(
    message: string,
    readonly worker: number,
    readonly exitCode: number | null,
    readonly signal: string | null = null,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/**
 * So many workers of a pool were lost that it gave up, or one could not be replaced: what it held, and every later
 * call, gets this error. The worker is the last one that was lost, and `cause` is what ended it.
 */
export class PoolBrokenError extends WorkerLostError {
  constructor(
    message: string,
    /** Workers lost with no task done in between. */
    readonly losses: number,
    { worker, exitCode, signal }: Pick<WorkerLostError, 'worker' | 'exitCode' | 'signal'>,
    options?: ErrorOptions,
  ) {
    super(message, worker, exitCode, signal, options);
  }
}

/** Something of the user's (a module, `setup`, a task) had not returned when its time was over. */
export class OverdueError extends CorewiseError {
  constructor(
    message: string,
    /** The worker that was ended for it, where one was. */
    readonly worker?: number,
  ) {
    super(message);
  }
}

/** A file could not be written whole: the disk is full, fails, or the file is gone. The message names it. Exit code 1. */
export class WriteError extends CorewiseError {}

/** A worker that speaks JSON lines broke the protocol. The message follows `it` or `its`, as of the worker. */
export class ProtocolError extends CorewiseError {}

/** So much is kept of a text that is longer, in characters: all of it would fill messages, records and reports. */
export const LONGEST_MESSAGE = 10_000;
/** What others say around a text that was cut must not have it cut again. */
const ROOM = 2_000;

/** At the end of a text that was cut. */
const CUT = /… \(cut: (.+) characters in all\)$/;

/** The beginning of a text that is too long, with its length; else the text. A text that was cut may be cut once more. */
export function cutText(text: string, most = LONGEST_MESSAGE, room = ROOM): string {
  if (text.length <= most + room) return text;
  const length = CUT.exec(text.slice(-60))?.[1] ?? text.length.toLocaleString('en-US');
  // Half of a pair of surrogates is no character.
  const kept = text.slice(0, most).replace(/[\uD800-\uDBFF]$/, '');
  return `${kept}… (cut: ${length} characters in all)`;
}

/** An error that no task caught: thrown in a callback, or by a promise that nobody awaits. It is the `cause`. */
export class StrayError extends CorewiseError {}

/** Memory ran out, of a worker or of the process that measures. */
export class OutOfMemoryError extends CorewiseError {}

/** How one run of a program went wrong, for the record; times in ms. */
export interface ProcessStory {
  /** As one would type it; a very long one is cut. */
  command: string;
  exitCode: number | null;
  signal: string | null;
  wallMs: number;
  /** Of all its processes; absent where the system does not tell. */
  cpuMs?: number;
  peakMemoryMiB?: number;
  /** The beginning and the end of what it said there. */
  stderr: string;
}

/** A program that was to run a task failed, or could not be started. */
export class CommandError extends CorewiseError {
  constructor(
    message: string,
    readonly process: ProcessStory,
  ) {
    super(message);
  }
}

/** The text of anything thrown, for messages; a very long one is cut. */
export function messageOf(thrown: unknown): string {
  return cutText(wholeMessageOf(thrown));
}

function wholeMessageOf(thrown: unknown): string {
  if (thrown instanceof Error) return String(thrown.message || thrown.name);
  try {
    return String(thrown);
  } catch {
    return 'something that cannot be shown';
  }
}

/**
 * For a name that is not in the list: says so, and which valid one is nearest. `kind` may say whose it is: `option of imap`.
 */
export function unknownName(kind: string, given: string, valid: readonly string[]): UsageError {
  const nearest = nearestName(given, valid);
  const hint = nearest === undefined ? '' : ` Did you mean "${nearest}"?`;
  const known = valid.length > 0 ? `Valid: ${valid.join(', ')}.` : 'There is none.';
  const [, noun = kind, owner = ''] = /^(\w+)( of .*)$/.exec(kind) ?? [];
  return new UsageError(`Unknown ${noun} "${given}"${owner}.${hint} ${known}`);
}

/** Fewer letters than this stand in nearly every name. */
const TELLING_LETTERS = 3;

/** The name that was probably meant, whatever its case: one that begins so, differs in few letters, or has it within. */
function nearestName(given: string, valid: readonly string[]): string | undefined {
  if (valid.length === 0) return undefined;
  const wanted = given.toLowerCase();
  const names = valid.map((name) => name.toLowerCase());
  const telling = wanted.length >= TELLING_LETTERS;
  const nearest = closest(wanted, names);
  const differing = distance(wanted, nearest);
  const isNear = differing < given.length && differing <= Math.max(2, given.length / 2);
  const meant =
    (telling && names.find((name) => name.startsWith(wanted))) ||
    (isNear && nearest) ||
    (telling && names.find((name) => name.includes(wanted)));
  return meant ? valid[names.indexOf(meant)] : undefined;
}
