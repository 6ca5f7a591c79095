import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import type { LogEntry } from '../../../workers/session/index.js';
import { Pool, type PoolOptions } from '../../index.js';

export type Tasks = typeof import('../fixtures/tasks.js');
export type EngineName = 'threads' | 'processes';

/** Every row of the checklist holds on both. */
export const engines: EngineName[] = ['threads', 'processes'];

export const fixture = (name: string): URL => new URL(`../fixtures/${name}.js`, import.meta.url);

/** A pool, with what it told so far. */
export class WatchedPool<M = Tasks> {
  readonly logs: LogEntry[] = [];
  readonly lost: { worker: number; exitCode: number | null; signal: string | null }[] = [];
  private checks: (() => void)[] = [];

  private constructor(readonly pool: Pool<M>) {}

  static async open<M = Tasks>(options: PoolOptions, module = fixture('tasks')): Promise<WatchedPool<M>> {
    const early: LogEntry[] = [];
    let hear = (entry: LogEntry) => void early.push(entry);
    const pool = await Pool.open<M>(module, { workers: 1, ...options, onLog: (entry) => hear(entry) });
    const watched = new WatchedPool(pool);
    watched.logs.push(...early);
    hear = (entry) => {
      watched.logs.push(entry);
      watched.check();
    };
    pool.on('lost', (entry) => {
      watched.lost.push(entry);
      watched.check();
    });
    return watched;
  }

  /** Resolves when so many log entries say just this. */
  said(message: string, count = 1): Promise<void> {
    return this.until(() => this.logs.filter((entry) => entry.message === message).length >= count);
  }

  hasLost(count = 1): Promise<void> {
    return this.until(() => this.lost.length >= count);
  }

  private until(holds: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      this.checks.push(() => holds() && resolve());
      this.check();
    });
  }

  private check(): void {
    for (const check of this.checks) check();
  }
}

/** A pool that is terminated when the test is over. */
export async function openPool<M = Tasks>(options: PoolOptions, module?: URL): Promise<WatchedPool<M>> {
  const watched = await WatchedPool.open<M>(options, module);
  onTestFinished(() => watched.pool.terminate());
  return watched;
}

/** One pool of two workers for the tests of a `describe`: only for tasks that leave it as it was. */
export function sharedPool(engine: EngineName): () => WatchedPool {
  let watched: WatchedPool;
  beforeAll(async () => {
    watched = await WatchedPool.open({ engine, workers: 2 });
  });
  afterAll(() => watched.pool.terminate());
  return () => watched;
}

let gates = 0;

/** What tasks wait for: a file that is not there yet. */
export class Gate {
  readonly path: string;

  constructor(folder: string) {
    this.path = join(folder, `gate-${gates++}`);
  }

  open(): void {
    writeFileSync(this.path, '');
  }
}

/** What the promise rejects with; undefined where it resolves. */
export function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (thrown) => thrown,
  );
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** The items that came before the end, and what ended them. */
export async function collectUntilError<T>(items: AsyncIterable<T>): Promise<{ items: T[]; error: unknown }> {
  const before: T[] = [];
  try {
    for await (const item of items) before.push(item);
  } catch (error) {
    return { items: before, error };
  }
  return { items: before, error: undefined };
}

export const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
