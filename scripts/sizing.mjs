// Writes the outputs in docs/sizing.md again, after `npm run build`: of each command the lines before its findings.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const page = join(root, 'docs/sizing.md');
const shown = /```sh\nnpx corewise (.*)\n```\n\n```text\n[^`]*```/g;

function outputOf(command) {
  const main = join(root, 'lib/cli/main.js');
  // Readers have a run of their own; this is the one that the page was written on.
  const args = command.replace('reports/latest', 'reports/example').split(' ');
  const { stdout } = spawnSync(process.execPath, [main, ...args], {
    cwd: root,
    encoding: 'utf8',
  });
  return stdout.split(/\n\n(?=(?:error|warning|info): )/)[0].trimEnd();
}

const text = readFileSync(page, 'utf8').replace(
  shown,
  (_, command) => `\`\`\`sh\nnpx corewise ${command}\n\`\`\`\n\n\`\`\`text\n${outputOf(command)}\n\`\`\``,
);
writeFileSync(page, text);
