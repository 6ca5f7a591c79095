import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UsageError } from '../errors.js';
import { whyNotWritten } from './not-written.js';
import { hasEnded, ownerIn, thisProcess } from './owner.js';

const OWNER = '.owner.json';
const PREFIX = 'corewise-';

export interface TemporaryFolder {
  readonly path: string;
  /** Removes it and all that is in it. Idempotent; happens by itself where the process ends in order. */
  release(): void;
}

/**
 * A new folder of this process in the system's temporary one: `corewise-PURPOSE-…`. What a process that was killed left
 * there goes with the next call of any. Throws UsageError where none can be made.
 */
export function temporaryFolder(purpose: string): TemporaryFolder {
  removeLeftovers();
  const path = bareTemporaryFolder(purpose);
  writeFileSync(join(path, OWNER), JSON.stringify(thisProcess()));
  const release = () => {
    process.off('exit', release);
    rmSync(path, { recursive: true, force: true });
  };
  process.once('exit', release);
  return { path, release };
}

/** The same for a moment: nobody removes it but its maker. */
export function bareTemporaryFolder(purpose: string): string {
  try {
    return mkdtempSync(join(tmpdir(), `${PREFIX}${purpose}-`));
  } catch (error) {
    throw new UsageError(
      `Cannot make a folder in ${tmpdir()}, where temporary files go: ${whyNotWritten(error)}. Set TMPDIR to another folder.`,
      { cause: error },
    );
  }
}

/** Of processes that have ended, and surely so. */
export function removeLeftovers(folder = tmpdir()): void {
  const here = thisProcess();
  for (const name of namesIn(folder)) {
    if (!name.startsWith(PREFIX)) continue;
    const path = join(folder, name);
    const owner = ownerOf(path);
    if (owner === undefined || hasEnded(owner, here) !== true) continue;
    try {
      rmSync(path, { recursive: true, force: true });
    } catch {
      // Another user's.
    }
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function ownerOf(path: string) {
  try {
    return ownerIn(readFileSync(join(path, OWNER), 'utf8'));
  } catch {
    return undefined;
  }
}
