import { type Command, Option } from 'commander';
import type { PlanOptions } from '../../library/plan-capacity.js';
import { readers } from '../../readers/index.js';
import { definedOnly, namesOf, parseCpuCount } from '../options.js';

/** What a curve of another tool does not say itself. */
export type CurveOptions = Pick<
  PlanOptions,
  'physicalCores' | 'logicalCores' | 'inputFormat' | 'workersColumn' | 'timeColumn' | 'rateColumn'
>;

export function addCurveOptions(command: Command): Command {
  return command
    .option('--physical-cores <count>', 'of the measured machine, where its type has no name', parseCpuCount)
    .option(
      '--logical-cores <count>',
      'CPUs of that machine (default: twice the physical cores)',
      parseCpuCount,
    )
    .addOption(new Option('--input-format <name>', 'what the curve’s file is').choices(namesOf(readers)))
    .option('--workers-column <name>', 'what holds the workers in a file that fit reads')
    .option('--time-column <name>', 'the column of a CSV file that holds times')
    .option('--rate-column <name>', 'the column of a CSV file that holds throughputs');
}

export function curveOptionsFrom(options: CurveOptions): CurveOptions {
  const { physicalCores, logicalCores, inputFormat, workersColumn, timeColumn, rateColumn } = options;
  return definedOnly({ physicalCores, logicalCores, inputFormat, workersColumn, timeColumn, rateColumn });
}
