import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UsageError } from '../errors.js';
import { whyNotWritten, writeErrorOf } from './not-written.js';
import { hasEnded, type Owner, ownerIn, thisProcess } from './owner.js';

const OWNER = '.owner.json';
const PREFIX = 'corewise-';

export interface TemporaryFolder {
  readonly path: string;
  /** Removes it and all that is in it. Idempotent; happens by itself where the process ends in order. */
  release(): void;
}

/**
 * A new folder of this process in the system's temporary one: `corewise-PURPOSE-…`. What a process that was killed left
 * there goes with the next call of any. Throws UsageError where none can be made, WriteError where the disk is full.
 */
export function temporaryFolder(purpose: string): TemporaryFolder {
  removeLeftovers();
  const path = bareTemporaryFolder(purpose);
  const owner = join(path, OWNER);
  const release = () => {
    process.off('exit', release);
    rmSync(path, { recursive: true, force: true });
  };
  try {
    writeFileSync(owner, JSON.stringify(thisProcess()));
  } catch (error) {
    release();
    throw writeErrorOf(owner, error);
  }
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
    if (owner === undefined ? !isForgotten(path, name) : hasEnded(owner, here) !== true) continue;
    try {
      rmSync(path, { recursive: true, force: true });
    } catch {
      // Another user's.
    }
  }
}

/** Those that are made here; others may call theirs after us. */
const ours = /^corewise-(results|tasks|run|modules|flags)-.{6}$/;
/** The owner is written, or the folder removed, a moment after it was made, ms. */
const FORGOTTEN_MS = 86_400_000;

/** Whether its process was killed in that moment. */
function isForgotten(path: string, name: string): boolean {
  // There a file in use keeps its name, and its folder.
  if (process.platform === 'win32' || !ours.test(name)) return false;
  const made = statSync(path, { throwIfNoEntry: false });
  return made !== undefined && Date.now() - made.mtimeMs > FORGOTTEN_MS;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function ownerOf(path: string): Owner | undefined {
  try {
    return ownerIn(readFileSync(join(path, OWNER), 'utf8'));
  } catch {
    return undefined;
  }
}
