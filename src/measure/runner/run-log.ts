import { GrowingFile, notWritten } from '../../files/index.js';
import type { LogEntry } from '../../workers/session/index.js';

/** What a scenario, a worker or a bench host said. */
export interface RunLogEntry {
  /** ms since 1970. */
  time: number;
  level: LogEntry['level'];
  /** What was measured meanwhile: the id of a case, as a rule. */
  visit: string;
  /** Engine and worker, counted from 1 (`threads-2`), or `host`. */
  origin: string;
  /** One line or several. */
  message: string;
}

/** A line each: `2026-01-31T09:30:00.000Z info  cycles/threads/2 threads-1 | text`. */
export function runLogText({ time, level, visit, origin, message }: RunLogEntry): string {
  const head = `${momentOf(time)} ${level.padEnd(5)} ${visit} ${origin} | `;
  return message
    .split(/\r?\n/)
    .map((line) => `${head}${line}\n`)
    .join('');
}

/** What a scenario does to the clock of its own process may come to no moment at all. */
function momentOf(time: number): string {
  const moment = new Date(Number(time));
  return Number.isNaN(moment.getTime()) ? 'at an unknown time' : moment.toISOString();
}

/** run.log: made with its first entry; each is with the system before `append` returns. */
export class RunLog {
  /** Why it is not complete; undefined where it is. */
  failure: string | undefined;
  private growing: GrowingFile | undefined;

  constructor(private readonly file: string) {}

  /** Never throws: a full disk must not end the measurement that only talks about itself here. */
  append(entry: RunLogEntry): void {
    if (this.failure !== undefined) return;
    try {
      this.growing ??= new GrowingFile(this.file, 'a');
      this.growing.append(runLogText(entry));
    } catch (thrown) {
      this.failure = notWritten(this.file, thrown).message;
    }
  }

  close(): void {
    try {
      this.growing?.close();
    } catch (thrown) {
      this.failure ??= notWritten(this.file, thrown).message;
    }
    this.growing = undefined;
  }
}
