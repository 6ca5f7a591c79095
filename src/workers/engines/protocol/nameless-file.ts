import { closeSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { bareTemporaryFolder, writeAll, writeErrorOf } from '../../../files/index.js';

export interface NamelessFile {
  /** For reading and writing at any place, and for child processes to inherit. */
  descriptor: number;
  /** Where it is found, for as long as it has a name. */
  path: string;
  release(): void;
}

/**
 * A file of so many zeros without a name: it is gone once nobody holds it open, however the program ends. `keepsName`:
 * it has one until it is released. Throws UsageError where no temporary folder can be made, WriteError where the disk
 * is full.
 */
export function openNamelessFile(
  bytes: number,
  { keepsName = process.platform === 'win32' } = {},
): NamelessFile {
  const folder = bareTemporaryFolder('flags');
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const path = join(folder, 'flags');
  let descriptor: number;
  try {
    descriptor = filled(path, bytes);
  } catch (error) {
    remove();
    throw error;
  }
  if (!keepsName) remove();
  return {
    descriptor,
    path,
    release() {
      closeSync(descriptor);
      if (keepsName) remove();
    },
  };
}

function filled(path: string, bytes: number): number {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, 'w+');
    writeAll(descriptor, new Uint8Array(bytes));
    return descriptor;
  } catch (error) {
    if (descriptor !== undefined) closeSync(descriptor);
    throw writeErrorOf(path, error);
  }
}
