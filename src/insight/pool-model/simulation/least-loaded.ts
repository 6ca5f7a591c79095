/** Before the first and behind the last of a list. */
const NONE = -1;

/**
 * Workers by the chunks they hold: who holds least, and of those who does so longest. A list a load, so that taking
 * one costs the same among thousands.
 */
export class LeastLoaded {
  private readonly loads: Int32Array;
  private readonly before: Int32Array;
  private readonly after: Int32Array;
  /** First and last worker of each load. */
  private readonly firsts: number[] = [];
  private readonly lasts: number[] = [];
  private least = 0;

  constructor(workers: number) {
    this.loads = new Int32Array(workers);
    this.before = new Int32Array(workers);
    this.after = new Int32Array(workers);
    for (let worker = 0; worker < workers; worker++) this.append(worker);
  }

  /** The least loaded worker, which then holds a chunk more. */
  take(): number {
    while ((this.firsts[this.least] ?? NONE) === NONE) this.least++;
    const worker = this.firsts[this.least]!;
    this.change(worker, 1);
    return worker;
  }

  /** It holds so many chunks less. */
  release(worker: number, chunks: number): void {
    this.change(worker, -chunks);
    this.least = Math.min(this.least, this.loads[worker]!);
  }

  private change(worker: number, chunks: number): void {
    this.remove(worker);
    this.loads[worker] = this.loads[worker]! + chunks;
    this.append(worker);
  }

  private append(worker: number): void {
    const load = this.loads[worker]!;
    const last = this.lasts[load] ?? NONE;
    this.before[worker] = last;
    this.after[worker] = NONE;
    if (last === NONE) this.firsts[load] = worker;
    else this.after[last] = worker;
    this.lasts[load] = worker;
  }

  private remove(worker: number): void {
    const load = this.loads[worker]!;
    const before = this.before[worker]!;
    const after = this.after[worker]!;
    if (before === NONE) this.firsts[load] = after;
    else this.after[before] = after;
    if (after === NONE) this.lasts[load] = before;
    else this.before[after] = before;
  }
}
