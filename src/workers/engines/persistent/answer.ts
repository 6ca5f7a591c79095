import { ProtocolError } from '../../../errors.js';
import { shownLine } from './utf8-lines.js';

/** What a line of a worker says. */
export type Answer =
  | { kind: 'ready' }
  | { kind: 'result'; value: unknown }
  /** The task failed, or what came of it cannot be read here. */
  | { kind: 'error'; message: string };

/**
 * Reads a line of a worker. Names besides `ready`, `result` and `error` are the worker's own affair; an `error` that is
 * null is none, as serialisers write an absent one.
 *
 * @throws ProtocolError for a line that is none of the three.
 */
export function readAnswer(line: string): Answer {
  const parsed = parse(line);
  if (parsed === undefined) {
    const nonFinite = readWithout(line);
    if (nonFinite) return nonFinite;
    throw new ProtocolError(`it printed ${shownLine(line)}, which is not JSON. ${ELSEWHERE}`);
  }
  const answer = asAnswer(parsed.value);
  if (!answer) throw new ProtocolError(`it printed ${shownLine(line)}, which is not an answer. ${ELSEWHERE}`);
  if (answer === 'both')
    throw new ProtocolError(`it answered ${shownLine(line)}: one task has a result or an error, not both.`);
  const inexact = answer.kind === 'result' ? inexactNumber(line) : undefined;
  if (inexact === undefined) return answer;
  const message = `its result holds ${inexact}, which a JavaScript number cannot hold exactly: answer with a string`;
  return { kind: 'error', message };
}

const ELSEWHERE =
  'Standard output is for answers alone, {"result": …} or {"error": …}: write to stderr instead.';

function parse(line: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(line) };
  } catch {
    return undefined;
  }
}

function asAnswer(value: unknown): Answer | 'both' | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const { ready, result, error } = value as Record<string, unknown>;
  const hasError = error !== undefined && error !== null;
  if (hasError && result !== undefined && result !== null) return 'both';
  if (hasError) return { kind: 'error', message: textOfError(error) };
  if (result !== undefined) return { kind: 'result', value: result };
  return ready === true ? { kind: 'ready' } : undefined;
}

/** A text, an object with a `message`, or whatever else was sent, as it was sent. */
function textOfError(error: unknown): string {
  if (typeof error === 'string') return error;
  const { message } = error as { message?: unknown };
  return typeof message === 'string' ? message : JSON.stringify(error);
}

/** A text, or what stands outside of texts and JSON has not: Python's `json` and others write NaN and infinities. */
const TEXT_OR_NON_FINITE = /"(?:[^"\\]|\\.)*"|-?(?:NaN|Infinity)/g;

/** A line that is an answer but for numbers which JSON has not: the task has no result that can be read. */
function readWithout(line: string): Answer | undefined {
  let found: string | undefined;
  const rest = line.replace(TEXT_OR_NON_FINITE, (part) => {
    if (part.startsWith('"')) return part;
    found ??= part;
    return '0';
  });
  const parsed = found === undefined ? undefined : parse(rest);
  const answer = parsed && asAnswer(parsed.value);
  if (!answer || answer === 'both' || answer.kind !== 'result') return undefined;
  return {
    kind: 'error',
    message: `its result holds ${found}, which JSON cannot express: answer with null or a string`,
  };
}

/** Fewer digits than this, and an exponent of fewer, are exact, or as near as the worker's own double is. */
const MAYBE_INEXACT = /\d{16}|[eE]\+?\d{3}/;
const TEXT_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** The first whole number of a line that a double would change, or a number that is beyond all doubles. */
function inexactNumber(line: string): string | undefined {
  if (!MAYBE_INEXACT.test(line)) return undefined;
  return line.match(TEXT_OR_NUMBER)?.find((part) => !part.startsWith('"') && isInexact(part));
}

function isInexact(text: string): boolean {
  const number = Number(text);
  if (!Number.isFinite(number)) return true;
  return /^-?\d+$/.test(text) && BigInt(text) !== BigInt(number);
}
