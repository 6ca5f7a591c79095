import { readFile, stat } from 'node:fs/promises';
import type { z } from 'zod';
import { messageOf, UsageError } from '../../errors.js';
import { textIn } from './input-text.js';
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

/** Throws UsageError for what cannot be read, and for an empty or binary file. */
export async function openInput(path: string): Promise<InputFile> {
  const isFolder = (await asked(path, () => stat(path))).isDirectory();
  if (isFolder) return { path, isFolder, text: '', json: undefined, mends: [] };
  return fileOf(path, textIn(path, await asked(path, () => readFile(path))));
}

/** A file with that text. */
export function fileOf(path: string, content: string): InputFile {
  const text = content.replace(/^\uFEFF/, '');
  return { path, isFolder: false, text, ...parseJson(text) };
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'it may not be read by this user',
  ENOTDIR: 'a part of the path is a file, not a folder',
};

async function asked<T>(path: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    const why = reasons[(error as NodeJS.ErrnoException).code ?? ''] ?? messageOf(error);
    throw new UsageError(`Cannot read ${path}: ${why}.`, { cause: error });
  }
}

function parseJson(text: string): Pick<InputFile, 'json' | 'notJson' | 'mends'> {
  if (!/^\s*[[{]/.test(text)) return { json: undefined, notJson: 'it does not begin with { or [', mends: [] };
  try {
    return { json: JSON.parse(text), mends: [] };
  } catch {
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
