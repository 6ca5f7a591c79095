import { serialize } from 'node:v8';
import { cutText } from '../../../errors.js';

/** What goes along with an error, such as its fields: more would be no description of it any more. */
const MOST_BYTES = 2 ** 20;

/** A text of an error as it is sent: what was thrown is the caller's to read, as long as one can. */
export function cutSent(text: string): string {
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
export function cutStack(stack: string, message: string): string {
  if (stack.length <= MOST_BYTES) return stack;
  return cutText(
    stack.replace(message, () => cutSent(message)),
    2 * MOST_BYTES,
  );
}
