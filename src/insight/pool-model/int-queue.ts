/** Numbers, first in, first out; emptied, it begins anew. */
export class IntQueue {
  private readonly items: number[] = [];
  private front = 0;

  push(item: number): void {
    this.items.push(item);
  }

  shift(): number | undefined {
    if (this.front === this.items.length) return undefined;
    const item = this.items[this.front++]!;
    if (this.front === this.items.length) {
      this.items.length = 0;
      this.front = 0;
    }
    return item;
  }
}
