import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../../errors.js';
import { packageRoot } from '../../own-package.js';
import { temporaryFolder } from '../../testing/temporary-folder.js';
import { instancesNamed, nearestNames } from './catalog.js';
import { makerOf } from './cpu.js';
import { importCatalog, importers } from './import/index.js';
import { familyOf } from './instance.js';
import { writeCatalog } from './rows.js';
import { orders, selectInstances, sortInstances } from './select.js';
import { shippedCatalog, shippedRunners } from './shipped.js';
import { requestFor } from './testing/downloads.js';

const folder = temporaryFolder();
const shipped = shippedCatalog();

describe('the shipped catalog', () => {
  it('has instances of three providers, each with a dated price and physical cores', () => {
    expect(new Set(shipped.instances.map(({ provider }) => provider))).toEqual(
      new Set(['aws', 'azure', 'gcp']),
    );
    expect(shipped.instances.filter(({ physicalCores }) => physicalCores === null)).toEqual([]);
    expect(shipped.instances.every(({ asOf }) => /^2026-/.test(asOf))).toBe(true);
  });

  it('has whole families of AWS, generations 5 to 8', () => {
    expect(shipped.instances).toHaveLength(314);
    const sizes = (family: string) =>
      selectInstances(shipped, { families: [family] }).map((each) => each.vcpus);
    expect(sizes('c8i')).toEqual([2, 4, 8, 16, 32, 48, 64, 96, 128, 192, 384]);
    expect(sizes('c5')).toEqual([2, 4, 8, 16, 36, 48, 72, 96]);
  });

  it('claims no CPU for a type that comes with several', () => {
    const of = (family: string) => shipped.instances.find((each) => each.family === family)!;
    expect(of('m5')).toMatchObject({
      cpu: null,
      cpus: [
        'Intel(R) Xeon(R) Platinum 8175M CPU @ 2.50GHz',
        'Intel(R) Xeon(R) Platinum 8259CL CPU @ 2.50GHz',
      ],
    });
    expect([of('m5'), of('c5'), of('e2')].map(makerOf)).toEqual(['intel', 'intel', undefined]);
    expect(of('c7i').cpus).toBeUndefined();
  });

  it('names the source and the commit of every part', () => {
    const { commits } = JSON.parse(readFileSync(join(packageRoot, 'assets/catalog/instances.json'), 'utf8'));
    for (const { sources } of shipped.instances) {
      expect(Object.keys(sources!)).toEqual(['price', 'spec', 'topology']);
      for (const source of Object.values(sources!))
        expect(commits[source.split('/').slice(0, 2).join('/')]).toMatch(/^[0-9a-f]{40}$/);
    }
  });

  it('keeps the attribution that its licence asks for, with the data', () => {
    expect(shipped.attribution.join('\n')).toMatch(/Spare Cores.*CC BY-SA 4\.0/);
    const text = readFileSync(join(packageRoot, 'assets/catalog/ATTRIBUTION.md'), 'utf8');
    expect(text).toContain('https://creativecommons.org/licenses/by-sa/4.0/');
    for (const field of ['physicalCores', 'threadsPerCore', 'cpu']) expect(text).toContain(`\`${field}\``);
  });

  it('stands up to every check of an import', async () => {
    const prices = [join(folder, 'shipped.json')];
    await writeCatalog(prices[0]!, shipped);
    const file = importers.find(({ name }) => name === 'file')!;
    const { catalog, remarks } = await importCatalog(file, requestFor({ prices }));
    expect(remarks).toEqual([]);
    expect(catalog.instances).toEqual(shipped.instances);
  });
});

