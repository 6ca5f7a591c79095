import { describe, expect, it } from 'vitest';
import { type Interval, seededRandom } from '../../stats/index.js';
import {
  deterministic,
  exponential,
  type QueueInput,
  type ServiceTimes,
  type StableQueue,
  simulateQueue,
  waitAllenCunneen,
  waitQuantileMMc,
} from './index.js';

/** 100 ms tasks on one instance, loaded so much. */
function loaded(
  load: number,
  workers: number,
  serviceMs: ServiceTimes,
  other: Partial<QueueInput> = {},
): StableQueue {
  const arrivals = { rate: 10 * load * workers * (other.instances ?? 1) };
  const input = { arrivals, serviceMs, instances: 1, workersPerInstance: workers, ...other };
  return stable(input);
}

function stable(input: QueueInput): StableQueue {
  const result = simulateQueue(input);
  if (!result.stable) throw new Error('the queue is not stable');
  return result;
}

const STUDENT_T_19 = 2.093;
const standardError = ({ low, high }: Interval) => (high - low) / 2 / STUDENT_T_19;
const holds = ({ low, high }: Interval, truth: number) => low <= truth && truth <= high;

const exponentially = exponential(100);
const equally = deterministic(100);

describe('mean waits of 100,000 arrivals agree with theory within 2 % or four standard errors', () => {
  const cases = [0.5, 0.8, 0.95].flatMap((load) => [
    { name: 'M/M/1', load, workers: 1, service: exponentially },
    { name: 'M/M/4', load, workers: 4, service: exponentially },
    { name: 'M/D/1', load, workers: 1, service: equally },
  ]);
  it.each(cases)('in $name at a load of $load', ({ load, workers, service }) => {
    const { waitMs, totalMs } = loaded(load, workers, service, { count: 100_000 });
    const queue = { rate: 10 * load * workers, meanMs: 100, servers: workers, scv: service.scv };
    const theory = waitAllenCunneen(queue);
    const allowed = Math.max(0.02 * theory, 4 * standardError(waitMs.mean));
    expect(Math.abs(waitMs.mean.value - theory)).toBeLessThan(allowed);
    expect(totalMs.mean.value - waitMs.mean.value).toBeCloseTo(100, 0);
  });

  it('in M/D/4, where Allen and Cunneen are somewhat too short', () => {
    // Exact, by Crommelin (1932).
    const theory = 38.6095;
    const { mean } = loaded(0.8, 4, equally, { count: 200_000 }).waitMs;
    const allowed = Math.max(0.02 * theory, 4 * standardError(mean));
    expect(Math.abs(mean.value - theory)).toBeLessThan(allowed);
    expect(waitAllenCunneen({ rate: 32, meanMs: 100, servers: 4, scv: 0 })).toBeLessThan(0.98 * theory);
  });

  it('in percentiles, where a queue of its own stands before every instance', () => {
    const { waitMs } = loaded(0.8, 2, exponentially, { instances: 7, balancer: 'random' });
    const wait = (p: number) => waitQuantileMMc({ rate: 16, meanMs: 100, servers: 2 }, p);
    expect(waitMs.p95.value / wait(0.95)).toBeCloseTo(1, 1);
    expect(waitMs.p99.value / wait(0.99)).toBeCloseTo(1, 0);
  });
});

it('one instance stands for all where tasks are drawn to them: all of them wait as long', () => {
  const random = seededRandom(4);
  let now = 0;
  const timestampsMs = Array.from({ length: 10_000 }, () => {
    now -= 50 * Math.log1p(-random.next());
    return now;
  });
  const fleet = { serviceMs: exponentially, instances: 4, workersPerInstance: 1 };
  const together = stable({ ...fleet, arrivals: { timestampsMs } }).waitMs.mean.value;
  expect(together / stable({ ...fleet, arrivals: { rate: 20 } }).waitMs.mean.value).toBeCloseTo(1, 1);
});

describe('intervals', () => {
  it.each([0.5, 0.8])('hold the truth about as often as they say, at a load of %d', (load) => {
    const rate = (1 - load) / 100;
    const truths = { mean: 1 / rate, p50: Math.LN2 / rate, p95: Math.log(20) / rate };
    const held = { mean: 0, p50: 0, p95: 0 };
    for (let seed = 1; seed <= 100; seed++) {
      const { totalMs } = loaded(load, 1, exponentially, { seed, count: 10_000 });
      for (const name of ['mean', 'p50', 'p95'] as const)
        held[name] += Number(holds(totalMs[name], truths[name]));
    }
    for (const count of Object.values(held)) {
      expect(count / 100).toBeGreaterThan(0.89);
      expect(count / 100).toBeLessThan(1);
    }
  });

  it('surround their values, also where most tasks do not wait', () => {
    const { waitMs } = loaded(0.5, 4, exponentially, { count: 20_000 });
    expect(waitMs.p50).toEqual({ value: 0, low: 0, high: 0 });
    for (const { low, value, high } of Object.values(waitMs)) {
      expect(low).toBeLessThanOrEqual(value);
      expect(value).toBeLessThanOrEqual(high);
    }
  });
});

