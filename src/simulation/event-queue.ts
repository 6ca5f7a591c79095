/** What happens at an event. The promise it may return is waited for when the simulation is driven by promises. */
export type Action = () => void | Promise<void>;

export interface ScheduledEvent {
  readonly time: number;
  readonly action: Action;
  /** Set, it is passed over, and time does not stop at it. */
  cancelled: boolean;
}

interface Entry extends ScheduledEvent {
  readonly order: number;
}

/** Events by time; those of the same time in the order in which they were added. A binary heap. */
export class EventQueue {
  private readonly heap: Entry[] = [];
  private added = 0;

  add(time: number, action: Action): ScheduledEvent {
    const entry: Entry = { time, action, cancelled: false, order: this.added++ };
    this.rise(entry);
    return entry;
  }

  /** Takes the earliest event that was not cancelled; undefined when none is left. */
  take(): ScheduledEvent | undefined {
    let entry = this.takeTop();
    while (entry?.cancelled) entry = this.takeTop();
    return entry;
  }

  private takeTop(): Entry | undefined {
    const { heap } = this;
    const top = heap[0];
    const last = heap.pop();
    if (last && last !== top) this.sink(last);
    return top;
  }

  private rise(entry: Entry): void {
    const { heap } = this;
    let at = heap.length;
    heap.push(entry);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isBefore(entry, heap[parent]!)) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = entry;
  }

  private sink(entry: Entry): void {
    const { heap } = this;
    let at = 0;
    for (let child = 1; child < heap.length; child = 2 * at + 1) {
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child++;
      if (!isBefore(heap[child]!, entry)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = entry;
  }
}

function isBefore(a: Entry, b: Entry): boolean {
  return a.time < b.time || (a.time === b.time && a.order < b.order);
}
