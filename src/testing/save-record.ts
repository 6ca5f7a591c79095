import { writeFileSync } from 'node:fs';
import type { RunRecord } from '../record/index.js';

/** Writes a record as a run would have left it, over what was there, and returns the file. */
export function saveRecord(file: string, { header, lines }: RunRecord): string {
  writeFileSync(file, [header, ...lines].map((line) => `${JSON.stringify(line)}\n`).join(''));
  return file;
}
