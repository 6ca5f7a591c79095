import { describe, expect, it } from 'vitest';
import { shippedCatalog } from '../../catalog/index.js';
import { intervalOf, Machines, posteriorOf, priorFrom, shippedRates } from '../../prior/index.js';
import { makePlan, type PlanInput } from '../make-plan.js';
import { knownAs } from '../rank.js';
import { unconstrained } from '../request.js';
import { inventCurve, inventEvidence, inventInput } from '../testing/invented.js';

const catalog = shippedCatalog();
const of = (...names: readonly string[]) => ({
  ...catalog,
  instances: catalog.instances.filter(({ name }) => names.includes(name)),
});
const shop = of(
  'Standard_D4s_v6',
  'Standard_D8s_v6',
  'c8i.4xlarge',
  'c8i.2xlarge',
  'c4a-standard-8',
  'c8g.2xlarge',
  'c5.2xlarge',
  'Standard_D8ps_v6',
);

/** Two cores with two threads each; a second thread adds a fifth. */
const onD4s = inventEvidence(
  [
    inventCurve([1, 2, 4], {
      machine: { physicalCores: 2, logicalCores: 4 },
      points: [100, 200, 240].map((throughput, i) => ({
        ...{ workers: 2 ** i, throughput },
        ...{ low: throughput * 0.99, high: throughput * 1.01 },
      })),
    }),
  ],
  { cpu: 'INTEL(R) XEON(R) PLATINUM 8573C', instanceType: 'Standard_D4s_v6', family: 'azure/Dsv6' },
);

const planned = (given: Partial<PlanInput> = {}) =>
  makePlan(
    inventInput({
      demand: { kind: 'throughput', perSecond: 5000 },
      evidences: [onD4s],
      catalog: shop,
      publicRates: shippedRates(),
      ...given,
    }),
  );

describe('a plan with public data', () => {
  const plan = planned();
  const row = (name: string) => plan.choices.find(({ instance }) => instance.name === name)!;

  it('says of every row whether it was measured, predicted or assumed', () => {
    const known = Object.fromEntries(plan.choices.map((choice) => [choice.instance.name, knownAs(choice)]));
    expect(known).toEqual({
      Standard_D4s_v6: 'measured',
      Standard_D8s_v6: 'predicted',
      'c8i.4xlarge': 'predicted',
      'c8i.2xlarge': 'predicted',
      'c4a-standard-8': 'predicted',
      Standard_D8ps_v6: 'predicted',
      'c8g.2xlarge': 'predicted',
      'c5.2xlarge': 'assumed',
    });
  });

  it('lists by expected cost, and behind all others what nothing is publicly known of', () => {
    const costs = plan.choices.slice(0, -1).map(({ expected }) => expected.costPerHour);
    expect(costs).toEqual(costs.toSorted((a, b) => a - b));
    expect(plan.choices.at(-1)!.instance.name).toBe('c5.2xlarge');
    expect(plan.known).toBe(7);
  });

  it('says what each prediction follows from, the surer the more is known', () => {
    expect(row('c8i.4xlarge').setting.coreSpeed.basis).toBe('public data of that type');
    expect(row('c8i.2xlarge').setting.coreSpeed.basis).toBe('public data of its family');
    expect(row('c8g.2xlarge').setting.coreSpeed.basis).toBe('public data of types with its CPU');
    const width = (name: string) => {
      const { high, low } = row(name).setting.perSecond;
      return high / low;
    };
    expect(width('Standard_D4s_v6')).toBeLessThan(width('Standard_D8s_v6'));
    expect(width('Standard_D8s_v6')).toBeLessThan(width('c4a-standard-8'));
  });

  it('predicts as the prior does from one worker and from all CPUs', () => {
    const prior = priorFrom(shippedRates());
    const machines = shippedRates().types.map((type) => new Machines(prior).find(type));
    const place = (name: string) => shippedRates().types.findIndex((type) => type.name === name);
    const deviation = Math.log(1.01 / 0.99) / 2 / 1.96;
    const measured = [100, 240].map((rate, part) => ({
      ...{ machine: place('Standard_D4s_v6'), part: part as 0 | 1, logRate: Math.log(rate), deviation },
    }));
    const posterior = posteriorOf(prior, machines, measured);
    for (const name of ['c8i.4xlarge', 'c4a-standard-8', 'Standard_D8ps_v6']) {
      const { value, low } = intervalOf(posterior, place(name));
      const { perSecond } = row(name).setting;
      expect(perSecond.value / value).toBeCloseTo(1, 3);
      expect(perSecond.low / low).toBeCloseTo(1, 3);
    }
  });

  it('knows that eight Arm cores do more than four cores with two threads', () => {
    const arm = row('c4a-standard-8').setting.perSecond.value;
    expect(arm).toBeGreaterThan(1.3 * row('Standard_D8s_v6').setting.perSecond.value);
  });

  it('predicts other machines with a CPU that was measured, though nothing is publicly known of it', () => {
    const onC7g = inventEvidence([inventCurve([1, 2, 4, 8])], {
      ...{ cpu: 'Neoverse-V1', architecture: 'arm64', instanceType: 'c7g.2xlarge', family: 'aws/c7g' },
    });
    const { choices, known } = planned({
      evidences: [onC7g],
      catalog: of('c7g.2xlarge', 'c7g.xlarge', 'm7g.xlarge', 'c8i.4xlarge', 'c5.2xlarge'),
    });
    expect(known).toBe(4);
    const words = choices.map((choice) => [choice.instance.name, knownAs(choice)] as const);
    expect(Object.fromEntries(words)).toEqual({
      'c7g.2xlarge': 'measured',
      'c7g.xlarge': 'predicted',
      'm7g.xlarge': 'predicted',
      'c8i.4xlarge': 'predicted',
      'c5.2xlarge': 'assumed',
    });
  });

  it('is without predictions where the catalog has no type of the public data', () => {
    const bare = planned({ catalog: of('c5.2xlarge') });
    expect([bare.known, bare.publicData]).toEqual([null, null]);
    expect(bare.choices[0]!.setting.coreSpeed.basis).toBe('pairs of Intel instances');
  });
});

