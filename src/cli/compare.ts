import { basename, dirname } from 'node:path';
import type { Command } from 'commander';
import {
  type ComparedRecord,
  type ComparisonDocument,
  comparedRecord,
  compareMachines,
  compareVersions,
} from '../compare/index.js';
import { UsageError } from '../errors.js';
import { readRecord } from '../record/index.js';
import { comparisonFormats, summariseComparison, writeComparison } from '../report/index.js';
import { catalogOption, chosenCatalog } from './chosen-catalog.js';
import { exitCodes } from './exit.js';
import { jsonOption, namesOf, parseNames, parsePercentage } from './options.js';
import { printJson, printText } from './print.js';
import { version } from './version.js';

interface CompareOptions {
  against?: string[];
  catalog?: string;
  failOnRegression?: number;
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
    .action(async (records: string[], options: CompareOptions) => {
      process.exitCode = await compare(records, options);
    });
}

const examples = `
Examples:
  corewise compare c7i/record.jsonl m7g/record.jsonl --out reports/machines
  corewise compare after-1 after-2 after-3 --against before-1 before-2 before-3
  corewise compare after-* --against before-* --fail-on-regression 5%
  corewise compare reports/latest --format bencher --out reports/dashboard`;

async function compare(paths: string[], options: CompareOptions): Promise<number> {
  checkOptions(options);
  const document = await documentFor(paths, options);
  const files = options.out === undefined ? [] : await writeComparison(document, options.out, options.format);
  if (options.json) printJson(document);
  else printText((terminal) => summariseComparison(document, { ...terminal, files }));
  return document.regression?.isFound ? exitCodes.failed : exitCodes.done;
}

function checkOptions({ failOnRegression, against, format, out }: CompareOptions): void {
  if (failOnRegression !== undefined && against === undefined)
    throw new UsageError('--fail-on-regression needs to know what was before: name records with --against.');
  if (format !== undefined && out === undefined)
    throw new UsageError('--format says what to write; say where with --out.');
}

async function documentFor(paths: readonly string[], options: CompareOptions): Promise<ComparisonDocument> {
  const catalog = await chosenCatalog(options.catalog);
  const records = await readAll(paths);
  const { failOnRegression: margin, against } = options;
  const how = { catalog, margin, today: new Date(), version };
  return against === undefined
    ? compareMachines(records, how)
    : compareVersions(records, await readAll(against), how);
}

function readAll(paths: readonly string[]): Promise<ComparedRecord[]> {
  return Promise.all(paths.map(async (path) => comparedRecord(nameOf(path), await readRecord(path))));
}

/** A run's folder, where the file is called as all are. */
function nameOf(path: string): string {
  const name = path.replace(/(?<=.)[/\\]+$/, '');
  return basename(name) === 'record.jsonl' && dirname(name) !== '.' ? dirname(name) : name;
}
