// Runs the compiled tests on every supported Node, each from the registry's `node` package:
// npm run test:nodes, or npm run test:nodes -- 22 24
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const majors = process.argv.length > 2 ? process.argv.slice(2) : ['20', '22', '24', '26'];
const scratch = mkdtempSync(join(tmpdir(), 'corewise-nodes-'));

function run(command, args, options = {}) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2], ...options });
  if (error) throw error;
  return status;
}

function install(major) {
  const folder = join(scratch, `node${major}`);
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), '{"private":true}');
  const status = run('npm', [
    'install',
    '--no-save',
    '--no-audit',
    '--no-fund',
    '--prefix',
    folder,
    `node@${major}`,
  ]);
  if (status !== 0) throw new Error(`npm could not install node@${major}`);
  return join(folder, 'node_modules', 'node', 'bin');
}

/** The tests as they are, on one Node; children that look for `node` find the same one. */
function testOn(major) {
  const bin = install(major);
  const node = join(bin, 'node');
  const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` };
  const version = spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim();
  const results = join(scratch, `results-${major}.json`);
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${results}`];
  const status = run(node, [vitest, 'run', '--project=!faults', ...reporters], { env });
  return { version, status, ...counts(results) };
}

function counts(file) {
  try {
    const { numPassedTests, numFailedTests, numPendingTests, testResults } = JSON.parse(
      readFileSync(file, 'utf8'),
    );
    const broken = testResults.filter((one) => one.status === 'failed' && one.assertionResults.length === 0);
    return { passed: numPassedTests, failed: numFailedTests + broken.length, skipped: numPendingTests };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

function attempt(major) {
  try {
    return testOn(major);
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    return { version: `node@${major}`, status: 1, passed: 0, failed: 1, skipped: 0 };
  }
}

let rows;
try {
  rows = majors.map(attempt);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
const cells = (row) => [row.version, row.passed, row.failed, row.skipped, row.status === 0 ? 'ok' : 'FAILED'];
for (const row of [['node', 'passed', 'failed', 'skipped', ''], ...rows.map(cells)]) {
  process.stdout.write(
    `${row
      .map((cell) => String(cell).padEnd(10))
      .join('')
      .trimEnd()}\n`,
  );
}
process.exit(rows.every(({ status, failed }) => status === 0 && failed === 0) ? 0 : 1);
