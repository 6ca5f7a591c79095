/**
 * How long a command takes before its own work begins, against a Node that does nothing, and what an installation
 * takes: `npm run bench:startup`. Each round starts every program once, so that a slow moment of the machine is the
 * same for all.
 *   --rounds 15
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { packageRoot } from '../../src/own-package.js';
import { formatInterval, formatMs, median, ratioInterval } from '../../src/stats/index.js';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '15' } } });
const rounds = Number(values.rounds);
const corewise = (...words: string[]) => [join(packageRoot, 'lib/cli/main.js'), ...words];
const importing = (what: string) => ['--input-type=module', '--eval', `import ${what}`];

const bare = 'node -e 0';
const programs: readonly [name: string, args: readonly string[], goal?: number][] = [
  [bare, ['-e', '0']],
  ['corewise --version', corewise('--version'), 1.5],
  ['corewise --help', corewise('--help'), 1.5],
  ['corewise rum (a usage error)', corewise('rum'), 1.5],
  ['corewise run --enigne (a usage error)', corewise('run', '--enigne'), 1.5],
  ['corewise run --help', corewise('run', '--help')],
  ['corewise report --help', corewise('report', '--help'), 2.5],
  ['corewise fit --help', corewise('fit', '--help'), 2.5],
  ['corewise list --help', corewise('list', '--help'), 2.5],
  ['corewise host --help', corewise('host', '--help'), 2.5],
  ["import { Pool } from 'corewise'", importing("{ Pool } from 'corewise'"), 1.5],
  [
    "import { defineScenario } from 'corewise/scenario'",
    importing("{ defineScenario } from 'corewise/scenario'"),
  ],
];

const times = programs.map(([, args]) => ({ args, ms: [] as number[] }));
for (let round = 0; round <= rounds; round++) {
  for (const { args, ms } of times) {
    const taken = timeOf(args);
    // The first round reads every file from the disk.
    if (round > 0) ms.push(taken);
  }
}

const [{ ms: bareMs } = { ms: [] }] = times;
const table = new Table({
  head: ['program', 'median', '÷ node -e 0', 'goal'],
  style: { head: [], border: [] },
});
programs.forEach(([name, , goal], index) => {
  const { ms } = times[index]!;
  const ratio = ratioInterval(ms.map((each, round) => Math.log(each / bareMs[round]!)));
  const shown = ratio === null ? '–' : `${ratio.value.toFixed(2)} (${formatInterval(ratio)})`;
  table.push([name, formatMs(median(ms)), index === 0 ? '' : shown, goal === undefined ? '' : `≤ ${goal}`]);
});
console.log(table.toString());
console.log(packed());

function timeOf(args: readonly string[]): number {
  const begin = performance.now();
  spawnSync(process.execPath, args, { cwd: packageRoot, stdio: 'ignore' });
  return performance.now() - begin;
}

/** What `npm pack` would upload. */
function packed(): string {
  const { stdout } = spawnSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: packageRoot,
    encoding: 'utf8',
  });
  const [{ size, unpackedSize, entryCount }] = JSON.parse(stdout);
  const kB = (bytes: number) => `${Math.round(bytes / 1000).toLocaleString('en-US')} kB`;
  return `The package: ${kB(size)} in ${entryCount} files, ${kB(unpackedSize)} unpacked.`;
}
