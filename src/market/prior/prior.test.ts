import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../../errors.js';
import { temporaryFolder } from '../../testing/temporary-folder.js';
import { chanceOf, chancesWithin, intervalOf, reachedWith } from './certainty.js';
import { type Machine, Machines } from './machines.js';
import { nextTypes } from './next-types.js';
import { type Measurement, type Posterior, posteriorOf } from './posterior.js';
import { type Prior, priorFrom } from './prior.js';
import { readRates, shippedRates } from './public-rates.js';

const rates = shippedRates();
const { types } = rates;
const at = (name: string) => types.findIndex((type) => type.name === name);

/** Of all public workloads but this one, whose rates are then what is to be predicted. */
function withoutWorkload(name: string): { prior: Prior; row: readonly (number | null)[] } {
  const index = rates.workloads.indexOf(name);
  const others = rates.logRates.filter((_, other) => other !== index);
  return { prior: priorFrom({ ...rates, logRates: others }), row: rates.logRates[index]! };
}

const { prior, row } = withoutWorkload('zlib');
const machines = types.map((type) => new Machines(prior).find(type));
const measuredOn = (names: readonly string[], unit = 0): Measurement[] =>
  names.flatMap((name) =>
    ([0, 1] as const).map((part) => {
      const logRate = row[part * types.length + at(name)]! + unit;
      return { machine: at(name), part, logRate, deviation: 0 };
    }),
  );
const after = (names: readonly string[], unit = 0): Posterior =>
  posteriorOf(prior, machines, measuredOn(names, unit));

const one = after(['Standard_D4s_v6']);
const three = after(['Standard_D4s_v6', 'c4a-standard-8', 'c4d-standard-16']);

describe('the shipped rates', () => {
  it('are of 68 types and 42 workloads, dated, with whom to name', () => {
    expect([types.length, rates.workloads.length, rates.logRates[0]!.length]).toEqual([68, 42, 136]);
    expect(rates.asOf).toBe('2026-11-20');
    expect(rates.attribution.join()).toContain('CC BY-SA 4.0');
  });
});

describe('a prediction', () => {
  it('of a measured type is what was measured', () => {
    const { value, low, high } = intervalOf(one, at('Standard_D4s_v6'));
    expect(Math.log(value)).toBeCloseTo(row[types.length + at('Standard_D4s_v6')]!, 1);
    expect(high / low).toBeLessThan(1.2);
  });

  it('is the same in every unit', () => {
    const inThousandths = after(['Standard_D4s_v6'], Math.log(1000));
    for (const [machine, { mean, deviation }] of one.predicted.entries()) {
      expect(inThousandths.predicted[machine]!.mean - Math.log(1000)).toBeCloseTo(mean, 8);
      expect(inThousandths.predicted[machine]!.deviation).toBeCloseTo(deviation, 8);
    }
  });

  it('gets narrower with what is measured, most where types are alike', () => {
    const gain = (name: string) => three.predicted[at(name)]!.deviation / one.predicted[at(name)]!.deviation;
    expect(gain('c4a-standard-16')).toBeLessThan(gain('e2-standard-16'));
    expect(Math.max(...types.map(({ name }) => gain(name)))).toBeLessThan(1.05);
  });

  it('holds the truth in its interval, for nearly all types', () => {
    const held = types.filter((_, machine) => {
      const { low, high } = intervalOf(three, machine);
      const truth = Math.exp(row[types.length + machine]!);
      return truth >= low && truth <= high;
    });
    expect(held.length).toBeGreaterThan(0.9 * types.length);
  });
});

describe('machines without public data', () => {
  const found = (machine: Partial<Machine>) =>
    new Machines(prior).find({
      provider: 'aws',
      name: '',
      cpu: null,
      vcpus: 8,
      physicalCores: 4,
      ...machine,
    });

  it('follow from their family, else from their CPU, else from its maker, each less surely', () => {
    const family = found({ name: 'c8i.2xlarge', cpu: 'Intel(R) Xeon(R) 6975P-C' });
    const model = found({ name: 'm8i.2xlarge', cpu: 'Intel(R) Xeon(R) 6975P-C' });
    const maker = found({ name: 'c5.2xlarge', cpu: 'Intel(R) Xeon(R) Platinum 8124M' });
    const any = found({});
    expect([family, model, maker, any].map(({ likeness }) => likeness)).toEqual([
      'family',
      'model',
      'maker',
      'any',
    ]);
    const own = [family, model, maker, any].map(({ parts }) => parts[1].own);
    expect(own.toSorted((a, b) => a - b)).toEqual(own);
  });

  it('with a type’s own cores and vCPUs come out near that type', () => {
    const twin = found({
      provider: 'gcp',
      name: 'c4a-standard-12',
      cpu: 'Neoverse-V2',
      vcpus: 16,
      physicalCores: 16,
    });
    const { predicted } = posteriorOf(prior, [...machines, twin], measuredOn(['Standard_D4s_v6']));
    expect(Math.abs(predicted.at(-1)!.mean - predicted[at('c4a-standard-16')]!.mean)).toBeLessThan(0.1);
  });
});

