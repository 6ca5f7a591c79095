import { NumberedEvents } from './numbered-events.js';

/** What happens at an event. The promise it may return is waited for when the simulation is driven by promises. */
export type Action = () => void | Promise<void>;

export interface ScheduledEvent {
  readonly time: number;
  readonly action: Action;
  /** Set, it is passed over, and time does not stop at it. */
  cancelled: boolean;
}

/** Events that are functions, by time; those of the same time in the order in which they were added. */
export class EventQueue {
  private readonly numbers = new NumberedEvents();
  /** By the number under which it waits. */
  private readonly waiting: (ScheduledEvent | undefined)[] = [];
  private readonly free: number[] = [];

  add(time: number, action: Action): ScheduledEvent {
    const event: ScheduledEvent = { time, action, cancelled: false };
    const number = this.free.pop() ?? this.waiting.length;
    this.waiting[number] = event;
    this.numbers.add(time, number);
    return event;
  }

  /** Takes the earliest event that was not cancelled; undefined when none is left. */
  take(): ScheduledEvent | undefined {
    while (this.numbers.nextTime < Number.POSITIVE_INFINITY) {
      const event = this.takeFirst();
      if (!event.cancelled) return event;
    }
    return undefined;
  }

  private takeFirst(): ScheduledEvent {
    const number = this.numbers.take();
    const event = this.waiting[number]!;
    this.waiting[number] = undefined;
    this.free.push(number);
    return event;
  }
}
