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

/** The text of anything thrown, for messages. */
export function messageOf(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.message || thrown.name;
  try {
    return String(thrown);
  } catch {
    return 'something that cannot be shown';
  }
}

/** For a name that is not in the list: says so, and which valid one is nearest. */
export function unknownName(kind: string, given: string, valid: readonly string[]): UsageError {
  const nearest = valid.length > 0 ? closest(given.toLowerCase(), [...valid]) : undefined;
  const isNear =
    nearest !== undefined && distance(given.toLowerCase(), nearest) <= Math.max(2, given.length / 2);
  const hint = isNear ? ` Did you mean "${nearest}"?` : '';
  const choice = valid.length > 0 ? `Valid: ${valid.join(', ')}.` : 'There is none.';
  return new UsageError(`Unknown ${kind} "${given}".${hint} ${choice}`);
}
