import type { Command } from 'commander';
import { UsageError } from '../errors.js';
import { planCapacity } from '../library/plan-capacity.js';
import { commandLine } from '../record/index.js';
import { planFormats, summarisePlan, writePlan } from '../report/index.js';
import { exitCodes } from './exit.js';
import { catalogOption, definedOnly, jsonOption, namesOf, parseNames } from './options.js';
import { addConstraintOptions, constraintsFrom } from './plan/constraint-options.js';
import { addCurveOptions, curveOptionsFrom } from './plan/curve-options.js';
import { addDemandOptions, demandFrom } from './plan/demand-options.js';
import { parseQuantity } from './plan/quantities.js';
import { addRunnerOptions, planRunners, type RunnerCommandOptions } from './plan/runner.js';
import { printJson, printText } from './print.js';

const formats = namesOf(planFormats);

export function definePlan(command: Command): void {
  command
    .description(
      'Says which instance types meet a demand, how many of them, with what settings and at what cost.',
    )
    .argument(
      '<record...>',
      'records, folders of runs, or files that fit reads, all of one scenario; FILE=TYPE says which machine a file is from',
    )
    .option('--scenario <name>', 'which one, if a record or a file has several');
  addCurveOptions(addConstraintOptions(addDemandOptions(addRunnerOptions(command))))
    .addOption(catalogOption())
    .option('--instance-type <name>', "the measured machine's type, if the file does not say")
    .option('--next [count]', 'name the types to measure next, this many at once (default: 1)', parseQuantity)
    .option(
      '--format <names>',
      `${formats.join(', ')} (default: html,json,md)`,
      parseNames('format', formats),
    )
    .option('--out <folder>', 'folder for plan.html and the rest (default: write nothing)')
    .addOption(jsonOption)
    .addHelpText('after', examples)
    .action(async (records: string[], options: RunnerCommandOptions) => {
      process.exitCode = await plan(records, options);
    });
}

const examples = `
Examples:
  npx corewise plan reports/latest --tasks 1M --deadline 10m --out reports/plan
  npx corewise plan reports/latest --throughput 5000/s --headroom 20% --spare 1
  npx corewise plan reports/latest --arrival-rate 300/s --p95 250ms --spare 1
  npx corewise plan reports/laptop --throughput 5000/s --next 3
  npx corewise plan c7i m7g --programs 40 --provider aws --price spot=0.35
  npx corewise plan scan.csv --instance-type c7i.2xlarge --throughput 50000/s
  npx corewise plan intel.csv=c7i.large arm.csv=c8g.large --throughput 5000/s
  npx corewise plan reports/build --runner --deadline 10m --overhead 40s

Exit code 1: nothing meets the demand; the nearest that would is named.`;

/** Given without a count it is true, which stands for one. */
function nextFrom({ next }: { next?: number | true }): { next?: number } {
  return next === undefined ? {} : { next: next === true ? 1 : next };
}

async function plan(paths: readonly string[], options: RunnerCommandOptions): Promise<number> {
  if (options.format !== undefined && options.out === undefined)
    throw new UsageError('--format says what to write; say where with --out.');
  if (options.runner) return planRunners(paths, options);
  if (options.overhead !== undefined) throw new UsageError('--overhead belongs to --runner.');
  const { scenario, instanceType, catalog } = options;
  const document = await planCapacity(paths, {
    ...definedOnly({ scenario, instanceType, catalog }),
    ...curveOptionsFrom(options),
    demand: await demandFrom(options),
    constraints: constraintsFrom(options),
    ...nextFrom(options),
    command: commandLine(process.argv.slice(2)),
  });
  const files = options.out === undefined ? [] : await writePlan(document, options.out, options.format);
  if (options.json) printJson(document);
  else printText((terminal) => summarisePlan(document, { ...terminal, files }));
  return document.impossible === null ? exitCodes.done : exitCodes.failed;
}
