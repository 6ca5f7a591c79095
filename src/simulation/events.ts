const FIRST_CAPACITY = 64;

/**
 * Events that are whole numbers, by time; those of the same time in the order in which they were added. A binary
 * heap in typed arrays: nothing is allocated for an event, so millions of them take seconds.
 */
export class NumberedEvents {
  /** When the next event is; Infinity where there is none. */
  nextTime = Number.POSITIVE_INFINITY;
  private times = new Float64Array(FIRST_CAPACITY);
  private orders = new Float64Array(FIRST_CAPACITY);
  private events = new Int32Array(FIRST_CAPACITY);
  private size = 0;
  private added = 0;

  /** `event` is a 32-bit integer; times must be numbers, in any unit. */
  add(time: number, event: number): void {
    if (this.size === this.times.length) this.grow();
    const { times } = this;
    let at = this.size++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      // What was there before has the lower number.
      if (times[parent]! <= time) break;
      this.move(parent, at);
      at = parent;
    }
    this.put(at, time, this.added++, event);
    this.nextTime = times[0]!;
  }

  /** Takes the next event; look at `nextTime` first. */
  take(): number {
    const event = this.events[0]!;
    const last = --this.size;
    this.sink(last);
    this.nextTime = last === 0 ? Number.POSITIVE_INFINITY : this.times[0]!;
    return event;
  }

  /** Brings what stands at `from`, behind the heap, to its place below the top, which is free. */
  private sink(from: number): void {
    const { times, orders, size } = this;
    const time = times[from]!;
    const order = orders[from]!;
    const event = this.events[from]!;
    let at = 0;
    for (let child = 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && this.isBefore(child + 1, times[child]!, orders[child]!)) child++;
      if (!this.isBefore(child, time, order)) break;
      this.move(child, at);
      at = child;
    }
    this.put(at, time, order, event);
  }

  private isBefore(at: number, time: number, order: number): boolean {
    const own = this.times[at]!;
    return own < time || (own === time && this.orders[at]! < order);
  }

  private move(from: number, to: number): void {
    this.put(to, this.times[from]!, this.orders[from]!, this.events[from]!);
  }

  private put(at: number, time: number, order: number, event: number): void {
    this.times[at] = time;
    this.orders[at] = order;
    this.events[at] = event;
  }

  private grow(): void {
    const { times, orders, events } = this;
    this.times = new Float64Array(2 * times.length);
    this.times.set(times);
    this.orders = new Float64Array(2 * orders.length);
    this.orders.set(orders);
    this.events = new Int32Array(2 * events.length);
    this.events.set(events);
  }
}

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
