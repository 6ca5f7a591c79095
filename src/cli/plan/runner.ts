import type { Command } from 'commander';
import { UsageError } from '../../errors.js';
import { planRunner, type RunnerOptions } from '../../library/plan-runner.js';
import { commandLine } from '../../record/index.js';
import { runnerFormats, summariseRunners, writeRunners } from '../../report/index.js';
import { exitCodes } from '../exit.js';
import { definedOnly, namesOf, parseDuration } from '../options.js';
import { printJson, printText } from '../print.js';
import { type ConstraintOptions, DEFAULT_CERTAINTY } from './constraint-options.js';
import { type CurveOptions, curveOptionsFrom } from './curve-options.js';
import type { DemandOptions } from './demand-options.js';

export interface RunnerCommandOptions extends DemandOptions, ConstraintOptions, CurveOptions {
  runner?: boolean;
  overhead?: number;
  scenario?: string;
  instanceType?: string;
  catalog?: string;
  format?: string[];
  next?: number | true;
  out?: string;
  json?: boolean;
}

export function addRunnerOptions(command: Command): Command {
  return command
    .option('--runner', 'choose a hosted CI runner for one build, instead of machines for a demand')
    .option(
      '--overhead <time>',
      'with --runner: what the job takes before the work begins: 40s',
      parseDuration,
    );
}

/** The exit code. @throws UsageError for options that have no meaning for a single build. */
export async function planRunners(paths: readonly string[], options: RunnerCommandOptions): Promise<number> {
  checkOptions(options);
  const document = await planRunner(paths, requestFrom(options));
  const { format, out, json } = options;
  const files = out === undefined ? [] : await writeRunners(document, out, format);
  if (json) printJson(document);
  else printText((terminal) => summariseRunners(document, { ...terminal, files }));
  return document.impossible === null ? exitCodes.done : exitCodes.failed;
}

function requestFrom(options: RunnerCommandOptions): RunnerOptions {
  const { scenario, instanceType, catalog, tasks, deadline, overhead } = options;
  const { memoryPerWorker, provider, arch } = options;
  return {
    ...definedOnly({ scenario, instanceType, catalog, tasks, provider }),
    ...definedOnly({ deadlineMs: deadline, overheadMs: overhead }),
    ...definedOnly({ memoryPerWorkerMiB: memoryPerWorker, architecture: arch }),
    ...curveOptionsFrom(options),
    command: commandLine(process.argv.slice(2)),
  };
}

/** Of fleets, and of streams of tasks. */
const others = {
  throughput: '--throughput',
  arrivalRate: '--arrival-rate',
  arrivals: '--arrivals',
  p95: '--p95',
  programs: '--programs',
  simulate: '--simulate',
  maxCost: '--max-cost',
  maxInstances: '--max-instances',
  startup: '--startup',
  price: '--price',
  next: '--next',
} as const;

function checkOptions(options: RunnerCommandOptions): void {
  const { minInstances, headroom, spare, certainty, format } = options;
  const given = Object.entries(others).find(([name]) => options[name as keyof typeof others] !== undefined);
  const [, other] =
    given ??
    [
      ['minInstances', '--min-instances', minInstances !== 1] as const,
      ['headroom', '--headroom', headroom !== 0] as const,
      ['spare', '--spare', spare !== 0] as const,
      ['certainty', '--certainty', certainty !== DEFAULT_CERTAINTY] as const,
    ].find(([, , isGiven]) => isGiven) ??
    [];
  if (other !== undefined)
    throw new UsageError(
      `${other} is of a fleet, and --runner plans one build: leave one of them out. --tasks and --deadline go with it.`,
    );
  const names = namesOf(runnerFormats);
  const unknown = format?.find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw new UsageError(`--runner cannot write ${unknown}: choose ${names.join(', ')}.`);
}
