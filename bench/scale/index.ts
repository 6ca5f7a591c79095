/**
 * What is far larger than usual: does it end, how long does it take, and in how much memory? `npm run bench:scale`.
 *   --only suite|record|workers|imap
 *   --cases 2000 --observations 1000000 --workers 256 --items 10000000
 * Each part runs in processes of its own. Linux, since it reads peaks of memory from /proc.
 */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { formatMemory, formatMs } from '../../src/stats/index.js';
import { throughImap } from './imap.js';
import type { Part, Result } from './part.js';
import { ofManyObservations } from './record.js';
import { ofManyCases } from './suite.js';
import { onManyWorkers } from './workers.js';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    cases: { type: 'string', default: '2000' },
    observations: { type: 'string', default: '1000000' },
    workers: { type: 'string', default: '256' },
    items: { type: 'string', default: '10000000' },
  },
});
const parts: Readonly<Record<string, Part>> = {
  suite: (folder) => ofManyCases(folder, Number(values.cases)),
  record: (folder) => ofManyObservations(folder, Number(values.observations)),
  workers: (folder) => onManyWorkers(folder, Number(values.workers)),
  imap: (folder) => throughImap(folder, Number(values.items)),
};

const table = new Table({
  head: ['what', 'time', 'peak memory', 'what came of it'],
  style: { head: [], border: [] },
});
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'scale-')));
let isWell = true;
try {
  for (const [name, part] of Object.entries(parts)) {
    if (values.only !== undefined && values.only !== name) continue;
    for await (const result of part(folder)) show(result);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(table.toString());
process.exitCode = isWell ? 0 : 1;

function show({ what, ms, peakMiB, outcome, problem }: Result): void {
  if (problem !== undefined) isWell = false;
  const row = [what, formatMs(ms), formatMemory(peakMiB), problem ?? outcome];
  table.push(row);
  process.stderr.write(`${row.join(' · ')}\n`);
}
