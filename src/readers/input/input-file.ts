import { statSync } from 'node:fs';
import type { z } from 'zod';
import { messageOf, UsageError } from '../../errors.js';
import { excessIn, readStart } from '../../files/index.js';
import { MOST_BYTES, textIn } from './input-text.js';
import { schemaProblem } from './json-content.js';
import { mendJson } from './loose-json.js';

/** A file that somebody hands in. */
export interface InputFile {
  readonly path: string;
  /** A run's folder, whose text is empty. */
  readonly isFolder: boolean;
  readonly text: string;
  /** Undefined where the text is no JSON. */
  readonly json: unknown;
  /** Why it is none, where it is none. */
  readonly notJson?: string;
  /** What was wrong in it and could be read all the same, as sentences. */
  readonly mends: readonly string[];
}

/**
 * Throws UsageError for what cannot be read, for an empty or binary file, and for one that is larger than measurements
 * are. Of a record its first words are enough: its own reader takes it line by line.
 */
export async function openInput(path: string): Promise<InputFile> {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isDirectory()) return { path, isFolder: true, text: '', json: undefined, mends: [] };
  if (found?.isFile() && found.size > MOST_BYTES) {
    const schema = ownSchema.exec((await readStart(path, PEEKED)).toString('latin1'))?.[1];
    if (schema !== undefined) return { path, isFolder: false, text: '', json: { schema }, mends: [] };
  }
  return fileOf(path, textIn(path, await readStart(path, MOST_BYTES + 1)));
}

const PEEKED = 256;
const ownSchema = /^\s*\{\s*"schema"\s*:\s*"(corewise\/record\/[^"]*)"/;

/** A file with that text. */
export function fileOf(path: string, content: string): InputFile {
  const text = content.replace(/^\uFEFF/, '');
  return { path, isFolder: false, text, ...parseJson(text) };
}

/** Longer texts are read as they are, or not at all. */
const MOST_MENDED = 2 ** 22;

function parseJson(text: string): Pick<InputFile, 'json' | 'notJson' | 'mends'> {
  if (!/^\s*[[{]/.test(text)) return { json: undefined, notJson: 'it does not begin with { or [', mends: [] };
  const excess = excessIn(text);
  if (excess !== undefined) return { json: undefined, notJson: excess, mends: [] };
  try {
    return { json: JSON.parse(text), mends: [] };
  } catch (error) {
    if (text.length > MOST_MENDED) return { json: undefined, notJson: messageOf(error), mends: [] };
    const mended = mendJson(text);
    if ('problem' in mended) return { json: undefined, notJson: mended.problem, mends: [] };
    return { json: JSON.parse(mended.json), mends: mended.mends };
  }
}

/** The file's content as `schema` has it. Throws UsageError with the place of the first thing that is wrong. */
export function checked<T>(file: InputFile, schema: z.ZodType<T>, format: string): T {
  if (file.json === undefined)
    throw new UsageError(`${file.path} is not ${format}: ${file.notJson ?? 'it is a folder'}.`);
  const result = schema.safeParse(file.json);
  if (!result.success)
    throw new UsageError(`${file.path} is not ${format}: ${schemaProblem(result.error, file.json)}.`);
  return result.data;
}
