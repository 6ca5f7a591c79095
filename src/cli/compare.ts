import type { Command } from 'commander';
import { UsageError } from '../errors.js';
import {
  areBenchmarks,
  type CompareOptions,
  compareBenchmarks,
  compareRecords,
} from '../library/compare-records.js';
import {
  comparisonFormats,
  summariseBenchmarks,
  summariseComparison,
  writeBenchmarks,
  writeComparison,
} from '../report/index.js';
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
      'Compares records: machines with each other, or, with --against, runs after a change with runs before it. With --against, results of vitest bench --outputJson, too.',
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
  npx corewise compare after.json --against before.json   # of vitest bench
  npx corewise compare reports/latest --format bencher --out reports/dashboard`;

async function compare(paths: string[], options: CommandOptions): Promise<number> {
  const { format, out, against, failOnRegression, catalog, json } = options;
  if (format !== undefined && out === undefined)
    throw new UsageError('--format says what to write; say where with --out.');
  const how = definedOnly({ against, failOnRegression, catalog });
  const { document, write, summarise } = (await areBenchmarks([...paths, ...(against ?? [])]))
    ? ofBenchmarks(await compareBenchmarks(paths, how))
    : ofRecords(await compareRecords(paths, how));
  const files = out === undefined ? [] : await write(out, format);
  if (json) printJson(document);
  else printText((terminal) => summarise({ ...terminal, files }));
  return document.regression?.isFound ? exitCodes.failed : exitCodes.done;
}

type Summary = Parameters<typeof summariseComparison>[1];

const ofRecords = (document: Awaited<ReturnType<typeof compareRecords>>) => ({
  document,
  write: (out: string, format?: string[]) => writeComparison(document, out, format),
  summarise: (options: Summary) => summariseComparison(document, options),
});

const ofBenchmarks = (document: Awaited<ReturnType<typeof compareBenchmarks>>) => ({
  document,
  write: (out: string, format?: string[]) => writeBenchmarks(document, out, format),
  summarise: (options: Summary) => summariseBenchmarks(document, options),
});
