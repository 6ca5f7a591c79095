// Writes the outputs in docs/sizing.md anew, after `npm run build`: of each command the lines before its findings.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const page = join(root, 'docs/sizing.md');
const shown = /```sh\ncorewise (.*)\n```\n\n```text\n[^`]*```/g;

function outputOf(command) {
  const main = join(root, 'dist/src/cli/main.js');
  const { stdout } = spawnSync(process.execPath, [main, ...command.split(' ')], {
    cwd: root,
    encoding: 'utf8',
  });
  return stdout.split(/\n\n(?=(?:error|warning|info): )/)[0].trimEnd();
}

const text = readFileSync(page, 'utf8').replace(
  shown,
  (_, command) => `\`\`\`sh\ncorewise ${command}\n\`\`\`\n\n\`\`\`text\n${outputOf(command)}\n\`\`\``,
);
writeFileSync(page, text);
