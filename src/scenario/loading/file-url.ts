import { fileURLToPath } from 'node:url';
import { messageOf, UsageError } from '../../errors.js';

/** The path of a file URL. @throws UsageError, where `what` names it, for one that is malformed or of another machine. */
export function pathOfFileUrl(url: string | URL, what: string): string {
  try {
    return fileURLToPath(url);
  } catch (error) {
    throw new UsageError(`The ${what} ${String(url)} is not the URL of a file here: ${messageOf(error)}.`);
  }
}
