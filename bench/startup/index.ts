/**
 * How long a command takes before its own work begins, against a Node that does nothing, and what an installation
 * takes: `npm run bench:startup`. Each round starts every program once, so that a slow moment of the machine is the
 * same for all.
 *   --rounds 15
 *   --install     also installs the package into an empty folder, from the registry, and weighs it
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { packageRoot } from '../../src/own-package.js';
import { formatInterval, formatMs, median, ratioInterval } from '../../src/stats/index.js';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '15' }, install: { type: 'boolean', default: false } },
});
const rounds = Number(values.rounds);
const corewise = (...words: string[]) => [join(packageRoot, 'lib/cli/main.cjs'), ...words];
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
  ['corewise report nowhere (a usage error)', corewise('report', 'nowhere'), 2.5],
  ['corewise fit --help', corewise('fit', '--help'), 2.5],
  ['corewise fit nowhere (a usage error)', corewise('fit', 'nowhere'), 2.5],
  ['corewise plan --help', corewise('plan', '--help'), 2.5],
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
const folder = mkdtempSync(join(tmpdir(), 'corewise-pack-'));
try {
  console.log(packed());
  if (values.install) console.log(installed());
} finally {
  rmSync(folder, { recursive: true });
}

function timeOf(args: readonly string[]): number {
  // Node parses these certificates at every start: that would stand on both sides of a ratio.
  const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env;
  const begin = performance.now();
  spawnSync(process.execPath, args, { cwd: packageRoot, stdio: 'ignore', env });
  return performance.now() - begin;
}

function run(command: string, args: readonly string[], cwd: string): string {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr}`);
  return stdout;
}

/** What `npm pack` makes. */
function packed(): string {
  run(process.execPath, ['scripts/declarations.mjs'], packageRoot);
  const pack = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
  const [{ size, unpackedSize, entryCount }] = JSON.parse(run('npm', pack, packageRoot));
  const kB = (bytes: number) => `${Math.round(bytes / 1000).toLocaleString('en-US')} kB`;
  return `The package: ${kB(size)} in ${entryCount} files, ${kB(unpackedSize)} unpacked (goal: 500 kB in 150 files).`;
}

function installed(): string {
  const [tarball = ''] = readdirSync(folder);
  const home = join(folder, 'home');
  const files = join(home, 'node_modules');
  mkdirSync(home);
  writeFileSync(join(home, 'package.json'), '{ "private": true }');
  run('npm', ['install', '--no-audit', '--no-fund', join(folder, tarball)], home);
  const found = readdirSync(files, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => statSync(join(entry.parentPath ?? entry.path, entry.name)));
  // A file with two names is there once.
  const sizes = [...new Map(found.map(({ ino, size }) => [ino, size])).values()];
  const total = sizes.reduce((sum, size) => sum + size, 0);
  return `Installed, with what it depends on: ${(total / 1e6).toFixed(1)} MB in ${sizes.length} files (goal: 40 MB).`;
}
