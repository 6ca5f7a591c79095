import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { messageOf, UsageError } from '../../../errors.js';

/** A value inside a JSON file, with the keys that lead to it. */
export interface JsonItem {
  readonly path: readonly (string | number)[];
  readonly value: unknown;
}

const BLOCK_BYTES = 1 << 18;

/**
 * The values at these places (`$.Items.*`) in the file's order, read as they are needed: price lists have gigabytes,
 * so no more than one value and one block is held. Who has seen enough leaves the loop, and the rest is not read.
 * Throws UsageError where the file cannot be read, is not JSON, or ends in the middle.
 */
export async function* jsonItems(file: string, places: readonly string[]): AsyncGenerator<JsonItem> {
  const { JSONParser } = await import('@streamparser/json');
  let found: JsonItem[] = [];
  const parser = new JSONParser({ paths: [...places], keepStack: false });
  parser.onValue = ({ value, key, stack }) => {
    found.push({ path: pathOf(stack, key), value });
  };
  try {
    for await (const block of createReadStream(file, { highWaterMark: BLOCK_BYTES })) {
      parser.write(block);
      yield* found;
      found = [];
    }
  } catch (error) {
    throw unreadable(file, error);
  }
  if (!parser.isEnded) throw new UsageError(`${file} ends in the middle: was it downloaded to the end?`);
}

/** The values of a list that is the whole file, or stands in it under a name: pages as they come, or joined by jq. */
export async function* jsonList(file: string, name: string): AsyncGenerator<unknown> {
  const places = (await firstCharacter(file)) === '[' ? ['$.*'] : [`$.${name}.*`];
  for await (const { value } of jsonItems(file, places)) yield value;
}

const START_BYTES = 64;

async function firstCharacter(file: string): Promise<string | undefined> {
  const handle = await open(file).catch((error) => {
    throw unreadable(file, error);
  });
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(START_BYTES), 0, START_BYTES, 0);
    return buffer.toString('utf8', 0, bytesRead).replace('\ufeff', '').trimStart()[0];
  } catch (error) {
    throw unreadable(file, error);
  } finally {
    await handle.close();
  }
}

type Key = string | number | undefined;

/** The first entry of the stack is the file as a whole and has no key. */
function pathOf(stack: readonly { key: Key }[], key: Key): (string | number)[] {
  return [...stack.map((entry) => entry.key), key].filter((part) => part !== undefined);
}

function unreadable(file: string, error: unknown): unknown {
  if (error instanceof UsageError || !(error instanceof Error)) return error;
  if ('code' in error) return new UsageError(`Cannot read ${file}: ${error.message}`, { cause: error });
  return new UsageError(`${file} is not JSON: ${messageOf(error)}`, { cause: error });
}
