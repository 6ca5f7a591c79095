import type { Command } from 'commander';
import { countCores, describeHost, readHost } from '../host/index.js';
import { jsonOption } from './options.js';
import { printJson, printLines } from './print.js';

export function addHost(program: Command): void {
  program
    .command('host')
    .summary('show the machine as runs will find it')
    .description('Shows CPU, cores, allowed CPUs, quota and memory: the machine as runs will find it.')
    .addOption(jsonOption)
    .action(host);
}

async function host({ json }: { json?: boolean }): Promise<void> {
  const facts = await readHost();
  if (json) return printJson({ ...facts, counts: countCores(facts) });
  const rows = describeHost(facts);
  const width = Math.max(...rows.map(({ label }) => label.length));
  printLines(rows.map(({ label, value }) => `${label.padEnd(width)}  ${value}`));
}
