import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  importers,
  orders,
  selectInstances,
  shippedCatalog,
  sortInstances,
} from '../../market/catalog/index.js';
import { packageRoot } from '../../own-package.js';
import { commandLinesIn, parseOnly } from '../testing/command-lines.js';
import { catalogTable } from './table.js';

const page = readFileSync(join(packageRoot, 'docs/catalog.md'), 'utf8');
const lines = commandLinesIn(page);

describe('docs/catalog.md', () => {
  it.each(lines)('%s parses', async (line) => {
    await parseOnly(line);
  });

  it('shows what the list really prints', () => {
    const selection = { vcpus: { low: 8, high: Number.POSITIVE_INFINITY }, architecture: 'arm64' } as const;
    const instances = sortInstances(selectInstances(shippedCatalog(), selection), orders[0]!);
    const shown = /--sort price\n```\n\n```text\n([\s\S]*?)\n…/.exec(page)![1]!;
    expect(catalogTable(instances, undefined, 80).join('\n').startsWith(shown)).toBe(true);
  });

  it('shows every importer', () => {
    const shown = importers.filter(({ name }) =>
      lines.some((line) => line.includes(`catalog import ${name} `)),
    );
    expect(shown).toEqual(importers);
  });
});

it('a command line that does not parse is noticed', async () => {
  await expect(parseOnly('corewise catalog list --vcpu 8 | head')).rejects.toThrow(/unknown option '--vcpu'/);
  await parseOnly('corewise catalog list --vcpus 8 | head');
});
