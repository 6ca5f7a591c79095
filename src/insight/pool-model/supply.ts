import { READ_AHEAD } from '../../workers/dispatch/index.js';

/** Which chunk may be sent next: a dispatch as its pump has it. Chunks are numbered in task order. */
export class Supply {
  private sent = 0;
  private outstanding = 0;
  private readonly settled: Uint8Array | undefined;
  /** In order: the first chunk whose results were not given yet. */
  private given = 0;

  constructor(
    private readonly chunks: number,
    isInOrder: boolean,
  ) {
    if (isInOrder) this.settled = new Uint8Array(chunks);
  }

  /** The next chunk, where the session takes one more; `capacity`: the chunks it accepts at once. */
  take(capacity: number): number | undefined {
    if (this.sent === this.chunks || this.outstanding >= capacity) return undefined;
    if (this.settled && this.sent - this.given >= READ_AHEAD * capacity) return undefined;
    this.outstanding++;
    return this.sent++;
  }

  settle(chunk: number): void {
    this.outstanding--;
    const { settled } = this;
    if (!settled) return;
    settled[chunk] = 1;
    while (settled[this.given] === 1) this.given++;
  }
}
