import { describe, expect, it } from 'vitest';
import { type Instance, shippedCatalog } from '../../market/catalog/index.js';
import { catalogTable } from './table.js';

const [first] = shippedCatalog().instances as [Instance];
const table = (instances: readonly Instance[]) => catalogTable(instances, undefined, 80);

describe('the table of instances', () => {
  it('has a line each, with the day of its price', () => {
    expect(table([first])).toEqual([
      'type      vCPUs cores GiB arch      $/h $/vCPU-h $/core-h price of',
      'c8i.large     2     1   4 x86_64 0.0937   0.0469   0.0937 2026-07-20',
      '',
      '1 type of aws us-east-1; Linux, on demand, USD.',
    ]);
  });

  it('fits 80 columns', () => {
    expect(Math.max(...table(shippedCatalog().instances).map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it('names the region where a provider has several', () => {
    const [head, , second, , ...below] = table([
      first,
      { ...first, region: 'eu-west-1', asOf: '2026-08-01' },
    ]);
    expect(head).toContain('region');
    expect(second).toContain('eu-west-1');
    expect(below.join(' ')).toContain('prices of 2026-07-20 to 2026-08-01');
  });

  it('says which families come with several CPU models', () => {
    const several = shippedCatalog().instances.filter(({ family }) => ['c5', 'c7i', 'm5'].includes(family));
    expect(table(several).join(' ')).toContain('c5 and m5: several CPU models');
  });

  it('marks what bursts and what nobody knows, and says what the marks mean', () => {
    const lines = table([{ ...first, burstable: true, physicalCores: null, currency: 'EUR' }]);
    expect(lines[0]).not.toContain('$');
    expect(lines[1]).toMatch(/^c8i\.large\* +2 +\? .* \? /);
    expect(lines.join(' ')).toMatch(/EUR.*\* burstable.*\? the number of physical cores is not published/);
  });
});