describe('the shipped runners', () => {
  const runners = shippedRunners();

  it('have the published price of a minute, and what is rounded up', () => {
    const minute = (name: string) => {
      const { pricePerHour, billedBy, vcpus, memoryGiB } = instancesNamed(runners, name)[0]!;
      return [vcpus, memoryGiB, pricePerHour / 60, billedBy];
    };
    expect(minute('ubuntu-latest')).toEqual([2, 8, 0.006, 'minute']);
    expect(minute('linux_64_core_arm')).toEqual([64, 208, expect.closeTo(0.098, 12), 'minute']);
    expect(minute('gitlab/saas-linux-2xlarge-amd64')).toEqual([32, 128, expect.closeTo(0.12, 12), undefined]);
  });

  it('claim neither cores nor CPUs, which are not published, and name whom to thank', () => {
    expect(runners.instances).toHaveLength(22);
    for (const { physicalCores, cpu, cpus, sources } of runners.instances) {
      expect([physicalCores, cpu, cpus]).toEqual([null, null, undefined]);
      expect(Object.keys(sources!)).toEqual(['price', 'spec']);
    }
    const text = readFileSync(join(packageRoot, 'assets/catalog/ATTRIBUTION.md'), 'utf8');
    for (const word of ['docs.github.com', 'docs.gitlab.com', 'CC BY 4.0', 'CC BY-SA 4.0'])
      expect([text, runners.attribution.join()].every((each) => each.includes(word))).toBe(true);
  });
});

describe('the family of a type', () => {
  it.each([
    ['aws', 'c7i.2xlarge', 'c7i'],
    ['aws', 'm7i-flex.large', 'm7i-flex'],
    ['gcp', 'c4-highcpu-8', 'c4'],
    ['azure', 'Standard_D16as_v7', 'Dasv7'],
    ['azure', 'Standard_F72s_v2', 'Fsv2'],
    ['azure', 'Standard_E8-4ds_v5', 'Edsv5'],
    ['azure', 'Standard_NC24ads_A100_v4', 'NCadsA100v4'],
    ['own', 'rack-7', 'rack-7'],
  ])('%s %s: %s', (provider, name, family) => {
    expect(familyOf(provider, name)).toBe(family);
  });
});

describe('selecting', () => {
  const names = (selection: Parameters<typeof selectInstances>[1]) =>
    selectInstances(shipped, selection).map(({ name }) => name);

  it('takes both ends of a range', () => {
    const vcpus = new Set(selectInstances(shipped, { vcpus: { low: 4, high: 8 } }).map((each) => each.vcpus));
    expect(vcpus).toEqual(new Set([4, 8]));
  });

  it('joins conditions', () => {
    expect(
      names({
        vcpus: { low: 8, high: 8 },
        architecture: 'arm64',
        providers: ['aws'],
        memoryGiB: { low: 0, high: 16 },
      }),
    ).toEqual(['c8g.2xlarge', 'c6g.2xlarge', 'c7g.2xlarge']);
    expect(names({ families: ['Fsv2'], regions: ['eastus'] })).toHaveLength(3);
    expect(names({ burstable: true })).toEqual([]);
  });

  it('refuses a name that the catalog does not have, with the nearest', () => {
    expect(() => names({ providers: ['amazon'] })).toThrow('Unknown provider "amazon"');
    expect(() => names({ regions: ['us-east1'] })).toThrow('Did you mean "us-east-1"?');
    expect(() => names({ families: ['c7y'] })).toThrow(UsageError);
  });

  it.each(orders.map((order) => [order.name, order] as const))(
    'sorts by %s, the unknown last',
    (_, order) => {
      const unknown = { ...shipped.instances[0]!, physicalCores: null };
      const sorted = sortInstances([unknown, ...shipped.instances], order).map(order.by);
      const known = sorted.filter((value) => value !== null);
      expect(sorted.slice(0, known.length)).toEqual(known);
      if (typeof known[0] === 'number')
        expect(known).toEqual([...known].sort((a, b) => Number(a) - Number(b)));
    },
  );

  it('counts by size in names', () => {
    const sorted = sortInstances(selectInstances(shipped, { families: ['c7i'] }), orders.at(-1)!);
    expect(sorted.map(({ name }) => name).slice(0, 3)).toEqual(['c7i.2xlarge', 'c7i.4xlarge', 'c7i.8xlarge']);
  });
});

describe('names', () => {
  it('are found in any case', () => {
    expect(instancesNamed(shipped, 'STANDARD_d8s_V6').map(({ vcpus }) => vcpus)).toEqual([8]);
    expect(instancesNamed(shipped, 'nothing')).toEqual([]);
  });

  it('have neighbours, if there are any', () => {
    expect(nearestNames(shipped, 'c7i.2xlage')[0]).toBe('c7i.2xlarge');
    expect(nearestNames(shipped, 'rack-in-the-basement')).toEqual([]);
  });
});
