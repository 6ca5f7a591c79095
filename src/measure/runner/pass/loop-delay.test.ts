import { describe, expect, it } from 'vitest';
import { LoopWatch, loopDelay } from './loop-delay.js';

describe('the delay of an event loop', () => {
  it.each([
    ['one that turns on time', new Array(100).fill(1), { p50: 0, p99: 0, max: 0 }],
    // Whoever comes during a block of 200 ms waits for what is left of it: half of them for more than 100 ms.
    ['one that is blocked throughout', [201], { p50: 99.5, p99: 197.99, max: 200 }],
    ['one that is blocked again and again', [201, 201, 201], { p50: 99.5, p99: 197.99, max: 200 }],
    [
      'one that is blocked for a tenth of the time',
      [...new Array(899).fill(1), 101],
      { p50: 0, p99: 90, max: 100 },
    ],
  ])('%s', (_, gaps, { p50, p99, max }) => {
    const delay = loopDelay(gaps, 1)!;
    expect(delay.p50).toBeCloseTo(p50, 9);
    expect(delay.p99).toBeCloseTo(p99, 9);
    expect(delay.max).toBeCloseTo(max, 9);
  });

  it('is unknown where nothing was watched', () => expect(loopDelay([], 1)).toBeNull());

  it('is seen from the first moment to the last, though the loop never turns', () => {
    let time = 0;
    const watch = new LoopWatch(() => time);
    for (const block of [60, 110]) {
      watch.start();
      time += block;
      watch.stop();
      time += 1_000;
    }
    expect(watch.read()?.max).toBe(100);
  });
});
