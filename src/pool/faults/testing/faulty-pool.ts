import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findEngine } from '../../../workers/engines/index.js';
import { type LogEntry, type Session, within } from '../../../workers/session/index.js';
import type { Pool } from '../../index.js';
import { poolOver } from '../../pool.js';
import type { Fault } from '../fixtures/faulty.js';
import type { Cell } from './cells.js';
import { isHanging } from './expected.js';

export type Faulty = typeof import('../fixtures/faulty.js');

const fixture = new URL('../fixtures/faulty.js', import.meta.url).href;

/** Nothing here takes so long; what does hangs. */
const HANGS_MS = 30_000;
/** How long a task, loading or the end may take where the fault is that it never ends. */
const PATIENCE = { task: 1_000, load: 2_000, close: 250 };
/** Some losses in a row, which come soon. */
const RESTARTS = { count: 3, withinMs: 60_000 };

let files = 0;

/** The files of one pool: they exist from the moment when the fault is to happen. */
export class Marks {
  private readonly number = files++;

  constructor(private readonly folder: string) {}

  /** From then on a worker that starts meets the fault. */
  get start(): string {
    return join(this.folder, `start-${process.pid}-${this.number}`);
  }

  gate(name: string): string {
    return join(this.folder, `gate-${process.pid}-${this.number}-${name}`);
  }

  /** A module that fails while it is imported, once `start` exists. */
  failingModule(fault: Fault): string {
    const path = join(this.folder, `failing-${process.pid}-${this.number}.mjs`);
    const lines = [
      `import { existsSync } from 'node:fs';`,
      `import { commit } from ${JSON.stringify(fixture)};`,
      `export * from ${JSON.stringify(fixture)};`,
      `if (existsSync(${JSON.stringify(this.start)})) await commit(${JSON.stringify(fault)});`,
    ];
    writeFileSync(path, lines.join('\n'));
    return new URL(`file://${path}`).href;
  }
}

/** A pool of two workers, with what it told so far. */
export class FaultyPool {
  readonly logs: string[] = [];
  readonly lost: string[] = [];
  private checks: (() => void)[] = [];
  pool!: Pool<Faulty>;
  private session!: Session;

  private constructor(private readonly cell: Cell) {}

  /** Rejects with whatever the engine rejects with. */
  static async open(cell: Cell, marks: Marks): Promise<FaultyPool> {
    const { engine, stage, fault } = cell;
    const faulty = new FaultyPool(cell);
    const module = stage === 'import' ? marks.failingModule(fault) : fixture;
    const hangs = isHanging(fault);
    const atStart = stage === 'initializer' ? [marks.start, fault] : [`${marks.start}-never`, fault];
    const log = ({ message }: LogEntry) => faulty.told(faulty.logs, message);
    faulty.session = await faulty.inTime(
      'opening',
      findEngine(engine).open(
        {
          ...{ module, export: 'default', params: {}, workers: 2, seed: 1, maxRestarts: RESTARTS },
          ...(hangs && (stage === 'import' || stage === 'initializer') && { loadTimeoutMs: PATIENCE.load }),
          ...(hangs && stage === 'close' && { closeTimeoutMs: PATIENCE.close }),
          functions: {
            initializer: 'begin',
            initargs: [...atStart, ...(stage === 'close' ? [fault] : [])],
            finalizer: 'end',
          },
        },
        undefined,
        { log, lost: ({ error }) => faulty.told(faulty.lost, error.message) },
      ),
    );
    const limit = hangs ? { taskTimeoutMs: PATIENCE.task } : {};
    faulty.pool = poolOver<Faulty>(faulty.session, { engine, ...limit });
    return faulty;
  }

  /** The promise, or an error that tells what the pool is in the middle of. */
  inTime<T>(what: string, promise: Promise<T>): Promise<T> {
    return within(promise, HANGS_MS, (ms) => new Error(`${what} hangs after ${ms} ms: ${this.state()}`));
  }

  async said(message: string): Promise<void> {
    await this.inTime(
      `"${message}"`,
      this.until(() => this.logs.includes(message)),
    );
  }

  async hasLost(count: number): Promise<void> {
    await this.inTime(
      `loss ${count}`,
      this.until(() => this.lost.length >= count),
    );
  }

  private state(): string {
    const { cell, lost, logs } = this;
    const { stats } = this.pool ?? {};
    return JSON.stringify({
      ...cell,
      stats,
      running: this.session?.running?.(),
      lost,
      logs: logs.slice(-20),
    });
  }

  private told(list: string[], message: string): void {
    list.push(message);
    for (const check of this.checks) check();
  }

  private until(holds: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      this.checks.push(() => holds() && resolve());
      if (holds()) resolve();
    });
  }
}
