import type { ScheduledEvent, Simulation } from '../../../simulation/index.js';
import type { Timeline } from '../message-fed/timeline.js';
import type { StopFlag, StopReader } from '../protocol/stop-flag.js';

/** A session's time and its stop flag on the virtual clock: a flag that is raised is seen at that moment. */
export class VirtualTime implements Timeline, StopFlag, StopReader {
  /** The next time at which the session does something by itself. */
  private next: ScheduledEvent | undefined;
  private isWhole = false;
  private readonly tasks = new Set<number>();

  constructor(
    private readonly simulation: Simulation,
    private readonly whenRaised: () => void,
  ) {}

  now(): number {
    return this.simulation.now();
  }

  after(ms: number, action: () => void): () => void {
    const event = this.simulation.after(ms, () => {
      if (this.next === event) this.next = undefined;
      action();
    });
    this.next = event;
    this.simulation.drive();
    return () => {
      event.cancelled = true;
      if (this.next === event) this.next = undefined;
    };
  }

  /** Something is still to happen by itself. */
  get isWaited(): boolean {
    return this.next !== undefined;
  }

  raise(index?: number): void {
    if (index === undefined) this.isWhole = true;
    else this.tasks.add(index);
    this.whenRaised();
  }

  lower(index?: number): void {
    if (index === undefined) this.isWhole = false;
    else this.tasks.delete(index);
  }

  raised(index: number): boolean {
    return this.isWhole || this.tasks.has(index);
  }
}
