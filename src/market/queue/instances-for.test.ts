import { describe, expect, it } from 'vitest';
import { UsageError } from '../../errors.js';
import { exponential, type InstancesFor, instancesFor } from './index.js';
import { isMonotone } from './trials.js';

function found(answer: InstancesFor) {
  if (!answer.feasible) throw new Error(answer.reason);
  return answer;
}

describe('the instances for a 95th percentile', () => {
  // n queues of one worker: P(total > t) = exp(−(μ − λ ÷ n)·t).
  const p95 = (instances: number) => Math.log(20) / (1 / 100 - 0.05 / instances);
  const input = { arrivals: { rate: 50 }, serviceMs: exponential(100), workersPerInstance: 1, count: 50_000 };

  it.each([7, 8, 10])('are those of theory: %d', (instances) => {
    const p95TotalMs = (p95(instances) + p95(instances - 1)) / 2;
    const answer = found(instancesFor({ ...input, p95TotalMs }));
    expect(answer.instances).toBe(instances);
    expect(answer.possible).toBe(instances);
    expect(answer.result.totalMs.p95.high).toBeLessThanOrEqual(p95TotalMs);
    expect(answer.isMonotone).toBe(true);
    const fewer = answer.tried.find((trial) => trial.instances === instances - 1)!;
    expect(fewer.p95Ms.low).toBeGreaterThan(p95TotalMs);
  });

  it('are more than those that may do, where the simulation cannot tell', () => {
    const answer = found(instancesFor({ ...input, p95TotalMs: 1.001 * p95(12), count: 10_000 }));
    expect(answer.possible).toBeLessThanOrEqual(12);
    expect(answer.instances).toBeGreaterThan(answer.possible);
  });

  it('are fewer with one queue for all', () => {
    const answer = found(instancesFor({ ...input, balancer: 'central', p95TotalMs: 400 }));
    expect(answer.instances).toBeLessThan(found(instancesFor({ ...input, p95TotalMs: 400 })).instances);
  });

  it('are found for given arrivals too, also where these are more than the workers carry for a while', () => {
    const timestampsMs = new Array(10).fill(0);
    const burst = {
      arrivals: { timestampsMs: [...timestampsMs, 1] },
      serviceMs: [100],
      workersPerInstance: 1,
    };
    expect(found(instancesFor({ ...burst, balancer: 'central', p95TotalMs: 300 }))).toMatchObject({
      instances: 4,
    });
  });

  it('are none where the tasks alone take longer', () => {
    const answer = instancesFor({ ...input, p95TotalMs: 250 });
    expect(answer).toMatchObject({ feasible: false, tried: [] });
    expect(answer).toHaveProperty(
      'reason',
      expect.stringMatching(/^One task in twenty runs for 300 ms or longer/),
    );
  });

  it('are none where more would be needed than there may be', () => {
    const answer = instancesFor({ ...input, p95TotalMs: 320, maxInstances: 20 });
    expect(answer).toHaveProperty('reason', expect.stringMatching(/^Not even 20 instances certainly have/));
    const fewest = instancesFor({ ...input, p95TotalMs: 320, maxInstances: 5 });
    expect(fewest).toHaveProperty('reason', expect.stringMatching(/^5 instances would be so fully loaded/));
  });

  it('cannot be for no time at all', () => {
    expect(() => instancesFor({ ...input, p95TotalMs: 0 })).toThrow(UsageError);
  });
});

it('trials are monotone unless more instances are clearly slower', () => {
  const trial = (instances: number, low: number, high: number) => ({
    instances,
    p95Ms: { value: low, low, high },
  });
  expect(isMonotone([trial(1, 5, 9), trial(2, 4, 6), trial(3, 5, 7)])).toBe(true);
  expect(isMonotone([trial(1, 5, 9), trial(2, 1, 2), trial(3, 3, 4)])).toBe(false);
});
