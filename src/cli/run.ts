import { type Command, Option } from 'commander';
import { dispatches } from '../dispatch/index.js';
import { engines } from '../engines/index.js';
import { messageOf } from '../errors.js';
import { pinModes } from '../host/index.js';
import { type MeasureOptions, measure, type Report } from '../index.js';
import { commandLine } from '../record/index.js';
import { type RunLogEntry, runLogText } from '../runner/index.js';
import { exitCodes } from './exit.js';
import { instanceTypeFor } from './instance-type.js';
import { type Interruption, listenForInterruption } from './interruption.js';
import {
  jsonOption,
  namesOf,
  parseChunksizes,
  parseCores,
  parseDispatches,
  parseDuration,
  parseEngines,
  parseList,
  parseParam,
  parsePercentage,
  parseRounds,
  parseSeed,
} from './options.js';
import { type OutputDirectory, reserveDirectory } from './output-directory.js';
import { keepOwnOutput, type OwnOutput } from './own-output.js';
import { printJson, printSummary } from './print.js';
import { type ProgressLine, showProgress } from './progress.js';
import { measureOptions, type RunOptions } from './run-options.js';
import { type Choice, chooseSuite } from './suite-choice.js';
import { writtenIn } from './written.js';

export function addRun(program: Command): void {
  program
    .command('run')
    .summary('measure scenarios and write a report')
    .description('Measures scenarios, serial against parallel, and writes a report.')
    .argument('[scenario...]', 'names of shipped scenarios, or paths to .ts, .js, .mjs')
    .option('--suite <suite>', 'a shipped suite or the path of one (default: default)')
    .option('--engine <names>', `${namesOf(engines).join(', ')} (serial,threads,processes)`, parseEngines)
    .option('--dispatch <names>', namesOf(dispatches).join(', '), parseDispatches)
    .option('--workers <counts>', '1,2,4 or 1..8 or P-1 or auto', parseList)
    .option('--chunksize <sizes>', 'tasks a message: 1,4,auto', parseChunksizes)
    .option('--cores <counts>', 'CPUs the run may use: 1,2 or all', parseCores)
    .option('--param <name=value>', "a scenario's parameter; may be repeated", parseParam)
    .addOption(roundsOption)
    .option('--precision <share>', 'stop when every speedup is known to this (5%)', parsePercentage)
    .option('--max-time <duration>', 'the whole run takes no longer (150s)', parseDuration)
    .option('--for <duration>', 'how long open-ended tasks run', parseDuration)
    .option('--cold', 'measure cold starts too: fresh workers in every pass, their start counted')
    .addOption(
      new Option('--pin <mode>', 'keep each worker on a CPU of its own (none)').choices([...pinModes]),
    )
    .addOption(inspectOption)
    .option('--seed <number>', 'seed of tasks and orders (1)', parseSeed)
    .option('--label <text>', 'name of the run')
    .option('--out <folder>', 'where to write (reports/<date>-<label>)')
    .option('--instance-type <name>', 'what the machine is sold as')
    .addOption(detectOption)
    .option('--quiet', 'nothing on stderr but errors')
    .addOption(jsonOption)
    .addHelpText('after', examples)
    .action(async (scenarios: string[], options: RunOptions) => {
      process.exitCode = await run(scenarios, options);
    });
}

// With a fixed number of rounds there is no precision to wait for.
const roundsOption = new Option('--rounds <count>', 'run exactly this many rounds')
  .argParser(parseRounds)
  .conflicts('precision');

// Where to attach is said on stderr.
const inspectOption = new Option(
  '--inspect-worker',
  'let worker 0 of every case wait for a debugger; measures nothing',
).conflicts('quiet');

/** The address it asks belongs to the cloud's own network; nothing is asked without it. */
const detectOption = new Option(
  '--detect-instance',
  "ask the cloud's metadata service what the machine is sold as",
).conflicts('instanceType');

const examples = `
P is the number of physical cores, N of logical CPUs.

Examples:
  corewise run                                  the default suite
  corewise run cycles --workers 1,2,4           a scenario on 1, 2 and 4 workers
  corewise run ./my-work.ts --param tasks=24    your own, with a parameter
  corewise run primes --chunksize 1,4,auto --engine threads,processes
  corewise run --suite full --max-time 10m --label nightly
  corewise run cycles --rounds 10 --json > report.json
  corewise run ./my-work.ts --engine serial --inspect-worker   with a debugger`;

/** Measures, prints and tells the exit code. */
async function run(scenarios: string[], options: RunOptions): Promise<number> {
  const progress = showProgress({ quiet: options.quiet === true });
  const own = keepOwnOutput();
  try {
    return await runInto(own, progress, scenarios, options);
  } finally {
    progress.end();
    own.end();
  }
}

async function runInto(
  own: OwnOutput,
  progress: ProgressLine,
  scenarios: string[],
  options: RunOptions,
): Promise<number> {
  const choice = await chooseSuite(scenarios, options.suite);
  const instanceType = await instanceTypeFor(options, progress.say);
  const label = options.label ?? choice.label;
  const directory = reserveDirectory({ out: options.out, label });
  own.writeTo(directory.path);
  const interruption = listenForInterruption(() =>
    progress.say('Stopping; what was measured is kept. Press Ctrl-C again to leave at once.'),
  );
  try {
    const asked = {
      ...measureOptions(options),
      ...(instanceType !== undefined && { instanceType }),
      label,
      out: directory.path,
    };
    const report = await measureWith(choice, asked, progress, interruption);
    own.end();
    directory.makeLatest();
    print(report, directory, options);
    return exitCodeFor(report, interruption);
  } catch (error) {
    if (!interruption.signal.aborted) throw error;
    own.end();
    process.stderr.write(`error: ${messageOf(error)}\n`);
    return exitCodes.interrupted;
  } finally {
    interruption.end();
    own.end();
    directory.release();
  }
}

async function measureWith(
  { suite, base }: Choice,
  options: MeasureOptions,
  progress: ProgressLine,
  { signal }: Interruption,
): Promise<Report> {
  const { inspectWorker } = options;
  if (inspectWorker) progress.say(INSPECTED);
  const watched = {
    onProgress: progress.update,
    onNote: progress.say,
    ...(inspectWorker && { onLog: (entry: RunLogEntry) => progress.say(runLogText(entry)) }),
    signal,
  };
  try {
    return await measure(suite, {
      ...options,
      ...watched,
      base,
      command: commandLine(process.argv.slice(2)),
    });
  } finally {
    progress.end();
  }
}

const INSPECTED =
  'Worker 0 of every case waits for a debugger: attach one at the address that Node names below (chrome://inspect, or your editor). What comes out is no measurement.';

function print(report: Report, { path }: OutputDirectory, { json, quiet }: RunOptions): void {
  const files = writtenIn(path);
  if (!json) printSummary(report, files);
  else printJson(report);
  if (json && !quiet) process.stderr.write(`${files.join('\n')}\n`);
}

function exitCodeFor(report: Report, { signal }: Interruption): number {
  if (signal.aborted) return exitCodes.interrupted;
  const hasFailed = report.cases.some(({ status, verified }) => status === 'failed' || verified === false);
  return hasFailed ? exitCodes.failed : exitCodes.done;
}
