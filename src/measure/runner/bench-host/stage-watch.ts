import type { OverdueError } from '../../../errors.js';
import { LOAD_TIMEOUT_MS } from '../../../workers/engines/index.js';
import { monotonicMs, type RunningChunk } from '../../../workers/session/index.js';
import { type About, type Doing, doingOf, overdueError, overdueVisit, slowNote } from './doing.js';
import { isRunning, type StageNow } from './stage.js';

/** How long what is the user's may take, ms; then the host is ended. */
export interface StageLimits {
  /** Each of loading, `tasks`, `setup`, `prepare`, `cleanup`, `teardown` and their like. */
  loadMs: number;
  /** One task. */
  taskMs: number;
}

export const defaultLimits: StageLimits = { loadMs: LOAD_TIMEOUT_MS, taskMs: 600_000 };

/** What takes so long is told while it goes on. */
const NOTE_MS = 30_000;
const LOOK_MS = 1_000;
/** Workers are bounded by their engine, which says more of them; this is for when that does not come. */
const SLACK_MS = 2_000;
/** Asking what workers run costs their host some µs: not before a pass has lasted so long. */
const ASK_FROM_MS = 5_000;

export interface Watching {
  /** What the host is in the middle of. */
  read(): StageNow;
  /** What its workers run; undefined where it does not answer. */
  ask(): Promise<RunningChunk[] | undefined>;
  /** Something took too long: the host is to be ended. */
  overdue(error: OverdueError): void;
  /** Something takes long. */
  note(text: string): void;
}

/** Looks every second at what a bench host is in the middle of, from outside: a host in a loop can tell nothing. */
export class StageWatch {
  private about: About | undefined;
  private timer: NodeJS.Timeout | undefined;
  private last: StageNow | undefined;
  private since = 0;
  /** How long the visit may take, ms, and since when it goes on. */
  private visitMs = Number.POSITIVE_INFINITY;
  private begunAt = 0;
  private isHeld = false;
  /** By worker and task: since when it runs. */
  private runs = new Map<string, number>();
  private readonly noted = new Set<string>();

  constructor(
    private readonly watching: Watching,
    private readonly limits: StageLimits = defaultLimits,
    private readonly now: () => number = monotonicMs,
  ) {}

  /** `visitMs`: how long all of it may take; absent: as long as each of its steps may. */
  begin(about: About, visitMs = Number.POSITIVE_INFINITY): void {
    this.about = about;
    this.visitMs = visitMs;
    this.begunAt = this.now();
    this.last = undefined;
    this.runs.clear();
    this.noted.clear();
    const everyMs = Math.min(LOOK_MS, this.limits.loadMs / 4, this.limits.taskMs / 4, visitMs / 4);
    this.timer ??= setInterval(() => void this.look(), everyMs);
  }

  end(): void {
    clearInterval(this.timer);
    this.timer = undefined;
    this.about = undefined;
  }

  /** The host is held back: nothing in it goes on until `heldBack`. */
  hold(): void {
    this.isHeld = true;
  }

  /** It went on, after so many ms. */
  heldBack(ms: number): void {
    this.isHeld = false;
    this.since += ms;
    this.begunAt += ms;
    for (const [key, since] of this.runs) this.runs.set(key, since + ms);
  }

  /** What it has been in the middle of for so long; undefined where that is nothing of the user's. */
  async overdue(afterMs: number): Promise<OverdueError | undefined> {
    const doing = this.about && (await this.doing(this.about));
    return doing && overdueError(doing, afterMs);
  }

  /** Why its process has ended, `exit code 0`, as a sentence on what it was in the middle of. */
  ending(exit: string): string {
    const now = this.watching.read();
    const doing = this.about && doingOf(now, this.about);
    if (!doing) return `the bench host ended: ${exit}`;
    if (now.stage === 'load') return `${doing.what} ended its own process while it was loaded: ${exit}`;
    return `the bench host ended in ${doing.what}: ${exit}`;
  }

  async look(): Promise<void> {
    if (this.isHeld) return;
    const now = this.watching.read();
    const { last } = this;
    if (!last || last.sequence !== now.sequence) {
      this.last = now;
      this.since = this.now();
      this.runs.clear();
    }
    if (isRunning(now)) await this.lookAtTasks(now);
    else this.judge(now, this.now() - this.since, this.limitOf(now), loadHint(now));
    await this.judgeVisit();
  }

  private async doing(about: About): Promise<Doing | undefined> {
    const now = this.watching.read();
    return doingOf(now, about, isRunning(now) ? await this.watching.ask() : undefined);
  }

  /** No step of it needs to take long by itself. */
  private async judgeVisit(): Promise<void> {
    const { about, visitMs } = this;
    const isOver = () => this.about === about && !this.isHeld && this.now() - this.begunAt > visitMs;
    if (!about || !isOver()) return;
    const doing = await this.doing(about);
    // Meanwhile it may have ended, or been held back.
    if (!isOver()) return;
    this.end();
    this.watching.overdue(overdueVisit(about, doing, visitMs));
  }

  private async lookAtTasks(now: StageNow): Promise<void> {
    const { taskMs } = this.limits;
    if (this.now() - this.since < Math.min(ASK_FROM_MS, taskMs / 4)) return;
    const running = await this.watching.ask();
    // A call that has ended meanwhile needs nobody to look after it; a host that was held back could not answer.
    if (!this.about || this.isHeld || this.last?.sequence !== now.sequence) return;
    const longest = running && this.longest(running);
    const hint = ' --task-timeout allows more.';
    if (longest) {
      const { chunk, since } = longest;
      this.judge(now, this.now() - since, taskMs * chunk.tasks, hint, [chunk]);
    } else this.judge(now, this.now() - this.since, taskMs * Math.max(1, now.tasks), hint);
  }

  /** Of what runs, what has run longest. */
  private longest(running: readonly RunningChunk[]): { chunk: RunningChunk; since: number } | undefined {
    const before = this.runs;
    const known = running.map((chunk) => {
      const key = `${chunk.worker} ${chunk.id} ${chunk.first}`;
      return { key, chunk, since: before.get(key) ?? this.now() };
    });
    this.runs = new Map(known.map(({ key, since }) => [key, since]));
    return known.sort((a, b) => a.since - b.since)[0];
  }

  private judge(
    now: StageNow,
    ms: number,
    limitMs: number,
    hint: string,
    running?: readonly RunningChunk[],
  ): void {
    const doing = this.about && doingOf(now, this.about, running);
    if (!doing) return;
    if (ms > limitMs) {
      this.end();
      this.watching.overdue(overdueError(doing, ms, hint));
    } else if (ms > NOTE_MS && !this.noted.has(doing.what)) {
      this.noted.add(doing.what);
      this.watching.note(slowNote(doing, ms));
    }
  }

  private limitOf({ stage }: StageNow): number {
    const { loadMs } = this.limits;
    if (stage === 'open') return 2 * loadMs + SLACK_MS;
    return stage === 'close' || stage === 'setup' || stage === 'teardown' ? loadMs + SLACK_MS : loadMs;
  }
}

function loadHint({ stage }: StageNow): string {
  const cause = stage === 'load' ? ' Does it loop, or does a top-level `await` in it never settle?' : '';
  return `${cause} --load-timeout allows more.`;
}
