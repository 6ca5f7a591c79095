import { describe, expect, it } from 'vitest';
import { type Invention, inventHost } from '../../host/index.js';
import { armCore, cpuModel, matchCpu } from './cpu.js';
import { identify } from './identify.js';
import { shippedCatalog } from './shipped.js';

describe('CPU models', () => {
  it.each([
    ['Intel® Xeon® Platinum 8488C', 'Intel(R) Xeon(R) Platinum 8488C', 'same'],
    ['AMD EPYC 9V45 96-Core Processor', 'AMD EPYC 9V45', 'same'],
    ['ARM Neoverse-V2', 'Neoverse-V2', 'same'],
    ['Neoverse V2', 'ARM Neoverse-V2', 'same'],
    ['Neoverse-E1', 'ARM Neoverse-N1', 'other'],
    ['Intel Xeon Platinum 8370C', 'Intel(R) Xeon(R) Platinum 8370C CPU @ 2.80GHz', 'same'],
    ['AMD EPYC', 'AMD EPYC 9R14', 'possible'],
    // Google shows the brand of some CPUs alone: the same words say nothing.
    ['Intel Xeon', 'Intel(R) Xeon(R) CPU @ 2.20GHz', 'possible'],
    ['AMD EPYC 7B13', 'AMD EPYC 9R14', 'other'],
    ['AMD EPYC', 'Intel(R) Xeon(R) Platinum 8488C', 'other'],
    ['unknown', 'AMD EPYC 9R14', 'other'],
  ])('%s beside %s: %s', (shown, model, match) => {
    expect(matchCpu(shown, model)).toBe(match);
  });
});

describe('a CPU model', () => {
  it.each([
    ['Intel(R) Xeon(R) Platinum 8375C CPU @ 2.90GHz', '8375c platinum xeon'],
    ['AMD EPYC 7R13 48-Core Processor', '7r13 epyc'],
    ['AMD EPYC 7R13 Processor', '7r13 epyc'],
    ['Intel(R) Xeon(R) 6975P-C', '6975p-c xeon'],
    ['Intel® Xeon® 6975P-C', '6975p-c xeon'],
    ['ARM Neoverse-V1', 'neoverse-v1'],
    ['Neoverse-V2', 'neoverse-v2'],
    ['ARM Neoverse-V2', 'neoverse-v2'],
    ['Neoverse V2 Processor', 'neoverse-v2'],
  ])('%s is %s', (name, model) => expect(cpuModel(name)).toBe(model));

  it.each([
    'AMD EPYC',
    'Intel(R) Xeon(R) CPU @ 2.20GHz',
    'GENUINE INTEL(R) 0000',
    'AMD EPYC Processor',
    null,
  ])('%s names none', (name) => expect(cpuModel(name)).toBeUndefined());
});

it.each(['Neoverse-V2', 'ARM Neoverse-V2', 'Neoverse V2', 'ARM Neoverse-V2 @ 2.80GHz'])(
  'the core of %s is its model',
  (name) => expect([armCore(name), cpuModel(name)]).toEqual(['neoverse-v2', 'neoverse-v2']),
);

const names = (invention: Invention) =>
  identify(inventHost(invention), shippedCatalog()).map(({ instance }) => instance.name);

const c7i: Invention = {
  cpu: 'Intel® Xeon® Platinum 8488C',
  physicalCores: 4,
  threadsPerCore: 2,
  memoryGiB: 15.3,
  virtualization: 'Amazon EC2 (Nitro)',
};

describe('which machine this could be', () => {
  it('CPU, cores and memory narrow it down to one', () => {
    expect(names(c7i)).toEqual(['c7i.2xlarge']);
  });

  it.each<[string, Invention, string[]]>([
    ['more memory', { ...c7i, memoryGiB: 30.8 }, ['m7i.2xlarge']],
    ['half the CPUs', { ...c7i, physicalCores: 2, memoryGiB: 7.6 }, ['c7i.xlarge']],
    ['another architecture', { ...c7i, arch: 'arm64' }, []],
    ['another CPU', { ...c7i, cpu: 'AMD EPYC 7B13' }, []],
    ['another provider', { ...c7i, virtualization: 'Google Compute Engine (KVM)' }, []],
    ['a container that may use fewer CPUs', { ...c7i, allowed: [0, 1] }, ['c7i.2xlarge']],
  ])('%s: %j', (_, invention, expected) => {
    expect(names(invention)).toEqual(expected);
  });

  it('types that look the same from inside are all possible', () => {
    const host = { cpu: 'Neoverse-V2', physicalCores: 16, memoryGiB: 62.5, arch: 'arm64' };
    expect(names(host)).toEqual(['m8g.4xlarge', 'c4a-standard-16']);
    expect(names({ ...host, virtualization: 'Amazon EC2 (Nitro)' })).toEqual(['m8g.4xlarge']);
  });

  it('a brand without a model leaves every model of it, and says that it is only possible', () => {
    const possible = identify(
      inventHost({ cpu: 'AMD EPYC', physicalCores: 16, memoryGiB: 31.4 }),
      shippedCatalog(),
    );
    expect(possible.map(({ instance, cpu, coresAgree }) => [instance.name, cpu, coresAgree])).toEqual([
      ['c8a.4xlarge', 'possible', true],
      ['c7a.4xlarge', 'possible', true],
      // A guest that is shown whole cores may have half ones.
      ['c6a.4xlarge', 'possible', false],
      ['c5a.4xlarge', 'possible', false],
    ]);
  });

  it('a family that runs on several models is found by each of them', () => {
    const host = { physicalCores: 4, threadsPerCore: 2, memoryGiB: 31.3 };
    expect(names({ ...host, cpu: 'AMD EPYC 7B12' })).toEqual(['e2-standard-8']);
  });
});
