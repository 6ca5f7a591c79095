import { describe, expect, it } from 'vitest';
import { erlangB, erlangC, offeredLoad, waitAllenCunneen, waitMMc, waitQuantileMMc } from './formulas.js';

/** 100 ms tasks at a load, on so many servers. */
const queue = (load: number, servers: number) => ({ rate: 10 * load * servers, meanMs: 100, servers });

describe("Erlang's formulas", () => {
  it.each([
    [1, 0.5, 1 / 3],
    [2, 1, 1 / 5],
    [10, 7, 0.0787],
  ])('B of %d servers at %d Erlang is %d', (servers, offered, blocked) => {
    expect(erlangB(servers, offered) / blocked).toBeCloseTo(1, 2);
  });

  it('B is the share of aᶜ ÷ c! in the sum of all its kind', () => {
    const weights = [1];
    for (let busy = 1; busy <= 20; busy++) weights.push((weights.at(-1)! * 15) / busy);
    expect(erlangB(20, 15)).toBeCloseTo(weights.at(-1)! / weights.reduce((a, b) => a + b), 12);
  });

  it.each([
    [1, 0.3, 0.3],
    [2, 1, 1 / 3],
    [10, 8, 0.40918],
  ])('C of %d servers at %d Erlang is %d', (servers, offered, waits) => {
    expect(erlangC(servers, offered)).toBeCloseTo(waits, 4);
  });

  it('hold for ten thousand servers, where powers and factorials do not', () => {
    expect(erlangC(10_000, 9_900)).toBeGreaterThan(0.1);
    expect(erlangC(10_000, 9_900)).toBeLessThan(0.3);
  });

  it('have everything wait where the load is too much', () => {
    expect(erlangC(2, 2)).toBe(1);
    expect(waitMMc(queue(1, 2))).toBe(Number.POSITIVE_INFINITY);
    expect(waitQuantileMMc(queue(1.2, 2), 0.5)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('waiting times', () => {
  it('in M/M/1 are ρ ÷ (1 − ρ) service times', () => {
    expect(waitMMc(queue(0.8, 1))).toBeCloseTo(400, 9);
  });

  it('in M/M/2 are ρ² ÷ (1 − ρ²) service times', () => {
    expect(waitMMc(queue(0.6, 2))).toBeCloseTo((100 * 0.36) / 0.64, 9);
  });

  it('in M/M/1 have percentiles −ln((1 − p) ÷ ρ) ÷ (μ − λ), and 0 for those who need not wait', () => {
    expect(waitQuantileMMc(queue(0.8, 1), 0.95)).toBeCloseTo(-Math.log(0.05 / 0.8) * 500, 9);
    expect(waitQuantileMMc(queue(0.8, 1), 0.1)).toBe(0);
  });

  it('by Allen and Cunneen are exact in M/M/c, and in M/G/1: ρ(1 + scv) ÷ 2(1 − ρ) service times', () => {
    expect(waitAllenCunneen({ ...queue(0.8, 4), scv: 1 })).toBe(waitMMc(queue(0.8, 4)));
    expect(waitAllenCunneen({ ...queue(0.8, 1), scv: 3 })).toBeCloseTo((0.8 * 4 * 100) / (2 * 0.2), 9);
    expect(waitAllenCunneen({ ...queue(0.8, 1), scv: 0 })).toBeCloseTo(200, 9);
    expect(waitAllenCunneen({ ...queue(0.8, 1), scv: 1, arrivalScv: 3 })).toBeCloseTo(800, 9);
  });
});

it('the offered load is what the tasks keep busy', () => {
  expect(offeredLoad({ rate: 50, meanMs: 100 })).toBe(5);
});
