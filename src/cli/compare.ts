import type { Command } from 'commander';
import { type CompareOptions, compareRecords } from '../compare-records.js';
import { UsageError } from '../errors.js';
import { comparisonFormats, summariseComparison, writeComparison } from '../report/index.js';
import { catalogOption } from './catalog-option.js';
import { exitCodes } from './exit.js';
import { jsonOption, namesOf, parseNames, parsePercentage } from './options.js';
import { printJson, printText } from './print.js';

interface CommandOptions extends CompareOptions {
  format?: string[];
  out?: string;
  json?: boolean;
}

const formats = namesOf(comparisonFormats);

export function addCompare(program: Command): void {
  program
    .command('compare')
    .summary('compare machines, or before and after')
    .description(
      'Compares records: machines with each other, or, with --against, what was measured after a change with what was measured before it.',
    )
    .argument('<record...>', 'records, or folders of runs; several of one machine are one figure')
    .option('--against <record...>', 'the records of before; several a side say what runs differ by')
    .addOption(catalogOption())
    .option(
      '--fail-on-regression <share>',
      'exit 1 where something is surely slower by more than that: 5%',
      parsePercentage,
    )
    .option('--format <names>', `${formats.join(', ')} (html,json,md)`, parseNames('format', formats))
    .option('--out <folder>', 'where to write compare.html and so on; without it nothing is written')
    .addOption(jsonOption)
    .addHelpText('after', examples)
    .action(async (records: string[], options: CommandOptions) => {
      process.exitCode = await compare(records, options);
    });
}

const examples = `
Examples:
  corewise compare c7i/record.jsonl m7g/record.jsonl --out reports/machines
  corewise compare after-1 after-2 after-3 --against before-1 before-2 before-3
  corewise compare after-* --against before-* --fail-on-regression 5%
  corewise compare reports/latest --format bencher --out reports/dashboard`;

async function compare(paths: string[], options: CommandOptions): Promise<number> {
  const { format, out } = options;
  if (format !== undefined && out === undefined)
    throw new UsageError('--format says what to write; say where with --out.');
  const document = await compareRecords(paths, options);
  const files = out === undefined ? [] : await writeComparison(document, out, format);
  if (options.json) printJson(document);
  else printText((terminal) => summariseComparison(document, { ...terminal, files }));
  return document.regression?.isFound ? exitCodes.failed : exitCodes.done;
}
