import { describe, expect, it } from 'vitest';
import { UsageError } from '../../errors.js';
import { type Invention, inventHost } from '../../host/index.js';
import { claimOf, refuseClaimHere, refuseRecordedClaim } from './claim.js';
import { shippedCatalog } from './shipped.js';

const catalog = shippedCatalog();
const claim = (invention: Invention, type: string) => claimOf(inventHost(invention), type, catalog);

const small: Invention = { cpu: 'AMD EPYC', physicalCores: 2, memoryGiB: 7.6 };
const c7i: Invention = {
  cpu: 'Intel® Xeon® Platinum 8488C',
  physicalCores: 4,
  threadsPerCore: 2,
  memoryGiB: 15.3,
  virtualization: 'Amazon EC2 (Nitro)',
};
const c8g: Invention = { cpu: 'ARM Neoverse-V2', physicalCores: 2, memoryGiB: 3.7, arch: 'arm64' };

describe('a machine can be of the type it is said to be', () => {
  it.each<[string, Invention, string]>([
    ['as the catalog has it', c7i, 'c7i.2xlarge'],
    ['with its provider, in capitals', c7i, 'AWS/C7I.2xlarge'],
    ['in a container that may use fewer CPUs', { ...c7i, allowed: [0], quotaCpus: 0.5 }, 'c7i.2xlarge'],
    ['in a container with a memory limit', { ...c7i, memoryLimitGiB: 1 }, 'c7i.2xlarge'],
    ['with little memory kept by the firmware', { ...c8g, memoryGiB: 3.4 }, 'c8g.large'],
    ['with SMT switched off', { ...c7i, threadsPerCore: 1 }, 'c7i.2xlarge'],
    ['with the brand of its CPU alone', { ...c7i, cpu: 'Intel Xeon' }, 'c7i.2xlarge'],
    ['without a name of its CPU', { ...c7i, cpu: 'unknown' }, 'c7i.2xlarge'],
    [
      'of a family that either maker serves',
      { cpu: 'AMD EPYC 7B12', physicalCores: 2, threadsPerCore: 2, memoryGiB: 15.6 },
      'e2-standard-4',
    ],
  ])('%s', (_, invention, type) => {
    expect(claim(invention, type)).toEqual({ verdict: 'fits' });
  });
});

describe('a machine contradicts the type', () => {
  it.each<[string, Invention, string, string]>([
    [
      'by architecture and CPUs',
      small,
      'c8g.48xlarge',
      'This machine has 2 CPUs (x64, AMD EPYC); c8g.48xlarge has 192 (arm64).',
    ],
    [
      'by CPUs, of which it has one a core that is shared',
      { ...c7i, physicalCores: 2 },
      'c7i.2xlarge',
      'This machine has 4 CPUs (x64, Intel® Xeon® Platinum 8488C); c7i.2xlarge has 8 (x64).',
    ],
    [
      'by memory',
      { ...c7i, memoryGiB: 30.8 },
      'c7i.2xlarge',
      'This machine has 8 CPUs and 30.8 GiB (x64, Intel® Xeon® Platinum 8488C); c7i.2xlarge has 8 and 16 GiB (x64).',
    ],
    [
      'by the maker of its CPU',
      { ...c7i, cpu: 'AMD EPYC 9R14' },
      'c7i.2xlarge',
      'This machine has 8 CPUs (x64, AMD EPYC 9R14); c7i.2xlarge has 8 (x64, Intel(R) Xeon(R) Platinum 8488C).',
    ],
    [
      'by a CPU that is two generations older',
      { ...c7i, cpu: 'Intel(R) Xeon(R) Platinum 8275CL CPU @ 3.00GHz' },
      'c7i.2xlarge',
      'This machine has 8 CPUs (x64, Intel(R) Xeon(R) Platinum 8275CL CPU @ 3.00GHz); c7i.2xlarge has 8 (x64, Intel(R) Xeon(R) Platinum 8488C).',
    ],
    [
      'by the design of its Arm core',
      { ...c8g, cpu: 'ARM Neoverse-N1' },
      'c8g.large',
      'This machine has 2 CPUs (arm64, ARM Neoverse-N1); c8g.large has 2 (arm64, Neoverse-V2).',
    ],
    [
      'by its provider',
      { ...c7i, virtualization: 'Google Compute Engine (KVM)' },
      'c7i.2xlarge',
      'This machine runs on Google Compute Engine (KVM); c7i.2xlarge is a type of aws.',
    ],
  ])('%s', (_, invention, type, message) => {
    expect(claim(invention, type)).toEqual({ verdict: 'contradicted', message });
  });
});

it('of a type that comes with several CPU models each fits, and the message names them', () => {
  const c5: Invention = { ...c7i, memoryGiB: 15.3 };
  for (const cpu of ['8124M', '8223CL', '8275CL'])
    expect(
      claim({ ...c5, cpu: `Intel(R) Xeon(R) Platinum ${cpu} CPU @ 3.00GHz` }, 'c5.2xlarge').verdict,
    ).toBe('fits');
  const { verdict, message } = { message: '', ...claim({ ...c5, cpu: 'AMD EPYC 7R32' }, 'c5.2xlarge') };
  expect(verdict).toBe('contradicted');
  expect(message).toMatch(/; c5\.2xlarge has 8 \(x64, .* 8124M .* or .* 8223CL .* or .* 8275CL .*\)\.$/);
});

it('a neighbouring generation is a doubt', () => {
  expect(claim({ ...c7i, cpu: 'Intel(R) Xeon(R) Platinum 8375C' }, 'c7i.2xlarge')).toEqual({
    verdict: 'doubtful',
    message:
      'This machine has the CPU Intel(R) Xeon(R) Platinum 8375C; the catalog knows c7i.2xlarge with Intel(R) Xeon(R) Platinum 8488C.',
  });
});

it('of a type that the catalog does not have nobody can tell', () => {
  expect(claim(small, 'c8g.lage')).toEqual({
    verdict: 'unknown',
    message: expect.stringMatching(
      /^The instance type "c8g.lage" is not in the catalog. Similar names: c8g.large/,
    ),
  });
});

describe('the refusal', () => {
  const header = (engine: string, type?: string) => ({
    host: { ...inventHost({ ...small, ...(type && { instanceType: type }) }), cpus: [], allowed: [] },
    plan: { cases: [{ engine: 'serial' }, { engine }] },
  });

  it('names both machines and the way out, by who said what the machine is', () => {
    const run = () => refuseClaimHere(header('threads', 'c8g.48xlarge'), catalog);
    expect(run).toThrow(UsageError);
    expect(run).toThrow(/^This machine has .*Leave --instance-type out, or name the type you are on\.$/);
    expect(() => refuseRecordedClaim('a', header('threads', 'c8g.48xlarge'), catalog)).toThrow(
      /^The machine of a has .* measure again without it, or with the right type\.$/,
    );
    expect(() => refuseRecordedClaim('a', header('threads'), catalog, 'c8g.48xlarge')).toThrow(
      'Leave --instance-type out, or name the type that was measured.',
    );
  });

  it('spares virtual records, which stand for another machine', () => {
    expect(refuseRecordedClaim('a', header('fake', 'c8g.48xlarge'), catalog)).toBeUndefined();
    expect(() => refuseClaimHere(header('fake', 'c8g.48xlarge'), catalog)).not.toThrow();
  });
});
