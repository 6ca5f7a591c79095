import { describe, expect, it } from 'vitest';
import { SharedCores } from './workers.js';

const whole = () => 1;

describe('threads on shared cores', () => {
  it('go at full speed while there is a core for each', () => {
    const cores = new SharedCores(2, whole);
    cores.start(0, 7, 10);
    cores.start(4, 8, 10);
    expect([cores.nextEnd, cores.finish()]).toEqual([10, 7]);
    expect([cores.nextEnd, cores.finish()]).toEqual([14, 8]);
    expect(cores.nextEnd).toBe(Number.POSITIVE_INFINITY);
  });

  it('go slower from when there are more of them, and faster again after', () => {
    const cores = new SharedCores(1, whole);
    cores.start(0, 1, 10);
    cores.start(4, 2, 10);
    // The first has 6 left at half speed; the second then has 4 left at full speed.
    expect([cores.nextEnd, cores.finish()]).toEqual([16, 1]);
    expect([cores.nextEnd, cores.finish()]).toEqual([20, 2]);
  });

  it('leave room for others where they need a core only for part of their time', () => {
    const cores = new SharedCores(1, (event) => (event === 1 ? 1 : 0.25));
    for (const event of [2, 3, 4]) cores.start(0, event, 10);
    cores.start(0, 1, 7);
    // Together they would need 1.75 cores.
    expect([cores.nextEnd, cores.finish()]).toEqual([12.25, 1]);
    expect(cores.nextEnd).toBe(15.25);
  });
});
