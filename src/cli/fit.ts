import { type Command, Option } from 'commander';
import { UsageError } from '../errors.js';
import { version } from '../own-package.js';
import { readCurves, readers } from '../readers/index.js';
import { commandLine } from '../record/index.js';
import { buildFitDocument, type FitDocument, summariseFit, writeFit } from '../report/index.js';
import { jsonOption, namesOf, parseCounts, parseCpuCount, parseQuota } from './options.js';
import { noteNoPictures, printJson, printText } from './print.js';

interface FitOptions {
  physicalCores?: number;
  logicalCores?: number;
  quota?: number;
  predict?: number[];
  workers?: string;
  time?: string;
  throughput?: string;
  parameter?: string;
  benchmark?: string;
  inputFormat?: string;
  out?: string;
  json?: boolean;
}

export function defineFit(command: Command): void {
  command
    .description(
      'Fits a scaling law to throughput over workers, measured by any tool, and predicts more workers.',
    )
    .argument('<file>', `${namesOf(readers).join(', ')}; recognised by its content`)
    .option('--physical-cores <count>', 'of the machine that was measured', parseCpuCount)
    .option(
      '--logical-cores <count>',
      'CPUs of that machine (default: twice the physical cores)',
      parseCpuCount,
    )
    .option('--quota <cpus>', 'CPUs’ worth of time that the cgroup allowed', parseQuota)
    .option(
      '--predict <counts>',
      'workers: 8,16,64 (default: 2, 4 and 8 times the most measured)',
      parseCounts,
    )
    .option('--workers <column>', 'the column, parameter or key that holds the workers')
    .option('--time <column>', 'the column of a CSV file that holds times')
    .option('--throughput <column>', 'the column of a CSV file that holds throughputs')
    .option('--parameter <name>', 'the same as --workers')
    .option('--benchmark <name>', 'the curves whose name contains this (default: all)')
    .addOption(new Option('--input-format <name>', 'what the file is').choices(namesOf(readers)))
    .option('--out <folder>', 'write fit.html, fit.json, fit.md and charts there')
    .addOption(jsonOption)
    .action(fit);
}

async function fit(file: string, options: FitOptions): Promise<void> {
  const document = await documentOf(file, options);
  const written = options.out === undefined ? undefined : await writeFit(document, options.out);
  noteNoPictures(written?.withoutPictures);
  if (options.json) printJson(document);
  else printText((terminal) => summariseFit(document, { ...terminal, files: written?.paths ?? [] }));
}

async function documentOf(file: string, options: FitOptions): Promise<FitDocument> {
  const { physicalCores, logicalCores, quota, predict = [], time, throughput, benchmark } = options;
  const parameter = workersOf(options);
  const read = await readCurves(file, {
    parameter,
    time,
    throughput,
    benchmark,
    format: options.inputFormat,
  });
  return buildFitDocument({
    file,
    ...read,
    machine: {
      ...(physicalCores !== undefined && { physicalCores }),
      ...(logicalCores !== undefined && { logicalCores }),
      ...(quota !== undefined && { quotaCpus: quota }),
    },
    counts: predict,
    command: commandLine(process.argv.slice(2)),
    versions: { corewise: version },
  });
}

function workersOf({ workers, parameter }: FitOptions): string | undefined {
  if (workers !== undefined && parameter !== undefined && workers !== parameter)
    throw new UsageError('Give --workers or --parameter, not both: they mean the same.');
  return workers ?? parameter;
}
