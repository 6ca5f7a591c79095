import { readSync, writeSync } from 'node:fs';
import { monotonicMs, type RunningChunk, type Session } from '../../../workers/session/index.js';

/** What of the user's a bench host may be in the middle of; `open` and `close` are of workers, apart from it; `keep` writes results. */
export const stages = [
  'idle',
  'load',
  'tasks',
  'payload',
  'prepare',
  'setup',
  'open',
  'warm-up',
  'run',
  'cleanup',
  'teardown',
  'close',
  'combine',
  'keep',
] as const;

export type StageName = (typeof stages)[number];

/** As it stands in the file: with `run` and `warm-up`, the first task that may run and how many more there are. */
export interface StageNow {
  stage: StageName;
  /** Another number: the stage was entered again. */
  sequence: number;
  first: number;
  tasks: number;
}

const CELLS = 4;

export const STAGE_BYTES = CELLS * Int32Array.BYTES_PER_ELEMENT;

/** Writing takes some µs: of many short tasks one in so many ms is enough. */
const WRITTEN_EVERY_MS = 20;
const ALWAYS_WRITTEN = 1_000;

/**
 * Tells in which of the user's functions this process is. It stands in a file, where who started the process can read
 * it even when one of them loops for ever.
 */
export class Stage {
  private readonly cells = new Int32Array(CELLS);
  private begun = 0;
  private writtenAt = 0;
  private readonly sessions = new Set<Pick<Session, 'running'>>();

  /** Of a file of `STAGE_BYTES`; without one nobody is told. */
  constructor(private readonly descriptor?: number) {}

  /** Runs `action` as this stage, of these tasks, then goes back to the one before; `action` may be asynchronous. */
  during<T>(stage: StageName, action: () => T, of = { first: 0, tasks: 0 }): T {
    const [before, , first, tasks] = this.cells as unknown as [number, number, number, number];
    const back = () => this.write(stages[before]!, first, tasks);
    this.write(stage, of.first, of.tasks);
    let result: T;
    try {
      result = action();
    } catch (thrown) {
      back();
      throw thrown;
    }
    if (result instanceof Promise) return result.finally(back) as unknown as T;
    back();
    return result;
  }

  /** These tasks run from now on. */
  runs(first: number, tasks: number): void {
    const now = monotonicMs();
    if (this.begun++ > ALWAYS_WRITTEN && now - this.writtenAt < WRITTEN_EVERY_MS) return;
    this.writtenAt = now;
    const isWarming = stages[this.cells[0]!] === 'warm-up';
    this.write(isWarming ? 'warm-up' : 'run', first, tasks);
  }

  /** Runs `action` as the warm-up, of the tasks that this stage is of. */
  warming<T>(action: () => T): T {
    const [, , first, tasks] = this.cells as unknown as [number, number, number, number];
    return this.during('warm-up', action, { first, tasks });
  }

  /** While a session is open, what its workers run is told by it. */
  add(session: Pick<Session, 'running'>): void {
    this.sessions.add(session);
  }

  remove(session: Pick<Session, 'running'>): void {
    this.sessions.delete(session);
  }

  running(): RunningChunk[] {
    return [...this.sessions].flatMap((session) => session.running?.() ?? []);
  }

  private write(stage: StageName, first: number, tasks: number): void {
    this.cells.set([stages.indexOf(stage), this.cells[1]! + 1, first, tasks]);
    if (this.descriptor !== undefined) writeSync(this.descriptor, this.cells, 0, this.cells.byteLength, 0);
  }
}

/** What stands in the file of a `Stage`; `idle` where nothing does yet. */
export function readStage(descriptor: number): StageNow {
  const cells = new Int32Array(CELLS);
  readSync(descriptor, cells, 0, STAGE_BYTES, 0);
  const [stage, sequence, first, tasks] = cells as unknown as [number, number, number, number];
  return { stage: stages[stage] ?? 'idle', sequence, first, tasks };
}

/** Whether tasks of the user's run in it. */
export function isRunning({ stage }: Pick<StageNow, 'stage'>): boolean {
  return stage === 'run' || stage === 'warm-up';
}
