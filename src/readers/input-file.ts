import { readFile, stat } from 'node:fs/promises';
import type { z } from 'zod';
import { messageOf, UsageError } from '../errors.js';
import { firstProblem } from '../record/index.js';

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
}

/** Throws UsageError for what cannot be read, and for an empty or binary file. */
export async function openInput(path: string): Promise<InputFile> {
  const isFolder = (await asked(path, () => stat(path))).isDirectory();
  if (isFolder) return { path, isFolder, text: '', json: undefined };
  const text = await asked(path, () => readFile(path, 'utf8'));
  if (text.trim() === '') throw new UsageError(`${path} is empty.`);
  if (text.includes('\0')) throw new UsageError(`${path} is a binary file: expected CSV or JSON.`);
  return fileOf(path, text);
}

/** A file with that text. */
export function fileOf(path: string, content: string): InputFile {
  const text = content.replace(/^\uFEFF/, '');
  return { path, isFolder: false, text, ...parseJson(text) };
}

async function asked<T>(path: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw new UsageError(`Cannot read ${path}: ${messageOf(error)}`, { cause: error });
  }
}

/** C++ and Python write NaN and infinities as bare words, which JSON has no place for. */
const bareWords = /([:[,]\s*)-?(?:NaN|Infinity)(?=\s*[,\]}])/g;

function parseJson(text: string): Pick<InputFile, 'json' | 'notJson'> {
  try {
    return { json: JSON.parse(text) };
  } catch (error) {
    const mended = text.replace(bareWords, '$1null');
    return mended === text ? { json: undefined, notJson: messageOf(error) } : parseJson(mended);
  }
}

/** The file's content as `schema` has it. Throws UsageError with the place of the first thing that is wrong. */
export function checked<T>(file: InputFile, schema: z.ZodType<T>, format: string): T {
  if (file.json === undefined)
    throw new UsageError(`${file.path} is not ${format}: ${file.notJson ?? 'it is a folder'}.`);
  const result = schema.safeParse(file.json);
  if (!result.success) throw new UsageError(`${file.path} is not ${format}: ${firstProblem(result.error)}.`);
  return result.data;
}

/** The member of a JSON object; undefined where there is no object or no such member. */
export function member(json: unknown, name: string): unknown {
  const isObject = typeof json === 'object' && json !== null;
  return isObject ? (json as Record<string, unknown>)[name] : undefined;
}

/** The first element of a JSON list. */
export function firstOf(json: unknown): unknown {
  return Array.isArray(json) ? json[0] : undefined;
}
