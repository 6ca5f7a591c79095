/**
 * Whether workers are warm when measuring begins: `npm run bench:warm-up`. Each sample is a visit of a shipped
 * scenario with two fresh workers; scenarios and engines take turns. Samples are kept in reports/warm-up.jsonl and
 * a later start goes on from there; `--fresh` starts anew, `--rounds N` (default 10) says how many are wanted.
 */
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { readHost } from '../../src/host/index.js';
import { findScenario, loadScenario, shippedScenarioNames } from '../../src/scenario/loading/index.js';
import { DISTURBANCE_GATE, ratioInterval } from '../../src/stats/index.js';
import { type Sample, takeSample } from './sample.js';

const FILE = 'reports/warm-up.jsonl';
const ENGINES = ['threads', 'processes'];
const MOST_FOREIGN_CPU = DISTURBANCE_GATE.foreignCpu;

const { values: options } = parseArgs({
  options: { fresh: { type: 'boolean' }, rounds: { type: 'string', default: '10' } },
});
mkdirSync(dirname(FILE), { recursive: true });
if (options.fresh) rmSync(FILE, { force: true });
const samples: Sample[] = existsSync(FILE)
  ? readFileSync(FILE, 'utf8')
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Sample)
  : [];

const host = await readHost();
const names = shippedScenarioNames();
for (let round = 1; round <= Number(options.rounds); round++) {
  for (const name of names) {
    for (const engine of ENGINES) {
      if (samples.some((one) => one.scenario === name && one.engine === engine && one.round === round))
        continue;
      const loaded = await loadScenario(findScenario(name, process.cwd()));
      const sample = await takeSample(host, loaded, engine, round);
      samples.push(sample);
      appendFileSync(FILE, `${JSON.stringify(sample)}\n`);
    }
  }
}

const table = new Table({
  head: ['scenario', 'engine', 'capped', 'first pass / later ones', '95 % interval', 'samples', 'disturbed'],
  style: { head: [], border: [] },
});
for (const name of names) {
  for (const engine of ENGINES) {
    const own = samples.filter((one) => one.scenario === name && one.engine === engine);
    const quiet = own.filter(({ foreignCpu }) => (foreignCpu ?? 0) <= MOST_FOREIGN_CPU);
    const used = quiet.length >= 3 ? quiet : own;
    const ratio = ratioInterval(used.flatMap(({ firstPass }) => (firstPass ? [Math.log(firstPass)] : [])));
    const sum = (of: (one: Sample) => number) => own.reduce((total, one) => total + of(one), 0);
    table.push([
      name,
      engine,
      `${sum(({ capped }) => capped)} of ${sum(({ workers }) => workers)}`,
      ratio ? ratio.value.toFixed(3) : '–',
      ratio ? `${ratio.low.toFixed(3)} to ${ratio.high.toFixed(3)}` : '–',
      used.length,
      `${own.length - quiet.length}`,
    ]);
  }
}
console.log(table.toString());
