import type { Command } from 'commander';
import { UsageError } from '../errors.js';
import { type CompareOptions, compareRecords } from '../library/compare-records.js';
import { comparisonFormats, summariseComparison, writeComparison } from '../report/index.js';
import { exitCodes } from './exit.js';
import { catalogOption, definedOnly, jsonOption, namesOf, parseNames, parsePercentage } from './options.js';
import { printJson, printText } from './print.js';

interface CommandOptions extends CompareOptions {
  format?: string[];
  out?: string;
  json?: boolean;
}

const formats = namesOf(comparisonFormats);

export function defineCompare(command: Command): void {
  command
    .description(
      'Compares records: machines with each other, or, with --against, runs after a change with runs before it.',
    )
    .argument('<record...>', 'records, or folders of runs; several of one machine count as one')
    .option(
      '--against <record...>',
      'records from before the change; several per side show how much runs differ',
    )
    .addOption(catalogOption())
    .option(
      '--fail-on-regression <share>',
      'exit 1 if anything is certain to be slower by more than this: 5%',
      parsePercentage,
    )
    .option(
      '--format <names>',
      `${formats.join(', ')} (default: html,json,md)`,
      parseNames('format', formats),
    )
    .option('--out <folder>', 'folder for compare.html and the rest (default: write nothing)')
    .addOption(jsonOption)
    .addHelpText('after', examples)
    .action(async (records: string[], options: CommandOptions) => {
      process.exitCode = await compare(records, options);
    });
}

const examples = `
Examples:
  npx corewise compare c7i/record.jsonl m7g/record.jsonl --out reports/machines
  npx corewise compare after-1 after-2 --against before-1 before-2
  npx corewise compare after-* --against before-* --fail-on-regression 5%
  npx corewise compare reports/latest --format bencher --out reports/dashboard`;

async function compare(paths: string[], options: CommandOptions): Promise<number> {
  const { format, out, against, failOnRegression, catalog } = options;
  if (format !== undefined && out === undefined)
    throw new UsageError('--format says what to write; say where with --out.');
  const document = await compareRecords(paths, definedOnly({ against, failOnRegression, catalog }));
  const files = out === undefined ? [] : await writeComparison(document, out, format);
  if (options.json) printJson(document);
  else printText((terminal) => summariseComparison(document, { ...terminal, files }));
  return document.regression?.isFound ? exitCodes.failed : exitCodes.done;
}
