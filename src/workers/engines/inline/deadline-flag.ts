import { monotonicMs } from '../../session/index.js';
import { memoryStopFlag, STOP_FLAG_BYTES, type StopFlag, type StopReader } from '../protocol/stop-flag.js';

/** A timer cannot fire while a task computes on the same thread, so the task compares the clock itself. */
export class DeadlineFlag implements StopFlag, StopReader {
  private readonly flag = memoryStopFlag(new Uint8Array(STOP_FLAG_BYTES));
  private deadline = Number.POSITIVE_INFINITY;

  raise(index?: number): void {
    this.flag.raise(index);
  }

  raiseAfter(ms: number): void {
    this.deadline = monotonicMs() + ms;
  }

  lower(index?: number): void {
    this.flag.lower(index);
    if (index === undefined) this.deadline = Number.POSITIVE_INFINITY;
  }

  raised(index: number): boolean {
    return (
      this.flag.raised(index) || (this.deadline < Number.POSITIVE_INFINITY && monotonicMs() >= this.deadline)
    );
  }
}
