import type { Command } from 'commander';
import { writeNew } from '../files/index.js';
import { commandSuiteTemplate, scenarioTemplate } from '../scenario/loading/index.js';
import { jsonOption } from './options.js';
import { printJson, printLines } from './print.js';

export function defineInit(command: Command): void {
  command
    .description('Writes NAME.ts into the current folder: a scenario, or a suite, that runs as it is.')
    .argument('<name>', 'lower-case words joined by hyphens')
    .option('--exec', 'a suite of commands in place of a scenario')
    .addOption(jsonOption)
    .action(init);
}

function init(name: string, { json, exec }: { json?: boolean; exec?: boolean }): void {
  const file = `${name}.ts`;
  writeNew(file, exec ? commandSuiteTemplate(name) : scenarioTemplate(name));
  const command = `npx corewise run ${exec ? '--suite ' : ''}./${file}`;
  if (json) printJson({ file, command });
  else printLines([`Wrote ${file}. Measure it with:`, `  ${command}`]);
}
