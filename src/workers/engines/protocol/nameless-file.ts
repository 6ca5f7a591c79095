import { closeSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { bareTemporaryFolder, writeAll } from '../../../files/index.js';

export interface NamelessFile {
  /** For reading and writing at any place, and for child processes to inherit. */
  descriptor: number;
  release(): void;
}

/** A file of so many zeros without a name: it is gone once nobody holds it open, however the program ends. */
export function openNamelessFile(bytes: number): NamelessFile {
  const folder = bareTemporaryFolder('flags');
  const descriptor = openSync(join(folder, 'flags'), 'w+');
  writeAll(descriptor, new Uint8Array(bytes));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const keepsName = process.platform === 'win32';
  if (!keepsName) remove();
  return {
    descriptor,
    release() {
      closeSync(descriptor);
      if (keepsName) remove();
    },
  };
}
