import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as after, setImmediate as nextTurn } from 'node:timers/promises';
import { monotonicMs } from '../../session/index.js';
import { GRACE_MS, LEFT_OPEN_MS } from '../load-limits.js';
import type { OverMemory } from '../memory-limit.js';
import type { FilledCommand } from './fill.js';
import type { Guard } from './guard.js';
import { ErrorOutput, type LongOutput, Output } from './output.js';
import { beginReaping, reapedMsOf } from './reaped.js';
import { type SeenTree, TreeWatch } from './tree-watch.js';

/** How a program ended, and what it used. */
export interface ProgramEnd {
  /** On the clock of `monotonicMs`: just before it was started, and when its first process had ended. */
  started: number;
  finished: number;
  exitCode: number | null;
  signal: string | null;
  /** It was ended for having run longer than it may, ms without the times in which this process was stopped. */
  overdueMs?: number;
  /** It was ended for what it held. */
  overMemory?: OverMemory;
  output: string | Uint8Array | LongOutput;
  stderr: string;
  /** Of all its processes that were waited for; undefined where the system does not tell. */
  cpuMs?: number;
  seen: SeenTree;
  /** Processes of its group were left behind when it ended, and were ended. */
  leftOthers: boolean;
}

/** What a program with all that it started may hold: that of so many workers. */
export interface MemoryBound {
  limitMiB: number;
  workers: number;
}

export interface ProgramLimits {
  cwd: string;
  /** How long it may run, ms. */
  limitMs: number;
  /** What each of its workers may hold, and how many those are; absent: what they like. */
  memory?: MemoryBound | undefined;
  /** Lines of standard error as they come, for the log. */
  said?(part: Uint8Array): void;
  /** Gets standard output as it comes, which is then not kept; standard input stays open for `tell`. */
  heard?(part: Uint8Array): void;
}

const LOOK_MS = 10;
/** What others write into it has no end. Each turn reads 64 KiB at least. */
const MOST_TURNS = 10_000;

const ownGroups = process.platform !== 'win32';

/**
 * One run of a program in a process group of its own. Whatever ends it ends the group: what is left of it is asked to,
 * and ended after the grace.
 */
export class RunningProgram {
  /** Rejects with what the system says where the program cannot be started; never for what it does. */
  readonly ended: Promise<ProgramEnd>;
  private readonly child: ChildProcess;
  private readonly errors = new ErrorOutput();
  private watch: TreeWatch | undefined;
  private killing: Promise<void> | undefined;
  private overdueMs: number | undefined;
  private overMemory: OverMemory | undefined;
  /** From when on its limit counts, in its own running time; undefined: it does not. */
  private limitFromMs: number | undefined = 0;

