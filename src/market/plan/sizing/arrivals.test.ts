import { describe, expect, it } from 'vitest';
import { makePlan } from '../make-plan.js';
import type { ArrivalsDemand } from '../request.js';
import { inventCatalog, inventInput, inventInstance } from '../testing/invented.js';

const demand = (given: Partial<ArrivalsDemand> = {}): ArrivalsDemand => ({
  kind: 'arrivals',
  arrivals: { rate: 1500 },
  p95Ms: 20,
  balancer: 'random',
  seed: 1,
  // Enough to tell fleets of these sizes apart.
  count: 5_000,
  ...given,
});
const small = inventInstance({ name: 'small', vcpus: 4, physicalCores: 4 });
const large = inventInstance({ name: 'large', vcpus: 16, physicalCores: 16, pricePerHour: 1 });
const planFor = (given: Partial<ArrivalsDemand> = {}, constraints = {}, types = [small]) =>
  makePlan(
    inventInput({
      catalog: inventCatalog(...types),
      demand: demand(given),
      constraints: { minInstances: 1, headroom: 0, spare: 0, ...constraints },
    }),
  );
const countOf = (plan: ReturnType<typeof planFor>, name: string) =>
  plan.choices.find(({ instance }) => instance.name === name)!.instances;

describe('a plan for arrivals', () => {
  const usual = planFor();

  it('has as few instances as keep the 95th percentile, and no fewer', () => {
    expect(usual.latency!.totalMs.p95.value).toBeLessThanOrEqual(20);
    const both = [small, large];
    const fewer = planFor({}, { maxInstances: countOf(usual, 'small') - 1 }, both);
    expect(fewer.choices.map(({ instance }) => instance.name)).toEqual(['large']);
  });

  it('takes no more instances behind one queue than behind a queue each', () => {
    expect(countOf(planFor({ balancer: 'central' }), 'small')).toBeLessThanOrEqual(countOf(usual, 'small'));
  });

  it('counts thousands of workers behind one queue as well', () => {
    const plan = planFor({ balancer: 'central', arrivals: { rate: 200_000 } });
    const [first] = plan.choices;
    expect(first!.utilisation.value).toBeGreaterThan(0.9);
    expect(first!.utilisation.value).toBeLessThanOrEqual(0.95);
    expect(plan.latency!.totalMs.p95.value).toBeLessThanOrEqual(20);
  });

  it('takes more for a tighter percentile, and never fewer with headroom', () => {
    const count = countOf(usual, 'small');
    expect(countOf(planFor({ p95Ms: 11 }), 'small')).toBeGreaterThan(count);
    expect(countOf(planFor({}, { headroom: 0.3 }), 'small')).toBeGreaterThan(count);
  });

  it('says that no number of instances helps where tasks themselves take longer', () => {
    const plan = planFor({ p95Ms: 5 });
    expect(plan.impossible).toMatchObject({ constraints: ['p95'] });
    expect(plan.impossible!.nearest).toContain('10.0 ms');
  });

  it('follows recorded arrivals, whose bursts need more than their mean rate does', () => {
    const spread = Array.from({ length: 1000 }, (_, i) => i);
    const bursts = spread.map((i) => 250 * Math.floor(i / 250));
    const smooth = planFor({ arrivals: { timestampsMs: spread } }, {}, [large]);
    const bursty = planFor({ arrivals: { timestampsMs: bursts } }, {}, [large]);
    expect(countOf(bursty, 'large')).toBeGreaterThan(countOf(smooth, 'large'));
  });

  it('shows latency over load up to where nothing is left, with the load at which it turns', () => {
    const { latencyOverLoad } = usual;
    const p95 = latencyOverLoad!.points.map(({ p95Ms }) => p95Ms.value);
    expect(p95).toEqual(p95.toSorted((a, b) => a - b));
    expect(latencyOverLoad!.turningLoad).toBeGreaterThan(0.3);
  });

  it('tries autoscaling where a start-up delay is given', () => {
    const plan = planFor({}, { startupMs: 30_000, maxInstances: 8 });
    expect(plan.autoscaled).toMatchObject({ min: 1, max: 8, startupMs: 30_000 });
    expect(plan.autoscaled!.queue.instances.mean).toBeGreaterThan(1);
    expect(usual.autoscaled).toBeNull();
  });
});
