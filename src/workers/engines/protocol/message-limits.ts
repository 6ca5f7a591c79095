import { getHeapStatistics, serialize } from 'node:v8';
import { messageOf } from '../../../errors.js';

const SHARED = ' Only threads share memory with the thread that feeds them:';
const LARGE = ' A message between processes must be smaller than 2 GiB, and a string smaller than 512 MiB:';
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

/** Node's channel counts a message between processes in 31 bits; a margin for what it adds itself. */
const CHANNEL_BYTES = 2 ** 31 - 2 ** 20;

/**
 * Refuses what a channel between processes would break on, at the cost of both ends: the receiver cannot read it,
 * and ends. To weigh a message means to serialise it, so that is done only where the isolate holds that much at all.
 * @throws RangeError for a message of 2 GiB or more.
 */
export function checkMessageSize(message: unknown): void {
  const { used_heap_size, external_memory } = getHeapStatistics();
  if (used_heap_size + external_memory < CHANNEL_BYTES) return;
  if (serialize(message).length < CHANNEL_BYTES) return;
  throw new RangeError('the message is larger than the 2 GiB that a channel between processes carries');
}
