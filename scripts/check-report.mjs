// Checks a report.json: node scripts/check-report.mjs FILE. Exit 1 where it is not what its schema says.
import { readFileSync } from 'node:fs';
import { reportSchema } from '../dist/src/report/index.js';

const [file = 'reports/latest/report.json'] = process.argv.slice(2);
const { cases, findings } = reportSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
const bad = cases.filter(({ status, verified }) => status !== 'ok' || verified !== true);
process.stdout.write(`${file}: ${cases.length} cases, ${findings.length} findings\n`);
for (const { id, status, verified } of bad)
  process.stdout.write(`  ${id}: ${status}, verified: ${verified}\n`);
process.exit(cases.length > 0 && bad.length === 0 ? 0 : 1);
