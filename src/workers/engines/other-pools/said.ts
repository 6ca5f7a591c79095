import type { LogLevel } from '../worker/output/captured-output.js';
import type { Said } from './protocol.js';

/** Characters that wait for the next answer; more are dropped, and counted. */
const MOST = 4 * 2 ** 20;
/** What an entry counts besides its text. */
const ENTRY = 128;

/** What a worker logged since its last answer: another package's pool has no way of its own for it. */
export class WhatWasSaid {
  private entries: Said[] = [];
  private size = 0;
  private dropped = 0;

  log(level: LogLevel, message: string): void {
    if (this.size > MOST) {
      this.dropped++;
      return;
    }
    this.size += message.length + ENTRY;
    this.entries.push({ level, message, time: Date.now() });
  }

  add(entry: Said): void {
    this.entries.push(entry);
  }

  /** Empty where nothing was said. */
  take(): { said?: Said[] } {
    if (this.entries.length === 0) return {};
    if (this.dropped > 0) {
      const message = `… ${this.dropped} entries were dropped: a chunk logged more than ${MOST / 2 ** 20} MiB`;
      this.entries.push({ level: 'warn', message, time: Date.now() });
    }
    const said = this.entries;
    this.entries = [];
    this.size = 0;
    this.dropped = 0;
    return { said };
  }
}
