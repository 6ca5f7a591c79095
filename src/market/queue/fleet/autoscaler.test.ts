import { describe, expect, it } from 'vitest';
import { Autoscaler } from './autoscaler.js';

const scale = { min: 2, max: 10, startupMs: 1000, target: 0.5, everyMs: 10, scaleInAfterMs: 30 };
const autoscaler = () => new Autoscaler(scale, 4);

describe('an autoscaler', () => {
  it('wants as many instances as bring the load to its target', () => {
    expect(autoscaler().decide(2, 7)).toBe(4);
  });

  it('stays where the load is within a tenth of its target', () => {
    expect([autoscaler().decide(5, 10.9), autoscaler().decide(5, 9.1), autoscaler().decide(5, 11.1)]).toEqual(
      [5, 5, 6],
    );
  });

  it('keeps to its bounds', () => {
    expect([autoscaler().decide(2, 0), autoscaler().decide(9, 1000)]).toEqual([2, 10]);
  });

  it('lets instances go only to the most that was wanted for a while', () => {
    const it = autoscaler();
    expect([it.decide(8, 20), it.decide(10, 8), it.decide(10, 6), it.decide(10, 4)]).toEqual([10, 10, 10, 4]);
  });

  it('has defaults for what is left out', () => {
    const { everyMs, startupMs } = new Autoscaler({ min: 1, max: 2, startupMs: 7 }, 1);
    expect({ everyMs, startupMs }).toEqual({ everyMs: 15_000, startupMs: 7 });
  });
});
