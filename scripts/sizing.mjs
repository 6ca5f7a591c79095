// Writes the outputs in docs/sizing.md again, after `npm run build`: of each command the lines before its findings.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { saveMachineRecords } from '../dist/src/testing/machine-records.js';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const page = join(root, 'docs/sizing.md');
const shown = /```sh\nnpx corewise (.*)\n```\n\n```text\n[^`]*```/g;
const before = readFileSync(page, 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'corewise-sizing-'));
const machines = new Set(before.match(/(?<=records\/)[\w.-]+/g));
saveMachineRecords(join(folder, 'records'), [...machines]);

function outputOf(command) {
  const main = join(root, 'lib/cli/main.cjs');
  // Readers have runs of their own; these are the ones that the page was written on.
  const args = command
    .replace('reports/latest', 'reports/example')
    .split(' ')
    .map((word) => (word.startsWith('records/') ? join(folder, word) : word));
  const { stdout } = spawnSync(process.execPath, [main, ...args], {
    cwd: root,
    encoding: 'utf8',
  });
  return stdout.split(/\n\n(?=(?:error|warning|info): )/)[0].trimEnd();
}

const text = before.replace(
  shown,
  (_, command) => `\`\`\`sh\nnpx corewise ${command}\n\`\`\`\n\n\`\`\`text\n${outputOf(command)}\n\`\`\``,
);
writeFileSync(page, text);
rmSync(folder, { recursive: true });
