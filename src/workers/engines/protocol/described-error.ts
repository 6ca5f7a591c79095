import { serialize } from 'node:v8';
import { cutText } from '../../../errors.js';

/**
 * A thrown value as plain data. Structured clone drops an error's class, code and extra fields, and
 * refuses those that hold a function, so errors are taken apart by hand and rebuilt on the other side.
 */
export type DescribedError =
  | {
      isError: true;
      /** A DOMException, whose code follows from its name. */
      isDom?: true;
      name: string;
      message: string;
      stack?: string;
      fields: Record<string, unknown>;
      cause?: DescribedError;
      errors?: DescribedError[];
    }
  | { isError: false; value: unknown };

/** Of an AggregateError with more, the first ones. */
const MOST_ERRORS = 100;

/** Longer chains of causes are cut: a cyclic one would never end. */
const MAX_DEPTH = 8;

export function describeError(
  thrown: unknown,
  canCarry: (value: unknown) => boolean,
  depth = 0,
): DescribedError {
  const error = attempt(() => (thrown instanceof Error ? thrown : undefined), undefined);
  if (!error) return { isError: false, value: canCarry(thrown) ? thrown : cutSent(describeValue(thrown)) };
  const message = attempt(() => String(error.message), 'its message cannot be read');
  const described: DescribedError = {
    isError: true,
    name: attempt(() => cutSent(String(error.name)), 'Error'),
    message: cutSent(message),
    fields: carriedFields(error, canCarry),
  };
  if (error instanceof DOMException) described.isDom = true;
  const stack = attempt(() => error.stack, undefined);
  if (typeof stack === 'string') described.stack = cutStack(stack, message);
  if (depth < MAX_DEPTH) {
    const cause = attempt(() => error.cause, undefined);
    if (cause !== undefined) described.cause = describeError(cause, canCarry, depth + 1);
    if (error instanceof AggregateError) {
      const errors = attempt(() => error.errors.slice(0, MOST_ERRORS), []);
      described.errors = errors.map((inner) => describeError(inner, canCarry, depth + 1));
    }
  }
  return described;
}

/** Getters and proxies may throw in their turn. */
function attempt<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}

function carriedFields(error: Error, canCarry: (value: unknown) => boolean): Record<string, unknown> {
  const skipped = new Set(['name', 'message', 'stack', 'cause', 'errors', '__proto__']);
  const keys = attempt(() => Object.keys(error), []).filter((key) => !skipped.has(key));
  const entries = keys.flatMap((key) =>
    attempt(() => {
      const value = (error as unknown as Record<string, unknown>)[key];
      return canCarry(value) ? [[key, value] as const] : [];
    }, []),
  );
  return Object.fromEntries(entries);
}

function describeValue(value: unknown): string {
  try {
    return typeof value === 'symbol' || typeof value === 'function'
      ? String(value)
      : `${typeof value} ${value}`;
  } catch {
    return `a ${typeof value} that cannot be shown`;
  }
}

const builtIn: Record<string, ErrorConstructor> = {
  Error,
  TypeError,
  RangeError,
  SyntaxError,
  ReferenceError,
  EvalError,
  URIError,
};

/** The thrown value again: of the original class where that is one of the language's own, else named like it. */
export function rebuildError(described: DescribedError): unknown {
  if (!described.isError) return described.value;
  const error = emptyError(described);
  Object.assign(error, described.fields);
  if (error.name !== described.name) define(error, 'name', described.name);
  if (described.stack !== undefined) define(error, 'stack', described.stack);
  return error;
}

function emptyError({
  isDom,
  name,
  message,
  cause,
  errors,
}: Extract<DescribedError, { isError: true }>): Error {
  const options = cause ? { cause: rebuildError(cause) } : undefined;
  if (errors) return new AggregateError(errors.map(rebuildError), message, options);
  if (!isDom) return new (builtIn[name] ?? Error)(message, options);
  const error = new DOMException(message, name);
  if (options) define(error, 'cause', options.cause);
  return error;
}

function define(error: Error, key: string, value: unknown): void {
  Object.defineProperty(error, key, { value, configurable: true, writable: true, enumerable: false });
}

/** What goes along with an error, such as its fields: more would be no description of it any more. */
const MOST_BYTES = 2 ** 20;

/** A text of an error as it is sent: what was thrown is the caller's to read, as long as one can. */
function cutSent(text: string): string {
  return cutText(text, MOST_BYTES);
}

/** Whether a value is small enough to go along with an error; false also for what cannot be weighed. */
export function isSmall(value: unknown): boolean {
  if (typeof value === 'string') return value.length <= MOST_BYTES;
  if (typeof value !== 'object' || value === null) return true;
  try {
    return serialize(value).length <= MOST_BYTES;
  } catch {
    return false;
  }
}

/** A stack whose message is cut, so that the calls behind it are kept. */
function cutStack(stack: string, message: string): string {
  if (stack.length <= MOST_BYTES) return stack;
  return cutText(
    stack.replace(message, () => cutSent(message)),
    2 * MOST_BYTES,
  );
}
