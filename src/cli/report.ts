import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Command } from 'commander';
import { readRecord } from '../record/index.js';
import { buildReport, chartsUnavailable, renderers, summarise, writeReport } from '../report/index.js';
import { jsonOption, namesOf, parseNames, verboseOption } from './options.js';
import { noteNoPictures, printJson, printText } from './print.js';

interface ReportOptions {
  format?: string[];
  out?: string;
  verbose?: boolean;
  json?: boolean;
}

const formats = namesOf(renderers);

export function defineReport(command: Command): void {
  command
    .description('Writes the report of a record again; nothing is measured.')
    .argument('<record>', 'a record.jsonl, or the folder of a run')
    .option(
      '--format <names>',
      `${formats.join(', ')} (default: those of a run)`,
      parseNames('format', formats),
    )
    .option('--out <folder>', 'where to write (default: beside the record)')
    .addOption(verboseOption)
    .addOption(jsonOption)
    .addHelpText('after', '\nWith --json, and neither --format nor --out, no file is written.')
    .action(report);
}

async function report(path: string, options: ReportOptions): Promise<void> {
  const built = buildReport(await readRecord(path));
  const onlyPrint = options.json && options.format === undefined && options.out === undefined;
  const files = onlyPrint ? [] : await writeReport(built, options.out ?? folderOf(path), options.format);
  if (options.format?.includes('png')) noteNoPictures(await chartsUnavailable());
  if (options.json) printJson(built);
  else printText((terminal) => summarise(built, { ...terminal, files, verbose: options.verbose ?? false }));
}

function folderOf(record: string): string {
  return statSync(record).isDirectory() ? record : dirname(record);
}
