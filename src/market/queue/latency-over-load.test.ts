import { describe, expect, it } from 'vitest';
import { deterministic, exponential, latencyOverLoad, waitMMc } from './index.js';
import { turningLoadOf } from './latency-over-load.js';

describe('the turning load', () => {
  const percents = Array.from({ length: 98 }, (_, i) => (i + 1) / 100);
  const meanTotals = (servers: number) =>
    percents.map((load) => {
      const wait = waitMMc({ rate: 10 * load * servers, meanMs: 100, servers });
      return { load, latencyMs: wait + 100 };
    });

  // Millsap, Thinking Clearly about Performance, part 2, Comm. ACM 53(10), 2010.
  it.each([
    [1, 0.5],
    [2, 0.57],
    [4, 0.66],
    [8, 0.74],
    [16, 0.81],
    [64, 0.89],
  ])('of M/M/%d is at %d, as published', (servers, turning) => {
    expect(Math.abs(turningLoadOf(meanTotals(servers)) - turning)).toBeLessThan(0.011);
  });

  it('is nowhere without points', () => expect(turningLoadOf([])).toBeNaN());
});

describe('latency over load', () => {
  const input = { serviceMs: exponential(100), instances: 3, workersPerInstance: 2, count: 5_000 };

  it('rises from the task time to many times that', () => {
    const { points } = latencyOverLoad({ ...input, balancer: 'central' });
    expect(points.map(({ load }) => load)).toEqual([
      ...[0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5],
      ...[0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95],
    ]);
    const p95 = points.map(({ p95Ms }) => p95Ms.value);
    expect(p95).toEqual(p95.toSorted((a, b) => a - b));
    expect(p95[0]! / (100 * Math.log(20))).toBeCloseTo(1, 1);
    expect(p95.at(-1)).toBeGreaterThan(2 * p95[0]!);
  });

  it('turns further out where the queue is one for all', () => {
    const turning = (balancer: 'random' | 'central') => latencyOverLoad({ ...input, balancer }).turningLoad;
    expect(turning('central')).toBeGreaterThan(turning('random'));
  });

  it('says the rate of each load over all instances, and of what the percentiles are', () => {
    const { points } = latencyOverLoad({ ...input, serviceMs: deterministic(100), loads: [0.5] });
    const [{ rate, p50Ms, p95Ms, waitP95Ms }] = points as [(typeof points)[0]];
    expect(rate).toBe(30);
    expect(p95Ms.value - waitP95Ms.value).toBeCloseTo(100, 6);
    expect(p50Ms.value).toBe(100);
  });

  it('has none at a load of 1', () => {
    expect(() => latencyOverLoad({ ...input, loads: [1] })).toThrow(RangeError);
  });
});
