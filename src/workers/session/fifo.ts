/** Where the front of a long list has moved so far, the list is cut: dropped items would otherwise be kept. */
const CUT_AT = 1024;

/** First in, first out. Taking the first of many costs the same as of few, unlike `shift` of a list. */
export class Fifo<T> implements Iterable<T> {
  private items: (T | undefined)[] = [];
  private front = 0;

  get length(): number {
    return this.items.length - this.front;
  }

  push(item: T): void {
    this.items.push(item);
  }

  peek(): T | undefined {
    return this.items[this.front];
  }

  shift(): T | undefined {
    const { items, front } = this;
    if (front === items.length) return undefined;
    const item = items[front];
    items[front] = undefined;
    this.front++;
    if (this.front === items.length) {
      items.length = 0;
      this.front = 0;
    } else if (this.front >= CUT_AT && this.front * 2 >= items.length) {
      this.items = items.slice(this.front);
      this.front = 0;
    }
    return item;
  }

  /** Takes this one out, wherever it stands; false where it is not here. */
  remove(item: T): boolean {
    if (this.items[this.front] === item) return this.shift() !== undefined;
    const at = this.items.indexOf(item, this.front);
    if (at < 0) return false;
    this.items.splice(at, 1);
    return true;
  }

  /** All, in their order; none stays. */
  takeAll(): T[] {
    const all = this.items.slice(this.front) as T[];
    this.items = [];
    this.front = 0;
    return all;
  }

  *[Symbol.iterator](): Generator<T, void> {
    for (let at = this.front; at < this.items.length; at++) yield this.items[at] as T;
  }
}
