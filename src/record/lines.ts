import { createReadStream } from 'node:fs';
import { UsageError } from '../errors.js';

/** Longer lines than any run writes are refused instead of filling the memory. */
export const LINE_LIMIT = 64 * 1024 * 1024;

const NEWLINE = 0x0a;

/** The lines of a file as bytes, without their newlines, read as they are needed. */
export async function* linesOf(file: string, limit = LINE_LIMIT): AsyncIterable<Buffer> {
  let parts: Buffer[] = [];
  let length = 0;
  let number = 1;
  const add = (part: Buffer) => {
    length += part.length;
    if (length > limit) throw new UsageError(`${file}:${number}: longer than ${limit / 1024 / 1024} MiB.`);
    parts.push(part);
  };
  const take = () => {
    const line = parts.length === 1 ? parts[0]! : Buffer.concat(parts);
    parts = [];
    length = 0;
    number++;
    return line;
  };

  for await (const block of createReadStream(file, { highWaterMark: 1 << 18 }) as AsyncIterable<Buffer>) {
    let start = 0;
    for (let end = block.indexOf(NEWLINE); end >= 0; end = block.indexOf(NEWLINE, start)) {
      add(block.subarray(start, end));
      yield take();
      start = end + 1;
    }
    if (start < block.length) add(block.subarray(start));
  }
  if (length > 0) yield take();
}
