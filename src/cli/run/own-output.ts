import { join } from 'node:path';
import { RunLog, type RunLogEntry, runLogText } from '../../measure/runner/index.js';
import { captureOutput } from '../../workers/engines/index.js';
import { printable } from '../print.js';

export interface OwnOutput {
  /** What a module printed elsewhere before anything was measured. */
  take(entry: RunLogEntry): void;
  /** Where run.log is to be; what was printed before waits for that. */
  writeTo(folder: string): void;
  /** Gives stdout back. Without a folder what was printed goes to stderr. Idempotent. */
  end(): void;
}

/**
 * From now on what modules print in this very process, where those on a virtual clock are imported and run, goes to
 * run.log: stdout is for the answer alone.
 */
export function keepOwnOutput(): OwnOutput {
  let waiting: RunLogEntry[] = [];
  let log: RunLog | undefined;
  let hasEnded = false;
  const take = (entry: RunLogEntry) => {
    if (log) log.append(entry);
    else waiting.push(entry);
  };
  const captured = captureOutput((level, message) =>
    take({ time: Date.now(), level, visit: 'prepare', origin: 'corewise', message }),
  );
  return {
    take,
    writeTo(folder) {
      log = new RunLog(join(folder, 'run.log'));
      for (const entry of waiting) log.append(entry);
      waiting = [];
    },
    end() {
      if (hasEnded) return;
      hasEnded = true;
      captured.release();
      log?.close();
      for (const entry of waiting) process.stderr.write(printable(runLogText(entry)));
    },
  };
}
