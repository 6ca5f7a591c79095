import { NumberedEvents } from '../../../simulation/index.js';

/**
 * Threads that compute, on cores that they share: processor sharing (Kleinrock, Queueing Systems II, 4.4), which is
 * what a fair scheduler comes to. All go equally fast, so one clock that counts the service each has had so far
 * orders their ends, however often the speed changes. Times are ms.
 */
export class SharedCores {
  private readonly ends = new NumberedEvents();
  private demand = 0;
  private service = 0;
  private at = 0;

  /** `demandOf`: of a core, while what ends with this event gets on at full speed. */
  constructor(
    private readonly cores: number,
    private readonly demandOf: (event: number) => number,
  ) {}

  /** Something begins that takes `workMs` at full speed; `event` is a number for its end. */
  start(now: number, event: number, workMs: number): void {
    this.service += (now - this.at) * this.speed();
    this.at = now;
    this.demand += this.demandOf(event);
    this.ends.add(this.service + workMs, event);
  }

  /** When the next end is if nothing begins before; Infinity where nothing computes. */
  get nextEnd(): number {
    return this.at + Math.max(0, this.ends.nextTime - this.service) / this.speed();
  }

  /** Takes the event at `nextEnd`. */
  finish(): number {
    this.at = this.nextEnd;
    this.service = this.ends.nextTime;
    const event = this.ends.take();
    this.demand -= this.demandOf(event);
    return event;
  }

  private speed(): number {
    return this.demand > this.cores ? this.cores / this.demand : 1;
  }
}
