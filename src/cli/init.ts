import type { Command } from 'commander';
import { writeNew } from '../files/index.js';
import { scenarioTemplate } from '../scenario/loading/index.js';
import { jsonOption } from './options.js';
import { printJson, printLines } from './print.js';

export function defineInit(command: Command): void {
  command
    .description('Writes NAME.ts into the current folder: a scenario that runs as it is.')
    .argument('<name>', 'lower-case words joined by hyphens')
    .addOption(jsonOption)
    .action(init);
}

function init(name: string, { json }: { json?: boolean }): void {
  const file = `${name}.ts`;
  writeNew(file, scenarioTemplate(name));
  const command = `npx corewise run ./${file}`;
  if (json) printJson({ file, command });
  else printLines([`Wrote ${file}. Measure it with:`, `  ${command}`]);
}
