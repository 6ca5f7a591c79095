// Writes assets/prior/rates.json, after `npm run build`: node scripts/public-rates.mjs FILE YYYY-MM-DD. The file has
// `source`, `stressors` and `instances`, each with its throughput on one vCPU and on all; the day is that of the data.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { GAP, PUBLIC_RATES_SCHEMA, readRates, STEPS } from '../dist/src/market/prior/public-rates.js';

const [path, asOf] = process.argv.slice(2);
if (asOf === undefined) throw new Error('Give a file of measured rates and its day: rates.json 2026-11-20.');
const { rates } = readRates(path, asOf);
const cpus = [...new Set(rates.types.map(({ cpu }) => cpu))];

/** Only differences within a workload count. */
function rounded(row) {
  const known = row.filter((value) => value !== null);
  const centre = known.reduce((a, b) => a + b, 0) / known.length;
  return row.map((value) => (value === null ? null : Math.round(STEPS * (value - centre))));
}

const rows = rates.logRates.map(rounded);
/** What is left beside it is small numbers, which are short. */
const mean = rows[0].map((_, at) => {
  const known = rows.map((row) => row[at]).filter((value) => value !== null);
  return Math.round(known.reduce((a, b) => a + b, 0) / known.length);
});

const asset = {
  schema: PUBLIC_RATES_SCHEMA,
  ...{ asOf, attribution: rates.attribution, workloads: rates.workloads, cpus },
  types: rates.types.map(({ provider, name, vcpus, physicalCores, cpu }) => [
    ...[provider, name, vcpus, physicalCores],
    cpus.indexOf(cpu),
  ]),
  mean,
  logRates: rows.map((row) => row.map((value, at) => (value === null ? GAP : value - mean[at])).join(' ')),
};
const file = fileURLToPath(new URL('../assets/prior/rates.json', import.meta.url));
writeFileSync(file, JSON.stringify(asset));
spawnSync('npx', ['biome', 'format', '--write', file], { stdio: 'inherit' });
