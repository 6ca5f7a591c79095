import { describe, expect, it } from 'vitest';
import { Fifo } from './fifo.js';

const item = (n: number) => ({ n });
const filled = (count: number) => {
  const fifo = new Fifo<{ n: number }>();
  for (let n = 0; n < count; n++) fifo.push(item(n));
  return fifo;
};
const numbers = (fifo: Fifo<{ n: number }>) => [...fifo].map(({ n }) => n);

describe('Fifo', () => {
  it('gives items in the order they came, and then none', () => {
    const fifo = filled(3);
    expect([fifo.peek()?.n, fifo.shift()?.n, fifo.shift()?.n]).toEqual([0, 0, 1]);
    fifo.push(item(9));
    expect([fifo.length, fifo.shift()?.n, fifo.shift()?.n, fifo.shift(), fifo.peek()]).toEqual([
      2,
      2,
      9,
      undefined,
      undefined,
    ]);
    expect(fifo.length).toBe(0);
  });

  it('keeps its order beyond the length at which the taken front is cut off', () => {
    const fifo = filled(5_000);
    const taken: number[] = [];
    for (let count = 0; count < 3_000; count++) {
      taken.push(fifo.shift()!.n);
      fifo.push(item(5_000 + count));
    }
    while (fifo.length > 0) taken.push(fifo.shift()!.n);
    expect(taken).toEqual(Array.from({ length: 8_000 }, (_, n) => n));
  });

  it('takes one out of the middle, also after others have gone', () => {
    const fifo = filled(5);
    fifo.shift();
    const third = [...fifo][2]!;
    expect(fifo.remove(third)).toBe(true);
    expect(fifo.remove(third)).toBe(false);
    expect(fifo.remove(item(1))).toBe(false);
    expect(numbers(fifo)).toEqual([1, 2, 4]);
    expect(fifo.remove(fifo.peek()!)).toBe(true);
    expect(fifo.takeAll().map(({ n }) => n)).toEqual([2, 4]);
    expect(fifo.length).toBe(0);
  });
});
