import { isUtf8 } from 'node:buffer';
import { ProtocolError } from '../../../errors.js';

/** A longer line has no end: a worker that forgets the newline, or prints all that it has, would fill the memory. */
const LONGEST_ANSWER_MIB = 64;
const LONGEST_ANSWER = LONGEST_ANSWER_MIB * 2 ** 20;

const NEWLINE = 10;
const RETURN = 13;
/** So much of a line is shown in a message, characters. */
const SHOWN = 200;

/**
 * Cuts a stream of bytes into lines of UTF-8, whole ones only: nothing is replaced, cut or left out.
 *
 * @throws ProtocolError from `write` for a line that is no UTF-8 or has no end.
 */
export class Utf8Lines {
  private parts: Uint8Array[] = [];
  private length = 0;

  /** @param longest bytes of a line. */
  constructor(private readonly longest = LONGEST_ANSWER) {}

  /** The lines that these bytes complete, without their ends. */
  *write(bytes: Uint8Array): Generator<string, void> {
    let from = 0;
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, from)) {
      this.keep(bytes.subarray(from, end));
      from = end + 1;
      const line = this.take();
      if (line.length > 0) yield decode(line);
    }
    // What stays is a copy: the part is the caller's.
    this.keep(Buffer.from(bytes.subarray(from)));
  }

  /** The beginning of what no newline ended, for a message; undefined where there is none. */
  get unended(): string | undefined {
    return this.length === 0 ? undefined : shownLine(Buffer.concat(this.parts).toString('utf8'));
  }

  private keep(part: Uint8Array): void {
    if (part.length === 0) return;
    this.parts.push(part);
    this.length += part.length;
    if (this.length <= this.longest) return;
    const most = this.longest === LONGEST_ANSWER ? `${LONGEST_ANSWER_MIB} MiB` : `${this.longest} bytes`;
    const shown = this.unended;
    throw new ProtocolError(
      `its line does not end within ${most}: ${shown}. End each answer with a newline.`,
    );
  }

  private take(): Buffer {
    const line = this.parts.length === 1 ? Buffer.from(this.parts[0]!) : Buffer.concat(this.parts);
    this.parts = [];
    this.length = 0;
    return line.at(-1) === RETURN ? line.subarray(0, -1) : line;
  }
}

function decode(line: Buffer): string {
  if (isUtf8(line)) return line.toString('utf8');
  const shown = shownLine(line.toString('utf8'));
  throw new ProtocolError(`its line is not UTF-8: ${shown}. Write answers as UTF-8.`);
}

/** A line as code, with what does not print shown as escapes; of a long one the beginning, with its length. */
export function shownLine(line: string): string {
  const escaped = JSON.stringify(line.slice(0, SHOWN)).slice(1, -1);
  const shown = `\`${escaped.replaceAll('\\"', '"')}\``;
  return line.length > SHOWN ? `${shown}… (${line.length.toLocaleString('en-US')} characters)` : shown;
}
