import { describe, expect, it } from 'vitest';
import { UsageError } from '../../errors.js';
import { type Arrivals, type QueueInput, simulateQueue } from './index.js';

describe('refused is', () => {
  const fine: QueueInput = { arrivals: { rate: 1 }, serviceMs: [1], instances: 1, workersPerInstance: 1 };
  const at = (...timestampsMs: number[]): { arrivals: Arrivals } => ({ arrivals: { timestampsMs } });
  it.each<[string, Partial<QueueInput>, RegExp]>([
    ['no rate', { arrivals: { rate: 0 } }, /arrival rate must be above 0, not 0/],
    ['a rate that is no number', { arrivals: { rate: Number.NaN } }, /arrival rate must be above 0, not NaN/],
    ['a single arrival', at(1), /two tasks/],
    ['arrivals out of order', at(1, 3, 2), /Arrival 3 is at 2 ms/],
    ['no instance', { instances: 0 }, /instances must be a whole number of at least 1, not 0/],
    ['half a worker', { workersPerInstance: 0.5 }, /workers per instance must be a whole number/],
    ['a handful of arrivals', { count: 10 }, /at least 1000, not 10/],
    ['no task time', { serviceMs: [] }, /task times above 0/],
    ['a negative task time', { serviceMs: [1, -1] }, /Task time 2 is -1 ms/],
    ['an unknown balancer', { balancer: 'least-bussy' as 'random' }, /Did you mean "least-busy"/],
    [
      'more instances at least than at most',
      { autoscale: { min: 3, max: 2, startupMs: 0 } },
      /At most 2 instances/,
    ],
    ['a negative start-up', { autoscale: { min: 1, max: 2, startupMs: -1 } }, /start-up delay is -1 ms/],
    ['a target of 0', { autoscale: { min: 1, max: 2, startupMs: 0, target: 0 } }, /target must be above 0/],
  ])('%s', (_, wrong, message) => {
    const attempt = () => simulateQueue({ ...fine, ...wrong });
    expect(attempt).toThrow(UsageError);
    expect(attempt).toThrow(message);
  });
});
