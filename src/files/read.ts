import { readFileSync } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { messageOf, UsageError } from '../errors.js';

const MIB = 2 ** 20;

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'this user may not read it',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EISDIR: 'it is a folder',
};

/** Pipes that the user's shell has opened and that something writes to; any other may never be written to. */
const isOwnPipe = /^\/(?:dev\/(?:stdin|fd\/\d+)|proc\/self\/fd\/\d+)$/;

/**
 * The first so many bytes of a file that somebody hands in; all where it has no more. Throws UsageError where it cannot
 * be read, or is a device or a pipe that may never end.
 */
export async function readStart(path: string, most: number): Promise<Buffer> {
  try {
    const found = await stat(path);
    if (!found.isFile() && !found.isDirectory() && !isOwnPipe.test(path))
      throw new UsageError(`${path} is not a regular file: copy its contents into one.`);
    const file = await open(path);
    try {
      const parts: Buffer[] = [];
      for (let left = most; left > 0; ) {
        const { bytesRead, buffer } = await file.read(Buffer.alloc(Math.min(left, MIB)));
        if (bytesRead === 0) break;
        parts.push(buffer.subarray(0, bytesRead));
        left -= bytesRead;
      }
      return Buffer.concat(parts);
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`Cannot read ${path}: ${whyNotRead(error)}.`, { cause: error });
  }
}

/** What the system says of a file that cannot be read, in words that follow a colon. */
export function whyNotRead(thrown: unknown): string {
  return reasons[(thrown as NodeJS.ErrnoException).code ?? ''] ?? messageOf(thrown);
}

/** The text of a file that somebody hands in, without its byte-order mark. Throws UsageError, also for a larger one. */
export async function readText(path: string, mostMiB: number): Promise<string> {
  const bytes = await readStart(path, mostMiB * MIB + 1);
  if (bytes.length > mostMiB * MIB)
    throw new UsageError(`${path} is larger than ${mostMiB} MiB, the most that corewise reads.`);
  return bytes.toString('utf8').replace(/^\uFEFF/, '');
}

/** Of one of our own files; undefined where it is gone, or cannot be read. */
export function textIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** More than any file of ours, or of a tool, has; what a parser makes of this takes no more than some 100 MiB. */
const MOST = { depth: 100, containers: 500_000, values: 2_000_000 };

const code = (character: string) => character.charCodeAt(0);
const [QUOTE, BACKSLASH, COMMA] = ['"', '\\', ','].map(code);
const [LIST, LIST_END, OBJECT, OBJECT_END] = ['[', ']', '{', '}'].map(code);

/**
 * Why a JSON text is not to be parsed, in words, though it may be well formed: a small text may become very large
 * objects. Undefined where nothing speaks against it.
 */
export function excessIn(json: string): string | undefined {
  let [depth, containers, values] = [0, 0, 0];
  let isInside = false;
  for (let i = 0; i < json.length; i++) {
    const at = json.charCodeAt(i);
    if (isInside) {
      if (at === BACKSLASH) i++;
      else if (at === QUOTE) isInside = false;
    } else if (at === QUOTE) isInside = true;
    else if (at === COMMA) values++;
    else if (at === LIST || at === OBJECT) {
      containers++;
      if (++depth > MOST.depth) return `lists and objects are nested more than ${MOST.depth} deep`;
    } else if (at === LIST_END || at === OBJECT_END) depth--;
  }
  if (containers > MOST.containers) return `it holds more than ${shown(MOST.containers)} lists and objects`;
  return values > MOST.values ? `it holds more than ${shown(MOST.values)} values` : undefined;
}

const shown = (count: number) => count.toLocaleString('en-US');
