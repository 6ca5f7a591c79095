import { messageOf } from '../../errors.js';

const SHARED = ' Only threads share memory with the thread that feeds them:';
const LARGE = ' A message between processes holds less than 2 GiB, and a text less than 512 MiB:';
const WAYS_OUT =
  ' use the engine threads with a SharedArrayBuffer, or send the path of a file that every worker opens for itself.';

const TOO_LARGE =
  /out of memory|Invalid string length|longer than 0x|Invalid (typed )?array (buffer )?length|Array buffer allocation failed|Unable to deserialize cloned data due to|larger than/i;
const TOO_LARGE_CODES: readonly unknown[] = [
  'ERR_STRING_TOO_LONG',
  'ERR_BUFFER_TOO_LARGE',
  'ERR_OUT_OF_RANGE',
];

/** Why a result does not reach the parent, with the ways around it. */
export function unsentResult(what: string, reason: string): TypeError {
  const advice = messageAdvice(reason);
  return new TypeError(`${what} cannot be sent back: ${reason}${advice === '' ? '' : `.${advice}`}`);
}

/** The limit that a message met and the ways around it, as sentences that follow its own; else nothing. */
export function messageAdvice(cause: unknown): string {
  const text = messageOf(cause);
  if (text.includes('SharedArrayBuffer')) return `${SHARED}${WAYS_OUT}`;
  if (text.startsWith('#<Promise> could not be cloned')) return ' Await the promise, and send what it gives.';
  const { code } = (cause ?? {}) as { code?: unknown };
  return TOO_LARGE.test(text) || TOO_LARGE_CODES.includes(code) ? `${LARGE}${WAYS_OUT}` : '';
}
