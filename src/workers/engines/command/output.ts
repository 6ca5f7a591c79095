import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';

/** So much of a chunk's standard output is kept, in bytes; a longer one is compared by its hash. */
export const MOST_OUTPUT = 2 ** 20;
/** The beginning and the end of standard error that are kept, in bytes each: the end says why a program gave up. */
const ERROR_HEAD = 2_000;
const ERROR_TAIL = 6_000;

/** What stands for an output that is too long to keep. */
export interface LongOutput {
  bytes: number;
  /** Of all of it. */
  sha256: string;
}

/** A program's standard output: whole, as far as that is bounded, and its hash in any case. */
export class Output {
  private readonly parts: Uint8Array[] = [];
  private readonly hash = createHash('sha256');
  private bytes = 0;

  write(part: Uint8Array): void {
    if (this.bytes + part.length <= MOST_OUTPUT) this.parts.push(part);
    else if (this.bytes <= MOST_OUTPUT) this.hashKept();
    if (this.bytes + part.length > MOST_OUTPUT) this.hash.update(part);
    this.bytes += part.length;
  }

  /** A text where it is UTF-8, else its bytes; of a longer one how long it is, and its hash. */
  get value(): string | Uint8Array | LongOutput {
    if (this.bytes > MOST_OUTPUT) return { bytes: this.bytes, sha256: this.hash.copy().digest('hex') };
    const whole = Buffer.concat(this.parts);
    return isUtf8(whole) ? whole.toString('utf8') : new Uint8Array(whole);
  }

  private hashKept(): void {
    for (const part of this.parts) this.hash.update(part);
    this.parts.length = 0;
  }
}

/**
 * The results of a chunk's tasks: a line each where the output has as many lines as the chunk has tasks. Else nothing
 * says which part of it is of which task: the first one has all of it, and the others an empty text. Both sides of a
 * comparison are cut alike, since they have the same chunks.
 */
export function resultsOf(output: string | Uint8Array | LongOutput, tasks: number): unknown[] {
  if (typeof output === 'string') {
    const lines = output.replace(/\n$/, '').split('\n');
    if (tasks > 1 && lines.length === tasks && output !== '') return lines;
  }
  return [output, ...new Array<string>(Math.max(0, tasks - 1)).fill('')];
}

/** The beginning and the end of standard error, with what was left out in between. */
export class ErrorOutput {
  private head = Buffer.alloc(0);
  private tail = Buffer.alloc(0);
  private bytes = 0;

  write(part: Uint8Array): void {
    this.bytes += part.length;
    const room = ERROR_HEAD - this.head.length;
    if (room > 0) this.head = Buffer.concat([this.head, part.subarray(0, room)]);
    const rest = part.subarray(Math.max(0, room));
    if (rest.length > 0) this.tail = Buffer.concat([this.tail, rest]).subarray(-ERROR_TAIL);
  }

  get text(): string {
    const left = this.bytes - this.head.length - this.tail.length;
    const between = left > 0 ? `\n… (${left.toLocaleString('en-US')} bytes left out) …\n` : '';
    return `${this.head.toString('utf8')}${between}${this.tail.toString('utf8')}`.trimEnd();
  }
}
