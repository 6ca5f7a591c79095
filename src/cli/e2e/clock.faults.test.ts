import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { readRecord } from '../../record/index.js';
import { reportSchema } from '../../report/index.js';
import { corewise } from '../../testing/command-line.js';
import { temporaryFolder } from '../../testing/temporary-folder.js';

const folder = temporaryFolder();
const jumps = join(folder, 'jumps.mjs');
// Loaded first by the command and by every process and thread of it, where tests can reach no other clock of theirs.
writeFileSync(
  jumps,
  `const { now } = Date, Real = Date, decade = 3.2e11;
let readings = 0;
const jumping = () => now() + (readings++ % 2 === 0 ? -decade : decade);
globalThis.Date = new Proxy(Real, {
  construct: (target, given, made) => Reflect.construct(target, given.length === 0 ? [jumping()] : given, made),
  apply: () => new Real(jumping()).toString(),
});
Real.now = jumping;`,
);
writeFileSync(
  join(folder, 'mine.mjs'),
  `export default { name: 'mine', description: 'Waits.', params: {}, warmup: false, tasks: () => [1, 2],
  run: (n) => { Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 150); console.log('at', Date.now()); return n; } };`,
);
writeFileSync(
  join(folder, 'overwriting.mjs'),
  `const nothing = () => Number.NaN;
Date.now = nothing;
globalThis.Date = class { static now = nothing; getTime = nothing; };
performance.now = nothing;
process.hrtime.bigint = () => 0n;
export default { name: 'overwriting', description: 'Waits.', params: {}, warmup: false, tasks: () => [1, 2],
  run: (n) => { Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 150); console.log('at', Date.now()); return n; } };`,
);
const engines = ['--engine', 'serial,threads,processes', '--workers', '1', '--chunksize', '1', '--no-wait'];

/** Two tasks of 150 ms, and what a machine that does much else makes of them, ms. */
const [LEAST_MS, MOST_MS] = [300, 20_000];

it.concurrent.each<[string, string, Readonly<Record<string, string>>]>([
  ['a clock that jumps by decades', 'mine', { NODE_OPTIONS: `--import=${pathToFileURL(jumps)}` }],
  ['a scenario that overwrites the clocks of its process', 'overwriting', {}],
])('%s changes no time', async (_, name, environment) => {
  const out = join(folder, `out-${name}`);
  const args = ['run', `./${name}.mjs`, ...engines, '--rounds', '2', '--out', out, '--json'];
  const { code, stdout, stderr } = await corewise(args, folder, environment);
  expect(code, stderr).toBe(0);
  expect(reportSchema.parse(JSON.parse(stdout)).cases.map(({ status }) => status)).toEqual([
    'ok',
    'ok',
    'ok',
  ]);
  const { lines } = await readRecord(out);
  const passes = lines.flatMap((line) => (line.kind === 'observation' ? line.wallMs : []));
  expect(passes.length).toBeGreaterThanOrEqual(6);
  for (const ms of passes) {
    expect(ms).toBeGreaterThanOrEqual(LEAST_MS);
    expect(ms).toBeLessThan(MOST_MS);
  }
  const end = lines.at(-1);
  expect(end).toMatchObject({ kind: 'stopped', reason: 'rounds', rounds: 2 });
  expect(end?.kind === 'stopped' && end.elapsedMs).toBeLessThan(120_000);
});
