import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../../own-package.js';
import { quantile } from '../../../stats/index.js';
import { cpuMaker } from '../../catalog/index.js';
import { inventEvidence, inventInstance } from '../testing/invented.js';
import { coreSpeed, coreSpeedRanges } from './core-speed.js';

interface Measured {
  cpu: string;
  arch: string;
  points: [workers: number, throughput: number][];
}

describe('the ranges of core speeds are those of the public curves', () => {
  const file = join(packageRoot, 'bench/models/data/cloud-scaling-curves.jsonl');
  const curves = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => JSON.parse(line) as Measured);
  const maker = ({ cpu, arch }: Measured) => cpuMaker(cpu, arch === 'aarch64' ? 'arm64' : arch);
  const both = (wanted: string) => (a: Measured, b: Measured) =>
    maker(a) === wanted && maker(b) === wanted && a.cpu !== b.cpu;

  it.each([
    ['any', () => true],
    ['sameModel', (a: Measured, b: Measured) => a.cpu === b.cpu],
    ['bothArm', both('arm')],
    ['bothIntel', both('intel')],
  ] as const)('%s', (kind, isPair) => {
    const one = ({ points }: Measured) => points.find(([workers]) => workers === 1)![1];
    const ratios = curves.flatMap((a) =>
      curves.filter((b) => b !== a && isPair(a, b)).map((b) => one(a) / one(b)),
    );
    const ends = [0.025, 0.975].map((share) => quantile(ratios, share));
    const { low, high } = coreSpeedRanges[kind];
    expect(low).toBeCloseTo(ends[0]!, 2);
    expect(high).toBeCloseTo(ends[1]!, 2);
  });
});

describe('a core is', () => {
  const { machine } = inventEvidence([], {
    cpu: 'Intel(R) Xeon(R) Platinum 8488C',
    instanceType: 'c7i.large',
  });
  const speedOf = (given: Parameters<typeof inventInstance>[0], of = machine) =>
    coreSpeed(inventInstance(given), of);

  it('as fast as measured on the same type, with or without its provider', () => {
    expect(speedOf({ name: 'c7i.large' }).ratio).toEqual({ value: 1, low: 1, high: 1 });
    const named = { ...machine, instanceType: 'aws/c7i.large' };
    expect(speedOf({ provider: 'aws', name: 'c7i.large' }, named).provenance).toBe(
      'measured on the same type',
    );
    expect(speedOf({ provider: 'gcp', name: 'c7i.large' }, named).provenance).not.toBe(
      'measured on the same type',
    );
  });

  it('not surely as fast on the same type, nor in its family, where that comes with several CPU models', () => {
    const cpus = ['Intel(R) Xeon(R) Platinum 8488C', 'Intel(R) Xeon(R) Platinum 8375C'];
    expect(speedOf({ name: 'c7i.large', cpu: null, cpus })).toMatchObject({
      ratio: coreSpeedRanges.sameModel,
      provenance: 'measured on the same type',
    });
    const known = { ...machine, family: 'aws/c7i' };
    expect(speedOf({ provider: 'aws', family: 'c7i', cpu: null, cpus }, known)).toMatchObject({
      ratio: coreSpeedRanges.bothIntel,
      provenance: 'assumed',
    });
  });

  it('much like one of the same CPU, or of the same family in the catalog', () => {
    expect(speedOf({ cpu: 'INTEL XEON PLATINUM 8488C @ 2.40GHz' }).provenance).toBe('same CPU family');
    const known = { ...machine, cpu: 'unknown', family: 'aws/c7i' };
    expect(speedOf({ provider: 'aws', family: 'c7i', cpu: null }, known).provenance).toBe('same CPU family');
  });

  it('assumed of any other, in a range that narrows with what both are', () => {
    expect(speedOf({ cpu: 'Intel(R) Xeon(R) 6975P-C' })).toMatchObject({
      provenance: 'assumed',
      ratio: coreSpeedRanges.bothIntel,
    });
    expect(speedOf({ cpu: 'AMD EPYC 9R14' }).ratio).toMatchObject(coreSpeedRanges.any);
    const arm = { ...machine, cpu: 'Neoverse-N1', architecture: 'arm64' };
    expect(speedOf({ cpu: 'Neoverse-V2', architecture: 'arm64' }, arm).ratio).toMatchObject(
      coreSpeedRanges.bothArm,
    );
  });
});