describe('a simulation', () => {
  const count = 20_000;

  it('says the same for the same seed and something else for another', () => {
    const mean = (seed: number) => loaded(0.8, 2, exponentially, { seed, count }).waitMs.mean.value;
    expect(mean(3)).toBe(mean(3));
    expect(mean(3)).not.toBe(mean(4));
  });

  it('says how many arrivals count, how many do not, and how busy the workers are', () => {
    const result = loaded(0.8, 2, exponentially, { count });
    expect(result).toMatchObject({
      load: 0.8,
      arrivals: count,
      runs: 1,
      instances: { mean: 1, most: 1 },
      doubts: [],
    });
    expect(result.warmUp).toBeGreaterThan(500);
    expect(result.utilisation).toBeCloseTo(0.8, 1);
  });

  it('takes one queue for all to be shorter than the least busy one, and that shorter than one drawn', () => {
    const mean = (balancer: QueueInput['balancer']) =>
      loaded(0.8, 2, exponentially, { instances: 5, balancer, count }).waitMs.mean.value;
    expect(mean('central')).toBeLessThan(mean('least-busy'));
    expect(mean('least-busy')).toBeLessThan(0.5 * mean('random'));
    expect(mean(undefined)).toBe(mean('random'));
  });

  it('draws measured times, each as often as it was measured', () => {
    const { totalMs } = stable({
      ...{ arrivals: { rate: 0.1 }, serviceMs: [10, 10, 10, 50], instances: 1, workersPerInstance: 4, count },
    });
    expect(totalMs.mean.value).toBeCloseTo(20, 0);
    expect([totalMs.p50.value, totalMs.p95.value]).toEqual([10, 50]);
  });

  it('finds no times where the load is too much, but how many instances would carry it', () => {
    const input = { arrivals: { rate: 100 }, serviceMs: [100], workersPerInstance: 2, instances: 4 };
    expect(simulateQueue(input)).toEqual({ stable: false, load: 1.25, leastInstances: 6 });
    expect(simulateQueue({ ...input, instances: 5 })).toEqual({ stable: false, load: 1, leastInstances: 6 });
    expect(simulateQueue({ ...input, instances: 6, count }).stable).toBe(true);
  });

  it('doubts intervals of a run that is short for its load', () => {
    const { isLongEnough, doubts } = loaded(0.99, 1, exponentially, { count });
    expect(isLongEnough).toBe(false);
    expect(doubts[0]).toMatch(
      /^Waiting times depend on the last 39,\d+ arrivals .* the intervals may be too narrow\.$/,
    );
  });

  it('doubts a 99th percentile that it cannot bound', () => {
    const { doubts } = loaded(0.8, 1, exponentially, { count: 3_000 });
    expect(doubts.at(-1)).toMatch(/99th percentile/);
  });
});

describe('given arrivals', () => {
  const every = (gapMs: number, count: number) => Array.from({ length: count }, (_, i) => 1_000 + gapMs * i);
  const given = (timestampsMs: number[], other: Partial<QueueInput> = {}) =>
    stable({ arrivals: { timestampsMs }, serviceMs: [100], instances: 1, workersPerInstance: 1, ...other });

  it('are taken as they are, from the first to the last', () => {
    const { waitMs, arrivals, warmUp, load } = given([5, 5, 5, 305]);
    expect(waitMs.mean).toEqual({ value: 75, low: 75, high: 75 });
    expect({ arrivals, warmUp, load }).toEqual({ arrivals: 4, warmUp: 0, load: 1 });
  });

  it('are run several times, with other draws of the task times', () => {
    const { totalMs, runs } = given(every(100, 500), { serviceMs: [10, 90] });
    expect(runs).toBe(20);
    expect(totalMs.mean.value).toBeCloseTo(50, 0);
    expect(totalMs.mean.high).toBeGreaterThan(totalMs.mean.low);
  });

  it('may be too many for the workers: then the times hold for as long as they last', () => {
    const { waitMs, doubts } = given(every(50, 100));
    expect(waitMs.p99.value).toBeCloseTo(4900, -2);
    expect(doubts[0]).toMatch(/^The arrivals offer \d+ % of what the workers can do, so the queue grows/);
  });

  it('meet an autoscaler that begins with its fewest instances', () => {
    const autoscale = { min: 1, max: 4, startupMs: 1000, everyMs: 1000, scaleInAfterMs: 5000 };
    const rising = [...every(200, 50), ...every(30, 500).map((time) => time + 10_000)];
    const { instances, totalMs } = given(rising, { autoscale, balancer: 'central' });
    expect(instances.most).toBe(4);
    expect(instances.mean).toBeGreaterThan(1);
    expect(instances.mean).toBeLessThan(4);
    expect(totalMs.p95.value).toBeGreaterThan(
      given(rising, { instances: 4, balancer: 'central' }).totalMs.p95.value,
    );
  });
});

describe('an autoscaled fleet under Poisson arrivals', () => {
  it('settles at the instances that its target wants', () => {
    const autoscale = { min: 1, max: 20, startupMs: 1_000, everyMs: 1_000, scaleInAfterMs: 5_000 };
    const { instances, utilisation } = stable({
      ...{ arrivals: { rate: 100 }, serviceMs: [100], instances: 1, workersPerInstance: 2 },
      ...{ balancer: 'central', autoscale, count: 20_000 },
    });
    // 10 busy workers of 2 × 7.1 at a target of 70 %; its memory of the largest wish keeps a few more.
    expect(instances.mean).toBeGreaterThan(7);
    expect(instances.mean).toBeLessThan(11);
    expect(utilisation).toBeCloseTo(10 / (2 * instances.mean), 1);
  });
});
