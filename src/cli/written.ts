import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** What lies in a run's folder, for the user to open; the report comes first. */
export function writtenIn(folder: string): string[] {
  const names = readdirSync(folder).sort();
  const first = names.filter((name) => name.endsWith('.html'));
  return [...first, ...names.filter((name) => !first.includes(name))].map(
    (name) => `${join(folder, name)}${name === 'run.log' ? ' (what scenarios and workers said)' : ''}`,
  );
}
