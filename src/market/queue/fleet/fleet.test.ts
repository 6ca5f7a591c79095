import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../stats/index.js';
import { Autoscaler } from './autoscaler.js';
import { type BalancerName, findBalancer } from './balancers/index.js';
import { Fleet, type FleetSettings } from './fleet.js';

const fleetOf = (
  arrivalMs: readonly number[],
  serviceMs: readonly number[],
  { balancer, ...settings }: Omit<Partial<FleetSettings>, 'balancer'> & { balancer: BalancerName },
) =>
  new Fleet(
    {
      ...{ instances: 1, workersPerInstance: 1, balancer: findBalancer(balancer) },
      mostInstances: settings.mostInstances ?? settings.instances ?? 1,
      ...settings,
    },
    { arrivalMs: Float64Array.from(arrivalMs), serviceMs: Float64Array.from(serviceMs) },
    seededRandom(5),
  );

function waits(...[arrivals, services, settings]: Parameters<typeof fleetOf>): number[] {
  const fleet = fleetOf(arrivals, services, settings);
  fleet.run(0);
  return [...fleet.waitMs];
}

/** Kiefer and Wolfowitz (1955): each task goes to the worker that is free first. */
function waitsByRecursion(
  arrivals: readonly number[],
  services: readonly number[],
  workers: number,
): number[] {
  const free = new Array<number>(workers).fill(0);
  return arrivals.map((arrival, task) => {
    const worker = free.indexOf(Math.min(...free));
    const start = Math.max(arrival, free[worker]!);
    free[worker] = start + services[task]!;
    return start - arrival;
  });
}

describe('one queue for all', () => {
  it('keeps tasks in order and every worker busy', () => {
    const settings = { balancer: 'central', instances: 1, workersPerInstance: 2 } as const;
    expect(waits([0, 0, 1, 2, 3], [10, 4, 5, 1, 1], settings)).toEqual([0, 0, 3, 7, 7]);
  });

  it('gives the waits of the recursion for first come, first served', () => {
    const random = seededRandom(3);
    let now = 0;
    const arrivals = Array.from({ length: 5_000 }, () => (now += -Math.log1p(-random.next())));
    const services = arrivals.map(() => -5.5 * Math.log1p(-random.next()));
    const settings = { balancer: 'central', instances: 3, workersPerInstance: 2 } as const;
    const expected = waitsByRecursion(arrivals, services, 6);
    const found = waits(arrivals, services, settings);
    expect(Math.max(...found.map((wait, task) => Math.abs(wait - expected[task]!)))).toBeLessThan(1e-8);
  });
});

describe('a queue each', () => {
  it('lets a task wait behind others though a worker elsewhere is free, where instances are drawn', () => {
    const many = new Array(40).fill(0);
    const found = waits(many, many.fill(1), { balancer: 'random', instances: 40 });
    expect(Math.max(...found)).toBeGreaterThan(0);
  });

  it('is joined at the instance that holds the fewest, waiting ones too', () => {
    // The third joins either queue of one, the fourth the other; the fifth finds the short one empty.
    const settings = { balancer: 'least-busy', instances: 2 } as const;
    expect(waits([0, 1, 2, 3, 12], [10, 10, 10, 10, 1], settings).toSorted((a, b) => a - b)).toEqual([
      0,
      0,
      expect.closeTo(8, 9),
      expect.closeTo(8, 9),
      expect.closeTo(8, 9),
    ]);
  });

  it('never has tasks wait while the balancer sees a free instance', () => {
    const arrivals = Array.from({ length: 200 }, (_, i) => i);
    const settings = { balancer: 'least-busy', instances: 10 } as const;
    expect(Math.max(...waits(arrivals, new Array(200).fill(10), settings))).toBe(0);
  });
});

describe('what a fleet uses', () => {
  it('is the time its workers are busy, from the first task that counts to the last arrival', () => {
    const fleet = fleetOf([0, 10, 30], [8, 10, 1], { balancer: 'central', workersPerInstance: 2 });
    // From 10 to 30 one of two workers is busy for 10 ms.
    expect(fleet.run(1)).toEqual({ utilisation: 0.25, instances: { mean: 1, most: 1 } });
  });
});

describe('an autoscaled fleet', () => {
  const scale = { min: 1, max: 3, startupMs: 30, target: 1, everyMs: 10, scaleInAfterMs: 50 };
  const scaled = (balancer: BalancerName, arrivals: number[], services: number[]) =>
    fleetOf(arrivals, services, { balancer, mostInstances: 3, autoscaler: new Autoscaler(scale, 1) });

  it('starts instances at the next decision, which take tasks from the queue when they are ready', () => {
    const fleet = scaled('central', [0, 0, 0], [100, 100, 100]);
    fleet.run(0);
    expect([...fleet.waitMs]).toEqual([0, 40, 40]);
  });

  it('sends only new tasks to new instances, where each has its queue', () => {
    const fleet = scaled('least-busy', [0, 0, 0, 50], [100, 100, 100, 100]);
    fleet.run(0);
    expect([...fleet.waitMs]).toEqual([0, 100, 200, 0]);
  });

  it('pays for instances from the decision on, until they were not wanted for long enough', () => {
    const fleet = scaled('central', [0, 0, 0, 400], [100, 100, 100, 1]);
    const { instances } = fleet.run(0);
    // Three tasks are held until 100 and two until 140; decisions at 10 to 140 want more than one instance, with what
    // was held in the 10 ms before; from 190 on none of the last five does.
    expect(instances.most).toBe(3);
    expect(instances.mean * 400).toBeCloseTo(10 + 3 * (150 - 10) + 2 * (190 - 150) + (400 - 190), 6);
  });
});
