import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Creates a folder and its missing parents; returns the topmost one created, undefined where all were there.
 * Throws what the system says. Node's own recursive form never returns where a system refuses with ENOENT,
 * as Linux does below /proc.
 */
export function makeFolder(path: string): string | undefined {
  try {
    mkdirSync(path);
    return path;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' && statSync(path).isDirectory()) return undefined;
    if (code !== 'ENOENT' || dirname(path) === path) throw error;
    const created = makeFolder(dirname(path));
    mkdirSync(path);
    return created ?? path;
  }
}
