import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../../testing/temporary-folder.js';
import { download, requestFor } from '../../testing/downloads.js';
import { importCatalog } from '../import-catalog.js';
import { file } from './index.js';

const folder = temporaryFolder();

const HEAD =
  'provider,region,name,vcpus,physicalCores,memoryGiB,architecture,pricePerHour,currency,asOf,os,purchase';
const row = (name: string, vcpus: number, price: number, rest = '') =>
  `rack,berlin,r1.${name},${vcpus},${vcpus / 2},${4 * vcpus},x86_64,${price},EUR,2026-10-01,${rest || 'Linux,on-demand'}`;
const ROWS = [row('small', 8, 0.4), row('middle', 16, 0.8), row('big', 32, 1.6)].map((line) =>
  line.replace(/r1\.\w+/, (name) => name),
);

async function importing(lines: readonly string[], rest = {}) {
  const prices = [download(folder, 'machines.csv', [HEAD, ...lines].join('\n'))];
  return importCatalog(file, requestFor({ prices }, { currency: 'EUR', ...rest }));
}

describe('the importer of own lists', () => {
  it('reads a CSV', async () => {
    const { catalog, remarks } = await importing(ROWS);
    expect(remarks).toEqual([]);
    expect(catalog.instances[1]).toEqual({
      provider: 'rack',
      region: 'berlin',
      name: 'r1.middle',
      vcpus: 16,
      physicalCores: 8,
      threadsPerCore: 2,
      memoryGiB: 64,
      architecture: 'x86_64',
      cpu: null,
      family: 'r1.middle',
      burstable: false,
      pricePerHour: 0.8,
      currency: 'EUR',
      asOf: '2026-10-01',
    });
  });

  it('joins several files, JSON and CSV, and keeps whom they name', async () => {
    const other = download(folder, 'other.json', {
      schema: 'corewise/catalog/1',
      asOf: '2026-11-01',
      attribution: ['Somebody, CC BY 4.0'],
      instances: [
        {
          name: 'n',
          vcpus: 2,
          physicalCores: 2,
          memoryGiB: 8,
          architecture: 'arm64',
          pricePerHour: 0.1,
          currency: 'EUR',
          asOf: '2026-11-01',
        },
      ],
    });
    const prices = [download(folder, 'machines.csv', [HEAD, ...ROWS].join('\n')), other];
    const { catalog } = await importCatalog(file, requestFor({ prices }, { currency: 'EUR' }));
    expect(catalog.instances.map(({ name }) => name)).toEqual(['r1.small', 'r1.middle', 'r1.big', 'n']);
    expect(catalog.attribution).toEqual(['Somebody, CC BY 4.0']);
    expect(catalog.asOf).toBe('2026-11-01');
  });

  it.each([
    [
      'a wrong currency',
      'rack,berlin,x,2,1,8,x86_64,0.1,USD,2026-10-01,,',
      'priced in USD, not EUR',
      'left out',
    ],
    ['Windows', row('x', 8, 0.4, 'Windows,on-demand'), 'not Linux on demand: Windows', 'left out'],
    ['spot', row('x', 8, 0.1, 'Linux,spot'), 'not Linux on demand: spot', 'left out'],
    ['reserved', row('x', 8, 0.1, 'Linux,reserved'), 'not Linux on demand: reserved', 'left out'],
    ['dedicated', row('x', 8, 0.1, 'Linux,dedicated'), 'not Linux on demand: dedicated', 'left out'],
    ['a duplicate', ROWS[0]!, 'the same type and price a second time', 'left out'],
    [
      'no physical cores',
      'rack,berlin,x,2,,8,x86_64,0.1,EUR,2026-10-01,,',
      'physical cores not known',
      'kept',
    ],
    [
      'a word for a number',
      'rack,berlin,x,two,1,8,x86_64,0.1,EUR,2026-10-01,,',
      'rows with a mistake',
      'left out',
    ],
    ['a price of 0', 'rack,berlin,x,2,1,8,x86_64,0,EUR,2026-10-01,,', 'rows with a mistake', 'left out'],
    [
      'more cores than vCPUs',
      'rack,berlin,x,2,4,8,x86_64,1,EUR,2026-10-01,,',
      'rows with a mistake',
      'left out',
    ],
  ])('%s is reported by its line', async (_, line, reason, outcome) => {
    const { catalog, remarks } = await importing([...ROWS, line]);
    expect(remarks).toMatchObject([{ outcome, reason, count: 1 }]);
    expect(remarks[0]!.places[0]).toMatch(/machines\.csv:5/);
    expect(catalog.instances).toHaveLength(outcome === 'kept' ? 4 : 3);
  });

  it('says what is wrong with a row', async () => {
    const { remarks } = await importing(['rack,berlin,x,two,1,8,x86_64,0.1,EUR,2026-10-01,,', ...ROWS]);
    expect(remarks[0]!.places[0]).toMatch(
      /machines\.csv:2: vcpus is "two": expected number, received string$/,
    );
  });

  it('leaves out a price far off its family', async () => {
    const head = 'family,name,vcpus,physicalCores,memoryGiB,architecture,pricePerHour,asOf';
    const lines = [2, 4, 8].map(
      (vcpus) => `f,n${vcpus},${vcpus},${vcpus},${vcpus},arm64,${vcpus * 0.05},2026-10-01`,
    );
    const prices = [
      download(folder, 'family.csv', [head, ...lines, 'f,n16,16,16,16,arm64,2.4,2026-10-01'].join('\n')),
    ];
    const { catalog, remarks } = await importCatalog(file, requestFor({ prices }));
    expect(catalog.instances).toHaveLength(3);
    expect(remarks).toMatchObject([{ outcome: 'left out', reason: 'price per vCPU far off its family' }]);
    expect(remarks[0]!.places[0]).toMatch(/family\.csv:5 \(own n16\): 3\.00× that of its family$/);
  });
});
