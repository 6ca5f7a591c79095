import { closeSync, existsSync, openSync, readdirSync, readSync } from 'node:fs';

/** The only way in which the machine's files are read, so that tests can invent a machine. */
export interface HostFiles {
  /** Undefined where the file is absent or may not be read. */
  read(path: string): string | undefined;
  /** Names in a folder; none where it is absent. */
  list(path: string): string[];
  exists(path: string): boolean;
}

const buffer = Buffer.allocUnsafe(64 * 1024);

// A third of the time of readFileSync (8 against 21 µs for a small file of /proc): the meter reads many.
function readAll(path: string): string {
  const descriptor = openSync(path, 'r');
  try {
    let text = '';
    for (;;) {
      const length = readSync(descriptor, buffer, 0, buffer.length, null);
      if (length === 0) return text;
      text += buffer.toString('utf8', 0, length);
    }
  } finally {
    closeSync(descriptor);
  }
}

function orUndefined<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

export const realFiles: HostFiles = {
  read: (path) => orUndefined(() => readAll(path)),
  list: (path) => orUndefined(() => readdirSync(path)) ?? [],
  exists: (path) => existsSync(path),
};
