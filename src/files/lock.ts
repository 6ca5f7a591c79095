import { closeSync, openSync, readFileSync, rmSync, statSync, utimesSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../errors.js';
import { notWritten } from './not-written.js';
import { hasEnded, type Owner, ownerIn, thisProcess } from './owner.js';

/** The file that says which process writes into a folder. */
export const LOCK = '.corewise.lock';

/** The time of the file is set anew so often, ms, as long as its process runs. */
const BEAT_MS = 30_000;
/** After so long without, a lock of another machine's process is nobody's, ms. */
const STALE_MS = 600_000;

export interface Lock {
  /** Idempotent. */
  release(): void;
}

/**
 * Lets this process alone write into a folder, until it releases that or ends, however it ends. Throws UsageError where
 * another one writes there.
 */
export function lockFolder(folder: string, others = `choose another folder.`): Lock {
  const path = join(folder, LOCK);
  if (!make(path)) {
    const owner = ownerOf(path);
    if (owner !== undefined && !isLeft(owner, path))
      throw new UsageError(
        `Another run, process ${owner.pid}${owner.host === thisProcess().host ? '' : ` on ${owner.host}`}, is writing to ${folder}: wait for it to end, or ${others}`,
      );
    rmSync(path, { force: true });
    if (!make(path))
      throw new UsageError(
        `Another run has just begun to write to ${folder}: wait for it to end, or ${others}`,
      );
  }
  const beat = setInterval(() => touch(path), BEAT_MS).unref();
  const release = () => {
    clearInterval(beat);
    process.off('exit', release);
    // Nobody else's: where this process was held for long, others may have taken it over.
    const owner = ownerOf(path);
    if (owner?.pid === process.pid && owner.started === thisProcess().started) rmSync(path, { force: true });
  };
  process.once('exit', release);
  return { release };
}

/** False where it is there already. */
function make(path: string): boolean {
  try {
    const descriptor = openSync(path, 'wx');
    try {
      writeSync(descriptor, `${JSON.stringify(thisProcess())}\n`);
    } finally {
      closeSync(descriptor);
    }
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw notWritten(path, error);
  }
}

/** Undefined where the file is gone, or says nothing: its process was killed while it wrote it. */
function ownerOf(path: string): Owner | undefined {
  try {
    return ownerIn(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

function isLeft(owner: Owner, path: string): boolean {
  const ended = hasEnded(owner);
  if (ended !== undefined) return ended;
  const found = statSync(path, { throwIfNoEntry: false });
  return found === undefined || Date.now() - found.mtimeMs > STALE_MS;
}

function touch(path: string): void {
  try {
    utimesSync(path, new Date(), new Date());
  } catch {
    // It is gone with its folder: whoever writes there will notice.
  }
}
