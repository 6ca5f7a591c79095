import { Command } from 'commander';
import { expect, it, vi } from 'vitest';
import { type Invention, inventHost } from '../host/index.js';
import { shippedCatalog } from '../market/catalog/index.js';
import { selfTest } from '../measure/self-test/index.js';
import { defineHost, possibleTypeRows, possibleTypesText } from './host.js';

const text = (invention: Invention) => possibleTypesText(inventHost(invention), shippedCatalog());

it.each<[string, Invention]>([
  [
    'could be aws us-east-1 c7i.2xlarge',
    { cpu: 'Intel® Xeon® Platinum 8488C', physicalCores: 4, threadsPerCore: 2, memoryGiB: 15.4 },
  ],
  [
    'could be aws us-east-1 m8g.4xlarge or gcp us-central1 c4a-standard-16',
    { cpu: 'ARM Neoverse-V2', physicalCores: 16, memoryGiB: 62.5, arch: 'arm64' },
  ],
  [
    'could be aws us-east-1 c6a.16xlarge; physical cores differ from the catalog',
    { cpu: 'AMD EPYC 7R13', physicalCores: 64, memoryGiB: 124 },
  ],
  ['not known: none of the 314 types in the catalog matches', { physicalCores: 3 }],
])('%s', (expected, invention) => {
  expect(text(invention)).toBe(expected);
});

it('names no more than four, and says that the CPU model does not tell', () => {
  expect(text({ cpu: 'AMD EPYC', physicalCores: 8, memoryGiB: 31.3 })).toMatch(
    /^could be .* or \d more; the CPU model does not say which$/,
  );
});

it('gives rows for programs', () => {
  const host = inventHost({ cpu: 'AMD EPYC 9R14', physicalCores: 8, memoryGiB: 15.4 });
  expect(possibleTypeRows(host, shippedCatalog())).toEqual([
    { provider: 'aws', region: 'us-east-1', name: 'c7a.2xlarge', cpu: 'same', coresAgree: true },
  ]);
});

it('--self-test says what it found, or that it cannot tell', async () => {
  const command = new Command('host');
  // Real bursts on real CPUs, only shorter.
  defineHost(command, (facts) => selfTest(facts, { burstMs: 20, pairBurstMs: 10 }));
  let printed = '';
  const stdout = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += text;
    return true;
  });
  await command.parseAsync(['--self-test', '--json'], { from: 'user' }).finally(() => stdout.mockRestore());
  const items = JSON.parse(printed).selfTest as { item: string; state: string }[];
  expect(items.map(({ item }) => item)).toEqual([
    'all CPUs at once',
    'hidden quota',
    'hidden SMT',
    'steady speed',
  ]);
  for (const { state } of items) expect(['ok', 'warn', 'unknown']).toContain(state);
});