  /** @throws what the system says of a command line that it cannot take. */
  constructor(
    filled: FilledCommand,
    private readonly limits: ProgramLimits,
    private readonly guard: Guard,
  ) {
    const started = monotonicMs();
    const { program, args, env, input } = guard.marked(filled);
    beginReaping();
    this.child = spawn(program, args, {
      cwd: limits.cwd,
      env: { ...process.env, ...env },
      detached: ownGroups,
      stdio: [input === undefined && !limits.heard ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    });
    if (this.child.pid !== undefined && ownGroups) guard.begin(this.child.pid);
    // A program that does not read what it is given is none of our business.
    this.child.stdin?.on('error', () => undefined);
    if (input !== undefined) this.child.stdin?.end(input);
    this.ended = this.toTheEnd(started);
    // Whoever waits for it hears of it.
    this.ended.catch(() => undefined);
  }

  /** Asks the whole group to end, and ends it after the grace. */
  kill(): Promise<void> {
    this.killing ??= this.endGroup();
    return this.killing;
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  /** What it has said on standard error so far. */
  get stderr(): string {
    return this.errors.text;
  }

  /** Writes to the standard input of a program that is heard. */
  tell(text: string): void {
    this.child.stdin?.write(text);
  }

  /** Tells it that there is no more input. */
  endInput(): void {
    this.child.stdin?.end();
  }

  /** Its limit counts from now on, or no more: it has nothing to do. */
  count(what: 'from now' | 'no more'): void {
    this.limitFromMs = what === 'no more' ? undefined : (this.watch?.ranUntil(monotonicMs()) ?? 0);
  }

  private async toTheEnd(started: number): Promise<ProgramEnd> {
    const { child, errors, limits } = this;
    const output = new Output();
    let heardBytes = 0;
    child.stdout?.on('data', (part: Uint8Array) => {
      heardBytes += part.length;
      if (limits.heard) limits.heard(part);
      else output.write(part);
    });
    child.stderr?.on('data', (part: Uint8Array) => {
      heardBytes += part.length;
      errors.write(part);
      limits.said?.(part);
    });
    const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
    const watch = child.pid === undefined ? undefined : new TreeWatch(child.pid, () => this.judge(watch!));
    this.watch = watch;
    try {
      const [exitCode, signal] = await exitOf(child);
      const finished = monotonicMs();
      watch!.end();
      const reapedMs = await reapedMsOf(finished - started);
      const leftOthers = this.killing === undefined && this.hasGroup();
      await (this.killing ?? (leftOthers ? this.kill() : undefined));
      await Promise.race([closed, leftOpen(() => heardBytes)]);
      const { seen } = watch!;
      return {
        ...{ started, finished, exitCode, signal, leftOthers, seen },
        ...(this.overdueMs !== undefined && { overdueMs: this.overdueMs }),
        ...(this.overMemory && { overMemory: this.overMemory }),
        output: output.value,
        stderr: errors.text,
        // What nobody waited for is in no count of ended ones.
        ...(reapedMs !== undefined && { cpuMs: Math.max(reapedMs, seen.cpuMs) }),
      };
    } finally {
      watch?.end();
      child.stdout?.destroy();
      child.stderr?.destroy();
      if (child.pid !== undefined && ownGroups) this.guard.end(child.pid);
    }
  }

  private judge({ ranMs, nowMiB = 0 }: TreeWatch): void {
    const { limitFromMs, killing } = this;
    const { memory } = this.limits;
    if (memory && !killing && nowMiB > memory.limitMiB * memory.workers) {
      this.overMemory = { ...memory, tookMiB: nowMiB };
      // While it is asked, it would take more.
      this.signal('SIGKILL');
      void this.kill();
      return;
    }
    if (limitFromMs === undefined || killing || ranMs - limitFromMs <= this.limits.limitMs) return;
    this.overdueMs = ranMs - limitFromMs;
    void this.kill();
  }

  private async endGroup(): Promise<void> {
    this.signal('SIGTERM');
    for (let waited = 0; waited < GRACE_MS && this.hasGroup(); waited += LOOK_MS) await after(LOOK_MS);
    if (this.hasGroup()) this.signal('SIGKILL');
  }

  /** Whether any process of its group is there. */
  private hasGroup(): boolean {
    return this.signal(0);
  }

  private signal(signal: NodeJS.Signals | 0): boolean {
    const { pid } = this.child;
    if (pid === undefined) return false;
    try {
      return process.kill(ownGroups ? -pid : pid, signal);
    } catch {
      return false;
    }
  }
}

/**
 * Others hold its output open: what it wrote itself is read to its end. This thread may have been busy for all of the time,
 * and have read nothing yet: only a turn that brings nothing more says that there is no more.
 */
async function leftOpen(heardBytes: () => number): Promise<void> {
  await after(LEFT_OPEN_MS);
  let before: number;
  let turns = MOST_TURNS;
  do {
    before = heardBytes();
    // The events of this turn of the loop, and then those that came meanwhile.
    await nextTurn();
    await nextTurn();
  } while (heardBytes() > before && turns-- > 0);
}

function exitOf(child: ChildProcess): Promise<[code: number | null, signal: string | null]> {
  return new Promise((resolve, reject) => {
    child.once('error', (error) => {
      if (child.pid === undefined) reject(error);
    });
    child.once('exit', (code, signal) => resolve([code, signal]));
  });
}
