/** Chunks that wait to be sent together: the engines' rule (see `Outboxes`), with chunks that are numbers. */
export class Outbox {
  private readonly firsts: Int32Array;
  private readonly counts: Int32Array;
  private filled: number[] = [];

  constructor(
    workers: number,
    private readonly post: (first: number, count: number) => void,
  ) {
    this.firsts = new Int32Array(workers);
    this.counts = new Int32Array(workers);
  }

  /** `held`: chunks a worker holds at once. Up to two travel alone, of more half of them together. */
  add(worker: number, chunk: number, held: number): void {
    const count = this.counts[worker]! + 1;
    if (count === 1) {
      this.firsts[worker] = chunk;
      this.filled.push(worker);
    }
    this.counts[worker] = count;
    if (held <= 2 || count >= held / 2) this.postOf(worker);
  }

  /** Sends what waits; called when nothing that is ready adds more. */
  flush(): void {
    for (const worker of this.filled) if (this.counts[worker]! > 0) this.postOf(worker);
    this.filled = [];
  }

  private postOf(worker: number): void {
    this.post(this.firsts[worker]!, this.counts[worker]!);
    this.counts[worker] = 0;
  }
}
