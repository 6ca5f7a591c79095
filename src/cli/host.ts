import type { Command } from 'commander';
import {
  type ChecklistItem,
  checklist,
  countCores,
  describeHost,
  readHost,
  readReadings,
} from '../host/index.js';
import { wrap } from '../report/index.js';
import { selfTest } from '../study/index.js';
import { jsonOption } from './options.js';
import { printJson, printLines } from './print.js';

export function addHost(program: Command): void {
  program
    .command('host')
    .summary('show the machine as runs will find it')
    .description(
      'Shows CPU, cores, allowed CPUs, quota and memory: the machine as runs will find it. Ends with a list of what to change before trusting it.',
    )
    .option('--self-test', 'measure for ten seconds whether the machine gives what it says it is')
    .addOption(jsonOption)
    .action(host);
}

async function host({ json, selfTest: isTested }: { json?: boolean; selfTest?: boolean }): Promise<void> {
  const facts = await readHost();
  const checks = checklist(facts, await readReadings(facts));
  const tested = isTested ? { selfTest: await selfTest(facts) } : {};
  if (json) return printJson({ ...facts, counts: countCores(facts), checklist: checks, ...tested });
  const rows = describeHost(facts);
  const width = Math.max(...rows.map(({ label }) => label.length));
  printLines([
    ...rows.map(({ label, value }) => `${label.padEnd(width)}  ${value}`),
    '',
    'Before trusting this machine:',
    ...linesOf(checks),
    ...(tested.selfTest ? ['', 'Self-test:', ...linesOf(tested.selfTest)] : []),
  ]);
}

const MARKS = { ok: 'ok     ', warn: 'warn   ', unknown: '?      ' } as const;
const BLANK = ' '.repeat(MARKS.ok.length);

function linesOf(items: readonly ChecklistItem[]): string[] {
  const width = process.stdout.columns ?? 80;
  return items.flatMap(({ item, state, message, advice }) => [
    ...wrap(`${item}: ${message}`, width - 7).map(
      (line, index) => (index === 0 ? MARKS[state] : BLANK) + line,
    ),
    ...(advice === '' ? [] : wrap(`→ ${advice}`, width - 7, 2).map((line) => BLANK + line)),
  ]);
}
