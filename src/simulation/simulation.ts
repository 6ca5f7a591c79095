import type { Clock } from './clock.js';
import { type Action, EventQueue, type ScheduledEvent } from './events.js';

/**
 * A virtual clock and what happens on it. Time is in milliseconds, starts at 0 and goes from event to event;
 * nothing takes time but what was scheduled. Drive it with `runToEnd` or with `drive`, not with both at once.
 */
export class Simulation implements Clock {
  private readonly events = new EventQueue();
  private time = 0;
  private isDriven = false;

  now(): number {
    return this.time;
  }

  /** @throws RangeError where the time is past, or not a number. */
  at(time: number, action: Action): ScheduledEvent {
    if (!(time >= this.time)) throw new RangeError(`an event at ${time} ms cannot follow ${this.time} ms`);
    return this.events.add(time, action);
  }

  after(delayMs: number, action: Action): ScheduledEvent {
    return this.at(this.time + delayMs, action);
  }

  /** Takes event after event until none is left, without waiting for anything. */
  runToEnd(): void {
    for (let event = this.next(); event; event = this.next()) event.action();
  }

  /**
   * Takes event after event until none is left, each after all that follows from the one before: the promise
   * that it returned and every reaction to a settled promise. So code made of promises runs at exact virtual
   * times. Returns at once; call it whenever something was scheduled.
   */
  drive(): void {
    if (this.isDriven) return;
    this.isDriven = true;
    setImmediate(this.step);
  }

  private readonly step = async (): Promise<void> => {
    const event = this.next();
    if (!event) {
      this.isDriven = false;
      return;
    }
    try {
      const pending = event.action();
      if (pending) await pending;
    } finally {
      setImmediate(this.step);
    }
  };

  private next(): ScheduledEvent | undefined {
    const event = this.events.take();
    if (event) this.time = event.time;
    return event;
  }
}
