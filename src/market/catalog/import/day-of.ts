import { stat } from 'node:fs/promises';

/** The day a file was written, as the day of a download that does not name its own; `YYYY-MM-DD`, UTC. */
export async function dayOf(file: string): Promise<string> {
  return (await stat(file)).mtime.toISOString().slice(0, 10);
}
