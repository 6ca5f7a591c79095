import type { StopFlag } from '../protocol/stop-flag.js';
import type { Timeline } from './timeline.js';

/** Which tasks were asked to stop: each request ends with the task it was for. */
export class StopRequests {
  private readonly tasks = new Set<number>();
  private cancel: (() => void) | undefined;

  constructor(
    private readonly flag: StopFlag,
    private readonly time: Timeline,
  ) {}

  /** Without tasks: every one of the session. */
  raise(tasks?: readonly number[]): void {
    if (!tasks) this.flag.raise();
    else
      for (const task of tasks) {
        this.tasks.add(task);
        this.flag.raise(task);
      }
  }

  raiseAfter(ms: number): void {
    this.end();
    this.cancel = this.time.after(ms, () => this.raise());
  }

  lower(): void {
    this.end();
    this.flag.lower();
  }

  /** What was to be raised later is not. */
  end(): void {
    this.cancel?.();
    this.cancel = undefined;
  }

  /** Whether the task was asked to stop and has not settled. */
  wants(task: number): boolean {
    return this.tasks.has(task);
  }

  /** Whether any task was asked to stop and has not settled. */
  get wantsAny(): boolean {
    return this.tasks.size > 0;
  }

  settled(outcomes: readonly { index: number }[]): void {
    for (const { index } of outcomes) if (this.tasks.delete(index)) this.flag.lower(index);
  }
}