describe('the certainty that is asked for', () => {
  const withCertainty = (certainty: number) => planned({ constraints: { ...unconstrained, certainty } });

  it('decides how many are bought, not the order', () => {
    const [half, sure, surer] = [0.5, 0.95, 0.99].map(withCertainty);
    const names = (plan: ReturnType<typeof planned>) => plan.choices.map(({ instance }) => instance.name);
    expect(names(sure!)).toEqual(names(half!));
    for (const [i, { instances, expected }] of sure!.choices.entries()) {
      expect(instances).toBeGreaterThanOrEqual(half!.choices[i]!.instances);
      expect(surer!.choices[i]!.instances).toBeGreaterThanOrEqual(instances);
      expect(expected.instances).toBe(half!.choices[i]!.instances);
    }
  });

  it.each([0.8, 0.95])('is kept: %d', (certainty) => {
    const { risk, choices } = withCertainty(certainty);
    expect(risk!.enough).toBeGreaterThanOrEqual(certainty - 0.01);
    const { instance } = choices[0]!;
    for (const { instances, costPerHour } of risk!.certainties)
      expect(costPerHour).toBeCloseTo(instances * instance.pricePerHour);
  });

  it('of a measured machine costs nearly nothing', () => {
    const { choices } = withCertainty(0.95);
    const { instances, expected } = choices.find(({ instance }) => instance.name === 'Standard_D4s_v6')!;
    expect(instances / expected.instances).toBeLessThan(1.1);
  });

  it('of programs is none: each has a core, however fast it is', () => {
    const { risk, choices } = planned({
      demand: { kind: 'programs', programs: 40 },
      constraints: { ...unconstrained, certainty: 0.95 },
    });
    expect(risk!.enough).toBe(1);
    expect(choices[0]!.instances).toBe(choices[0]!.expected.instances);
  });
});

describe('the chance to be near the cheapest', () => {
  it('is of the measured and the predicted types', () => {
    const { chance, types } = planned().risk!.withinTenPercent!;
    expect(types).toBe(7);
    expect(chance).toBeGreaterThan(0.2);
    expect(chance).toBeLessThan(1);
  });

  it('is certain where there is one type', () => {
    const { chance, types } = planned({ catalog: of('c8i.4xlarge') }).risk!.withinTenPercent!;
    expect(chance).toBeCloseTo(1);
    expect(types).toBe(1);
  });
});

describe('what to measure next', () => {
  it('is named with what it may save, and what that costs to find out', () => {
    const { types, toBeat, saving, savingPerMonth, isWorthIt } = planned({ next: 2 }).next!;
    expect(types).toHaveLength(2);
    expect(types.map(({ instance }) => instance.name)).not.toContain('Standard_D4s_v6');
    expect(new Set(types.map(({ instance }) => instance.cpu)).size).toBe(2);
    const [{ couldSave, cheapest, minutes, cost, instance }] = types as [(typeof types)[0]];
    expect(couldSave).toBeGreaterThan(saving);
    expect(cheapest).toBeGreaterThan(0);
    expect(cost).toBeCloseTo((minutes / 60) * instance.pricePerHour);
    expect([toBeat.instance.name, toBeat.isMeasured]).toEqual(['Standard_D4s_v6', true]);
    expect(savingPerMonth).toBeCloseTo(730 * saving * toBeat.costPerHour);
    expect(isWorthIt).toBe(true);
  });

  it('is never a type that nothing is publicly known of', () => {
    const { types } = planned({ next: 20 }).next!;
    expect(types.map(({ instance }) => instance.name).sort()).toEqual([
      'Standard_D8ps_v6',
      'Standard_D8s_v6',
      'c4a-standard-8',
      'c8g.2xlarge',
      'c8i.2xlarge',
      'c8i.4xlarge',
    ]);
  });

  it('is not worth it where one instance of the cheapest type is more than enough', () => {
    const { next } = planned({ next: 1, demand: { kind: 'throughput', perSecond: 1 } });
    expect(next!.isWorthIt).toBe(false);
    expect(next!.saving).toBeLessThan(0.05);
  });

  it('is not told without public data', () => {
    expect(planned({ next: 1, catalog: of('c5.2xlarge') }).next).toBeNull();
    expect(planned().next).toBeNull();
  });
});
