import { appendFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../../errors.js';
import { type MeasureOptions, measure, type Report } from '../../index.js';
import { type RunLogEntry, runLogText } from '../../measure/runner/index.js';
import { commandLine } from '../../record/index.js';
import { reportMarkdown, summarise } from '../../report/index.js';
import { isVirtualEngine } from '../../workers/engines/index.js';
import { exitCodes } from '../exit.js';
import { instanceTypeFor } from '../instance-type.js';
import { printable, printJson, printText } from '../print.js';
import { useRedis, withoutRedis } from '../redis-option.js';
import { type ChosenSuite, chooseSuite, type LoadingOptions } from './choose-suite.js';
import { type Interruption, listenForInterruption } from './interruption.js';
import { measureOptions, type RunOptions } from './options.js';
import { type OutputDirectory, reserveDirectory, resumedDirectory } from './output-directory.js';
import { keepOwnOutput, type OwnOutput } from './own-output.js';
import { type ProgressLine, showProgress } from './progress.js';

/** `corewise run`: measures, prints, and gives the exit code. */
export function run(scenarios: string[], options: RunOptions): Promise<number> {
  return measureChosen((loading) => chooseSuite(scenarios, options.suite, loading, options.tune), options);
}

/** What is to be measured; gets what loading it may take and where it says what it has to say. */
export type Choose = (loading: LoadingOptions) => Promise<ChosenSuite>;

/** What the words of a command line say: what is to be measured, and how. */
export interface Begun {
  choose: Choose;
  options: RunOptions;
}

/** Measures what is chosen, prints, and gives the exit code. */
export async function measureChosen(choose: Choose, options: RunOptions): Promise<number> {
  const progress = showProgress({ quiet: options.quiet === true });
  const own = keepOwnOutput();
  try {
    return await runInto(own, progress, choose, options);
  } finally {
    progress.end();
    own.end();
  }
}

async function runInto(
  own: OwnOutput,
  progress: ProgressLine,
  choose: Choose,
  options: RunOptions,
): Promise<number> {
  const interruption = listenForInterruption(() =>
    progress.say('Stopping; what was measured is kept. Press Ctrl-C again to stop at once.'),
  );
  try {
    return await runChosen({ own, progress, interruption }, choose, options);
  } catch (error) {
    if (!interruption.signal.aborted) throw error;
    own.end();
    process.stderr.write(`error: ${printable(messageOf(error))}\n`);
    return interruption.exitCode;
  } finally {
    interruption.end();
    own.end();
  }
}

interface Surroundings {
  own: OwnOutput;
  progress: ProgressLine;
  interruption: Interruption;
}

async function runChosen(
  { own, progress, interruption }: Surroundings,
  choose: Choose,
  options: RunOptions,
): Promise<number> {
  if (options.redis !== undefined) useRedis(options.redis);
  const { signal } = interruption;
  const { loadTimeout } = options;
  const chosen = await choose({
    ...{ signal, onLog: own.take, onNote: progress.say },
    ...(loadTimeout !== undefined && { loadTimeoutMs: loadTimeout }),
  });
  // The user's code then runs in this very process, and in a loop it would hear no Ctrl-C.
  if (isVirtual(chosen, options)) interruption.end();
  const instanceType = await instanceTypeFor(options, progress.say);
  const label = options.label ?? chosen.label;
  const { out, resume } = options;
  const directory = resume === undefined ? reserveDirectory({ out, label }) : resumedDirectory(resume);
  own.writeTo(directory.path);
  try {
    const asked = {
      ...measureOptions(options),
      ...(instanceType !== undefined && { instanceType }),
      label,
      out: directory.path,
    };
    const report = await measureWith(chosen, asked, progress, interruption);
    own.end();
    directory.makeLatest();
    const unlisted = directory.listRuns();
    if (unlisted !== undefined) process.stderr.write(`note: ${printable(unlisted)}\n`);
    summariseStep(report);
    print(report, directory, options);
    return exitCodeFor(report, interruption);
  } finally {
    own.end();
    directory.release();
  }
}

function isVirtual({ suite }: ChosenSuite, { engine }: RunOptions): boolean {
  const asked = engine ?? suite.sweeps.flatMap((sweep) => sweep.engines ?? []);
  return asked.some(isVirtualEngine);
}

async function measureWith(
  { suite, base }: ChosenSuite,
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
      command: commandLine(withoutRedis(process.argv.slice(2))),
    });
  } finally {
    progress.end();
  }
}

const INSPECTED =
  'Worker 0 of every case waits for a debugger: attach one at the address that Node names below (chrome://inspect, or your editor). Its times are not measurements.';

/** What GitHub shows on the page of a workflow's run. */
function summariseStep(report: Report): void {
  const file = process.env.GITHUB_STEP_SUMMARY;
  if (!file) return;
  try {
    appendFileSync(file, `${reportMarkdown(report)}\n`);
  } catch (error) {
    const problem = `Nothing was added to the step summary ${file}: ${messageOf(error)}`;
    process.stderr.write(`note: ${printable(problem)}\n`);
  }
}

function print(
  report: Report,
  { path }: OutputDirectory,
  { json, quiet, verbose = false }: RunOptions,
): void {
  const files = writtenIn(path);
  if (!json) printText((terminal) => summarise(report, { ...terminal, files, verbose }));
  else printJson(report);
  if (json && !quiet) process.stderr.write(`${files.join('\n')}\n`);
}

function exitCodeFor(report: Report, { signal, exitCode }: Interruption): number {
  if (signal.aborted) return exitCode;
  const hasFailed = report.cases.some(({ status, verified }) => status === 'failed' || verified === false);
  return hasFailed ? exitCodes.failed : exitCodes.done;
}

/** What lies in a run's folder, for the user to open; the report comes first. */
function writtenIn(folder: string): string[] {
  const names = readdirSync(folder).sort();
  const first = names.filter((name) => name.endsWith('.html'));
  return [...first, ...names.filter((name) => !first.includes(name))].map(
    (name) => `${join(folder, name)}${name === 'run.log' ? ' (what scenarios and workers said)' : ''}`,
  );
}
