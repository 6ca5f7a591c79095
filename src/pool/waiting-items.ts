/** Items that were put and not taken yet, first in, first out. */
export class WaitingItems {
  private items: unknown[] = [];
  /** Those before it were taken. */
  private head = 0;

  get length(): number {
    return this.items.length - this.head;
  }

  push(item: unknown): void {
    this.items.push(item);
  }

  shift(): unknown {
    const item = this.items[this.head];
    this.items[this.head++] = undefined;
    if (this.head === this.items.length || this.head >= 1024) {
      this.items = this.items.slice(this.head);
      this.head = 0;
    }
    return item;
  }
}
