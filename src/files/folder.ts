import { dirname } from 'node:path';
import { type FileSystem, realFileSystem } from './system.js';

/**
 * Creates a folder and its missing parents; returns the topmost one created, undefined where all were there.
 * Throws what the system says. Node's own recursive form never returns where a system refuses with ENOENT,
 * as Linux does below /proc.
 */
export function makeFolder(path: string, system: FileSystem = realFileSystem): string | undefined {
  try {
    system.makeFolder(path);
    return path;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' && system.status(path)?.isDirectory()) return undefined;
    if (code !== 'ENOENT' || dirname(path) === path) throw error;
    const created = makeFolder(dirname(path), system);
    system.makeFolder(path);
    return created ?? path;
  }
}
