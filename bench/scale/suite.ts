import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { reportSchema } from '../../src/report/index.js';
import { type Result, ranCorewise, resultOf } from './part.js';

const COUNTS = [1, 2, 4, 8];

/** A suite of so many cases, on a virtual clock, so that what takes time is all but the tasks. */
export async function* ofManyCases(folder: string, cases: number): AsyncGenerator<Result> {
  const sizes = Math.ceil(cases / (1 + COUNTS.length));
  writeFileSync(
    join(folder, 'unit.mjs'),
    `export default { name: 'unit', description: 'Adds.', params: { size: 1 }, cost: (task, { size }) => 20 + (size % 7),
  tasks: () => [1, 2, 3, 4, 5, 6, 7, 8], run: (n, { params }) => n + params.size };`,
  );
  const sweeps = Array.from({ length: sizes }, (_, size) => ({
    scenario: './unit.mjs',
    params: { size: size + 1 },
    engines: ['serial', 'fake'],
    workers: COUNTS,
    dispatches: ['imapUnordered'],
    chunksizes: [1],
  }));
  writeFileSync(join(folder, 'suite.mjs'), `export default ${JSON.stringify({ name: 'large', sweeps })};\n`);
  const out = join(folder, 'cases');
  const run = await ranCorewise(
    folder,
    'run',
    '--suite',
    './suite.mjs',
    '--rounds',
    '3',
    '--out',
    out,
    '--quiet',
  );
  yield resultOf(`run of ${cases.toLocaleString('en-US')} cases, 3 rounds`, run, () => {
    const report = reportSchema.parse(JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')));
    const ok = report.cases.filter(({ status }) => status === 'ok').length;
    const html = statSync(join(out, 'report.html')).size / 2 ** 20;
    return `${ok.toLocaleString('en-US')} cases measured; report.html has ${html.toFixed(1)} MiB`;
  });
  const again = join(folder, 'cases-again');
  const report = await ranCorewise(folder, 'report', out, '--format', 'json,html,md,csv', '--out', again);
  yield resultOf('its report, again', report, () => 'written');
}
