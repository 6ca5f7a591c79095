// Writes assets/catalog/instances.json, after `npm run build`: node scripts/catalog.mjs FILE. The file has `generated`,
// `commits` and `instances`, each with its price, topology and sources (`path@commit`).
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { familyOf } from '../dist/src/market/catalog/instance.js';

const attribution = [
  'Cores, threads a core and CPU models: Spare Cores (https://sparecores.com, SpareCores/sc-inspector-data), CC BY-SA 4.0.',
  'Prices and sizes: karpenter-provider-aws, karpenter-provider-azure, karpenter-provider-gcp, Kubernetes autoscaler, google-cloud-pricing-cost-calculator, Apache-2.0.',
];

const { generated, commits, instances } = JSON.parse(readFileSync(process.argv[2], 'utf8'));

/** Which repositories the sources name: what stands in the asset is what its rows rest on. */
const named = new Set();

function sourcesOf({ name, sources }) {
  const entries = Object.entries(sources).map(([part, source]) => {
    const [path] = source.split('@');
    named.add(path.split('/').slice(0, 2).join('/'));
    return [part, path.replace(`/${name}/`, '/{name}/')];
  });
  return Object.fromEntries(entries);
}

/** What is the same for all rows that agree in `shared` stands once. */
function grouped(rows, shared) {
  const groups = new Map();
  for (const row of rows) {
    const key = JSON.stringify(shared(row));
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups].map(([key, members]) => [JSON.parse(key), members]);
}

for (const each of instances) {
  if (each.os !== 'Linux') throw new Error(`${each.name} is not priced for Linux`);
  if (each.physicalCores * each.threadsPerCore !== each.vcpus) throw new Error(`${each.name}: cores`);
}

const place = (each) => ({
  provider: each.provider,
  region: each.region,
  currency: 'USD',
  asOf: each.asOf,
  sources: sourcesOf(each),
});
const family = (each) => ({
  family: familyOf(each.provider, each.name),
  architecture: each.architecture,
  threadsPerCore: each.threadsPerCore,
  ...(each.burstable && { burstable: true }),
});
const places = grouped(instances, place).map(([shared, members]) => ({
  ...shared,
  families: grouped(members, family).map(([kind, types]) => ({
    ...kind,
    cpus: [...new Set(types.map(({ cpu }) => cpu))].sort(),
    types: types
      .toSorted((a, b) => a.vcpus - b.vcpus || a.memoryGiB - b.memoryGiB)
      .map(({ name, vcpus, memoryGiB, onDemandUsdPerHour }) => [name, vcpus, memoryGiB, onDemandUsdPerHour]),
  })),
}));
const used = Object.fromEntries(Object.entries(commits).filter(([repository]) => named.has(repository)));
const catalog = { schema: 'corewise/shipped-catalog/1', asOf: generated, attribution, commits: used, places };
const file = fileURLToPath(new URL('../assets/catalog/instances.json', import.meta.url));
writeFileSync(file, JSON.stringify(catalog));
spawnSync('npx', ['biome', 'format', '--write', file], { stdio: 'inherit' });
