import { describe, expect, it } from 'vitest';
import { Pauses } from './pauses.js';

const passed = (ms: number) => ({ wallMs: ms, idleMs: ms, stealMs: 0, ownMs: 1 });

function pausesAt(...times: [from: number, to: number][]): Pauses {
  const pauses = new Pauses();
  for (const [from, to] of times) pauses.add({ from, to, ...passed(to - from) });
  return pauses;
}

describe('pauses', () => {
  const pauses = pausesAt([100, 150], [300, 400]);

  it.each([
    [50, 50],
    [100, 100],
    [120, 100],
    [200, 150],
    [500, 350],
  ])('stop the clock: %i is %i', (at, running) => expect(pauses.running(at)).toBe(running));

  it('are no part of a time between two moments', () => {
    expect(pauses.between(50, 350)).toBe(200);
    expect(pauses.between(310, 390)).toBe(0);
  });

  it('are taken out of what chunks note', () => {
    const chunk = { received: 90, started: 95, finished: 210 };
    pauses.takeOut([chunk]);
    expect(chunk).toEqual({ received: 90, started: 95, finished: 160 });
  });

  it('touch what they begin in, and sum up what passed since', () => {
    expect(pauses.touch(0, 99)).toBe(false);
    expect(pauses.touch(0, 100)).toBe(true);
    expect(pauses.heldBack(200)).toEqual({ wallMs: 100, idleMs: 100, stealMs: 0, ownMs: 1 });
  });
});