describe('certainty', () => {
  const machine = at('Standard_D8ps_v6');

  it('costs speed, more the surer one is to be', () => {
    const reached = [0.5, 0.8, 0.95, 0.99].map((certainty) => reachedWith(one, machine, certainty));
    expect(reached.toSorted((a, b) => b - a)).toEqual(reached);
    expect(reached[0]).toBeLessThanOrEqual(one.predicted[machine]!.mean);
  });

  it('is what comes back when one asks how likely that speed is', () => {
    for (const certainty of [0.6, 0.9, 0.95])
      expect(chanceOf(one, machine, reachedWith(one, machine, certainty))).toBeCloseTo(certainty, 1);
  });

  it('of being within a factor of the cheapest grows with the factor, and is sure at a large one', () => {
    const comparison = {
      machines: types.map((_, index) => index),
      costOf: (index: number, error: number) => Math.exp(-one.predicted[index]!.mean - error),
    };
    const chances = [1, 1.1, 2, 1e9].map((factor) => chancesWithin(one, comparison, factor).get(machine)!);
    expect(chances.toSorted((a, b) => a - b)).toEqual(chances);
    expect(chances.at(-1)).toBeCloseTo(1);
  });
});

describe('what to measure next', () => {
  const offers = (measured: readonly string[], least = 0) =>
    types.map((type, machine) => ({
      machine,
      kind: type.cpu,
      logCost: Math.log(type.vcpus) - one.predicted[machine]!.mean,
      floor: Math.log(least),
      pricePerHour: type.vcpus,
      isMeasured: measured.includes(type.name),
    }));

  it('is never what was measured, and several are not of one kind', () => {
    const picked = nextTypes(one, offers(['Standard_D4s_v6']), 3);
    const cpus = picked.map(({ machine }) => types[machine]!.cpu);
    expect(new Set(cpus).size).toBe(3);
    expect(cpus).not.toContain(types[at('Standard_D4s_v6')]!.cpu);
    const savings = picked.map(({ saving }) => saving);
    expect(savings.toSorted((a, b) => b - a)).toEqual(savings);
  });

  it('is worth less the more is known', () => {
    const [first] = nextTypes(one, offers(['Standard_D4s_v6']), 1);
    const [later] = nextTypes(three, offers(['Standard_D4s_v6', 'c4a-standard-8', 'c4d-standard-16']), 1);
    expect(later!.saving).toBeLessThan(first!.saving);
  });

  it('is worth nothing where no speed could make it cheaper', () => {
    const [first] = nextTypes(one, offers(['Standard_D4s_v6'], 1e9), 1);
    expect(first!.saving).toBe(0);
  });

  it('is nothing where all were measured', () => {
    expect(nextTypes(one, offers(types.map(({ name }) => name)), 2)).toEqual([]);
  });
});

it('a prior can do with gaps: a workload that nobody measured, a type that one workload lacks', () => {
  const [first, ...others] = rates.logRates;
  const gap = first!.map((value, i) => (i % types.length === 3 ? null : value));
  const nothing = first!.map(() => null);
  const made = priorFrom({ ...rates, logRates: [nothing, gap, ...others] });
  expect(made.members).toHaveLength(rates.workloads.length);
  expect(made.covariance.flat().every(Number.isFinite)).toBe(true);
});

describe('a file of measured rates', () => {
  const file = join(temporaryFolder(), 'rates.json');
  const instance = { provider: 'own', name: 'a', vcpus: 2, physicalCores: 1, cpu: 'X', usdPerHour: 1 };
  const write = (content: unknown) => writeFileSync(file, JSON.stringify(content));

  it('is read with its prices; what nobody measured is a gap, and a type without rates is left out', () => {
    const throughput = { sort: [1, Math.E], zip: [0, null], hash: null };
    const instances = [
      { ...instance, throughput },
      { ...instance, name: 'b', usdPerHour: 2, throughput },
      { ...instance, name: 'c', throughput: {} },
    ];
    write({ source: 'me', stressors: ['sort', 'zip', 'hash'], instances });
    const { rates: read, prices } = readRates(file, '2026-01-01');
    expect(read.logRates).toEqual([
      [0, 0, 1, 1],
      [null, null, null, null],
      [null, null, null, null],
    ]);
    expect([prices, read.attribution]).toEqual([[1, 2], ['me']]);
  });

  it('says what is wrong with it', () => {
    write({ source: 'me', stressors: ['sort', 'zip'], instances: [{ ...instance, vcpus: 0 }] });
    expect(() => readRates(file, '2026-01-01')).toThrow(UsageError);
    expect(() => readRates(file, '2026-01-01')).toThrow(
      'rates.json is not a file of measured rates: instances',
    );
    write({
      source: 'me',
      stressors: ['sort', 'zip'],
      instances: [instance, instance].map((one) => ({ ...one, throughput: {} })),
    });
    expect(() => readRates(file, '2026-01-01')).toThrow('has rates of fewer than two instance types');
    writeFileSync(file, '{');
    expect(() => readRates(file, '2026-01-01')).toThrow('cannot be read as JSON');
  });
});
