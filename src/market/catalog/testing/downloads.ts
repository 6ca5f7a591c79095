import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ImportRequest } from '../import/importer.js';

/** Writes what a provider would send into a folder, and gives the path. */
export function download(folder: string, name: string, content: unknown): string {
  const file = join(folder, name);
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

/** A request in US dollars for a day that is no file's. */
export function requestFor(
  files: ImportRequest['files'],
  rest: Partial<Omit<ImportRequest, 'files'>> = {},
): ImportRequest {
  return { files, currency: 'USD', asOf: '2026-07-20', ...rest };
}
