import {
  constants,
  copyFileSync,
  existsSync,
  linkSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs';
import { join } from 'node:path';
import { CorewiseError, UsageError } from '../errors.js';
import { notWritten } from './not-written.js';
import { hasEnded, type Owner, ownerIn, thisProcess } from './owner.js';
import { textIfThere } from './read.js';
import { pathBeside, writeNew } from './whole.js';

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
 * another one writes there, WriteError for a full disk and the like.
 */
export function lockFolder(folder: string, others = `choose another folder.`): Lock {
  const path = join(folder, LOCK);
  if (!make(path)) {
    const found = textIfThere(path);
    const owner = found === undefined ? undefined : ownerIn(found);
    if (owner !== undefined && !isLeft(owner, path))
      throw new UsageError(
        `Another run, process ${owner.pid}${owner.host === thisProcess().host ? '' : ` on ${owner.host}`}, is writing to ${folder}: wait for it to end, or ${others}`,
      );
    takeAway(path, found);
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
    const owner = ownerIn(textIfThere(path) ?? '');
    if (owner?.pid === process.pid && owner.started === thisProcess().started) rmSync(path, { force: true });
  };
  process.once('exit', release);
  return { release };
}

/** False where it is there already. */
function make(path: string): boolean {
  const beside = pathBeside(path);
  try {
    writeNew(beside, `${JSON.stringify(thisProcess())}\n`);
    return place(beside, path);
  } catch (error) {
    throw notWritten(path, error instanceof CorewiseError ? error.cause : error);
  } finally {
    rmSync(beside, { force: true });
  }
}

/** What a system without second names for a file says. */
const NO_LINKS = new Set(['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EMLINK']);

/** In one step, so that nobody finds a lock that says nothing yet. False where it is there already. */
function place(beside: string, path: string): boolean {
  try {
    linkSync(beside, path);
    return true;
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    // Whoever has the folder has cleared it of what was beside.
    if (code === 'EEXIST' || (code === 'ENOENT' && existsSync(path))) return false;
    if (!NO_LINKS.has(code)) throw error;
  }
  try {
    copyFileSync(beside, path, constants.COPYFILE_EXCL);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** A lock that is nobody's; where another process was faster and has taken it over, that one's stays. */
function takeAway(path: string, found: string | undefined): void {
  const beside = pathBeside(path);
  try {
    renameSync(path, beside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw notWritten(path, error);
  }
  try {
    if (textIfThere(beside) !== found) place(beside, path);
  } finally {
    rmSync(beside, { force: true });
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
