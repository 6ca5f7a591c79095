import { onTestFinished } from 'vitest';
import type { LogEntry } from '../../workers/session/index.js';
import type { PoolOptions } from '../opening/options.js';
import { Pool } from '../pool.js';

export type Tasks = typeof import('../fixtures/tasks.js');

export const tasks = new URL('../fixtures/tasks.js', import.meta.url);

/** What workers log, and a promise for each word that is still to come. */
export class Logs {
  readonly entries: LogEntry[] = [];
  private readonly waiting: { message: string; heard(): void }[] = [];

  readonly add = (entry: LogEntry): void => {
    this.entries.push(entry);
    for (const { message, heard } of this.waiting) if (message === entry.message) heard();
  };

  /** Resolves when so many entries said this. */
  said(message: string, times = 1): Promise<void> {
    return new Promise((resolve) => {
      const heard = () => {
        if (this.entries.filter((entry) => entry.message === message).length >= times) resolve();
      };
      this.waiting.push({ message, heard });
      heard();
    });
  }
}

/** A pool that is terminated when the test is over. */
export async function openPool(options: PoolOptions = {}): Promise<{ pool: Pool<Tasks>; logs: Logs }> {
  const logs = new Logs();
  const workers = options.engine === 'serial' ? 1 : 2;
  const pool = await Pool.open<Tasks>(tasks, { workers, onLog: logs.add, ...options });
  onTestFinished(() => pool.terminate());
  return { pool, logs };
}
